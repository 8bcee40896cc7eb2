/** The server as a process: everything put together, listening, and taken apart again in order. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { newId, realClock } from '@outdial/shared';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { startBus } from './bus/index.ts';
import { Catalog } from './config/catalog.ts';
import { openConfigStore } from './config/config-store.ts';
import { initialConfiguration } from './config/initial-configuration.ts';
import { openStopSwitch } from './config/stop-switch.ts';
import { checkCsv, importCsv } from './lists/index.ts';
import { createLogger, type Logger } from './logger.ts';
import { createSummary } from './reports/index.ts';
import { folderError, listenError } from './server-error.ts';
import { createServices } from './services.ts';
import { openSqliteStore } from './store/index.ts';
import { writeOperatorToken } from './users/operator.ts';
import { createPasswords, PASSWORD_COST, type PasswordCost } from './users/passwords.ts';

export interface ServerOptions {
  dataFolder: string;
  /** 127.0.0.1 */
  host?: string;
  /** 0 takes a free one. */
  port: number;
  /** Where engines connect: commands and facts, and pictures. */
  control: string;
  live: string;
  /** Where the engine puts finished recordings; `recordings` in the data folder. */
  recordingsFolder?: string;
  /** Gets the token of the local operator, mode 0600; removed at a clean stop. */
  operatorTokenFile?: string;
  /** Standard error where left out. */
  logFile?: string;
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Called once in the life of an installation; the password is kept nowhere. */
  onFirstAdministrator?: (made: { username: string; password: string }) => void;
  /** Whether signals (and the parent's end) stop it; true. */
  handleSignals?: boolean;
  passwordCost?: PasswordCost;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Ends streams, finishes requests (1 s), lets go of bus and store. */
  stop(): Promise<void>;
}

const CLOSE_GRACE_MS = 1_000;
const LOOPBACK = /^(127\.|::1$|localhost$)/;

/** Rejects with `ServerStartError`, `BrokenConfigurationError` or `StoreFailedError`, each in one line. */
export async function runServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, host = '127.0.0.1', port } = options;
  const undo: (() => unknown)[] = [];
  const stopAll = once(async () => {
    for (const step of undo.toReversed()) await step();
  });
  try {
    takeFolder(dataFolder);
    const log = openLog(options);
    const config = await openConfigStore(join(dataFolder, 'configuration.json'), initialConfiguration());
    const stopSwitch = await openStopSwitch(join(dataFolder, 'dialing.json'));
    const store = await openSqliteStore(join(dataFolder, 'outdial.sqlite'));
    undo.push(() => store.close());
    const catalog = await Catalog.open({ config, store, ids: newId });
    const bus = await startBus({
      controlEndpoint: options.control,
      liveEndpoint: options.live,
      store,
      configuration: catalog,
      clock: realClock,
      ids: newId,
      log,
    });
    undo.push(() => bus.close());
    const operator =
      options.operatorTokenFile === undefined ? undefined : writeOperatorToken(options.operatorTokenFile);
    if (operator !== undefined) undo.push(() => operator.remove());
    const services = createServices({
      ...{ store, bus, catalog, stopSwitch, operator, importCsv, checkCsv },
      recordingsFolder: options.recordingsFolder ?? join(dataFolder, 'recordings'),
      clock: realClock,
      ids: newId,
      passwords: createPasswords(options.passwordCost ?? PASSWORD_COST),
      summary: createSummary({ store, configuration: catalog, clock: realClock }),
    });
    let closeHttp = async (): Promise<void> => undefined;
    undo.push(
      () => closeHttp(),
      () => services.close(),
    );
    await services.accounts.ensureAdministrator((made) => options.onFirstAdministrator?.(made));
    const app = createApp({ services, log });
    const server = createAdaptorServer({
      fetch: app.fetch,
      hostname: host,
      serverOptions: { requestTimeout: 3_600_000, keepAliveTimeout: 65_000 },
    }) as Server;
    const bound = await listen(server, host, port);
    closeHttp = () => closeServer(server);
    const url = `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
    if (!LOOPBACK.test(host))
      log.warn({ host }, 'listening beyond this machine, without encryption: put a TLS proxy in front');
    log.info({ url }, 'listening');
    const uninstall = (options.handleSignals ?? true) ? stopOnSignals(stopAll, log) : () => undefined;
    return {
      url: url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]'),
      port: bound.port,
      async stop() {
        uninstall();
        await stopAll();
        log.info({}, 'stopped');
        await flushed(log);
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function takeFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
  } catch (cause) {
    throw folderError(folder, cause);
  }
}

function openLog({ logFile, logLevel = 'info' }: ServerOptions): Logger {
  if (logFile === undefined) return createLogger({ level: logLevel });
  const destination = pino.destination({ dest: logFile, mkdir: true, sync: false, mode: 0o600 });
  // A full disk must not take the server down with it.
  destination.on('error', () => undefined);
  return createLogger({ destination, level: logLevel });
}

const flushed = (log: Logger): Promise<void> => new Promise((resolve) => log.flush(() => resolve()));

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(host, port, cause)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    // A stream's connection is idle only once its last event has left.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(hurry);
      clearInterval(idle);
      resolve();
    });
  });
}

/** SIGTERM and SIGINT stop it; under a parent, who is sent the terminal's Ctrl-C too and drains first, the parent's word counts. */
function stopOnSignals(stop: () => Promise<void>, log: Logger): () => void {
  const isChild = process.connected === true;
  const ignore = (): void => undefined;
  const grace = closeWithGrace(
    { delay: 8_000, logger: false, skip: isChild ? ['SIGINT'] : [] },
    async ({ err, signal }) => {
      if (err === undefined) log.info({ signal }, 'stopping');
      else log.error({ err }, 'stopping after a fault');
      await stop();
      log.info({}, 'stopped');
      await flushed(log);
    },
  );
  if (isChild) {
    process.on('SIGINT', ignore);
    process.once('disconnect', grace.close);
  }
  return () => {
    process.off('SIGINT', ignore);
    process.off('disconnect', grace.close);
    grace.uninstall();
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}
