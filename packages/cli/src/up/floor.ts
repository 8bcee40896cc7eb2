/** The floor: server and engine as two supervised processes, and a client with the operator's token. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, type Clock, createClient } from '@outdial/shared';
import { z } from 'zod';
import { CommandFailed } from '../args/usage-error.ts';
import { type Supervised, supervise } from '../supervise/supervised.ts';
import { type DataFolder, makeSocketFolder, takeDataFolder, writeAddress } from './data-folder.ts';

export interface FloorOptions {
  data: DataFolder;
  host: string;
  port: number;
  program: string;
  clock: Clock;
  /** Arguments for the engine behind the ones that the floor gives it. */
  engineArgs: readonly string[];
  /** Words for people: starts, deaths, the first administrator. */
  say: (words: string) => void;
  /** A process cannot be kept alive. */
  onGivenUp: (words: string) => void;
}

export interface Floor {
  readonly url: string;
  readonly client: Client;
  readonly engine: Supervised;
  readonly server: Supervised;
  stop(): Promise<void>;
}

/** What a child tells its parent over the channel between them. */
const zServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), url: z.string() }),
  z.object({ type: z.literal('first-administrator'), username: z.string(), password: z.string() }),
]);

const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 5_000;

export async function startFloor(options: FloorOptions): Promise<Floor> {
  const { data, clock, say } = options;
  const release = takeDataFolder(data);
  const sockets = makeSocketFolder();
  const endpoints = [
    '--control',
    `ipc://${join(sockets.folder, 'control')}`,
    '--live',
    `ipc://${join(sockets.folder, 'live')}`,
  ];
  const children: Supervised[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await child.stop(STOP_GRACE_MS);
    sockets.remove();
    release();
  };

  try {
    let url = '';
    const server = await new Promise<Supervised>((resolve, reject) => {
      const late = clock.after(START_TIMEOUT_MS, () =>
        reject(
          new CommandFailed(
            `The server did not start within ${START_TIMEOUT_MS / 1_000} s; see ${data.log('server')}.`,
          ),
        ),
      );
      const child = supervise({
        name: 'server',
        program: options.program,
        args: [
          'server',
          '--data',
          data.folder,
          '--host',
          options.host,
          '--port',
          String(options.port),
          '--operator-token-file',
          data.operatorTokenFile,
          ...endpoints,
        ],
        logFile: data.log('server'),
        pidFile: data.pidFile('server'),
        clock,
        onMessage: (raw) => {
          const message = zServerMessage.safeParse(raw);
          if (!message.success) return;
          if (message.data.type === 'first-administrator') {
            say(
              `First start: the administrator is "${message.data.username}" with password "${message.data.password}". It is shown this once.`,
            );
            return;
          }
          late.cancel();
          url = message.data.url;
          writeAddress(data, url);
          resolve(child);
        },
        onDeath: say,
        onGivenUp: (words) => {
          late.cancel();
          reject(new CommandFailed(words));
          options.onGivenUp(words);
        },
      });
      children.push(child);
    });
    const engine = supervise({
      name: 'engine',
      program: options.program,
      args: ['engine', ...endpoints, ...options.engineArgs],
      logFile: data.log('engine'),
      pidFile: data.pidFile('engine'),
      clock,
      onDeath: say,
      onGivenUp: options.onGivenUp,
    });
    children.push(engine);
    const client = createClient({ baseUrl: url, fetch: operatorFetch(data) });
    await engineConnected(client, clock);
    return { url, client, engine, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sends the operator's token with every request; it is made anew at each start of the server, so it is read each time. */
export function operatorFetch(data: DataFolder): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    if (!headers.has('authorization')) {
      headers.set('authorization', `Bearer ${readFileSync(data.operatorTokenFile, 'utf8').trim()}`);
    }
    return fetch(input, { ...init, headers });
  };
}

async function engineConnected(client: Client, clock: Clock): Promise<void> {
  const untilMs = clock.nowMs() + START_TIMEOUT_MS;
  for (;;) {
    const health = await client.call('health').catch(() => null);
    if (health?.engine === 'connected') return;
    if (clock.nowMs() > untilMs)
      throw new CommandFailed('The engine did not connect to the server; see logs/engine.log in the data folder.');
    await new Promise<void>((resolve) => clock.after(100, resolve));
  }
}
