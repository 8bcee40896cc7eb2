/** The floor: server and engine as two supervised processes, and a client with the operator's token. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, type Clock, createClient } from '@outdial/shared';
import { z } from 'zod';
import { CommandFailed } from '../args/usage-error.ts';
import { type Supervised, type SupervisedOptions, supervise } from '../supervise/supervised.ts';
import { type DataFolder, makeSocketFolder, takeDataFolder, writeAddress } from './data-folder.ts';

export interface FloorOptions {
  data: DataFolder;
  host: string;
  port: number;
  program: string;
  clock: Clock;
  /** Arguments for the engine behind the ones that the floor gives it; what it calls with is started first. */
  engineArgs: EngineArgs;
  /** Words for people: starts, deaths, the first administrator. */
  say: (words: string) => void;
  /** Resolves where the floor is not wanted any more: what has come up so far is stopped. */
  halted: Promise<void>;
  /** A process cannot be kept alive. */
  onGivenUp: (words: string) => void;
}

export type EngineArgs = (startChild: StartChild, inTime: InTime) => Promise<readonly string[]>;

export interface Floor {
  readonly url: string;
  readonly client: Client;
  readonly engine: Supervised;
  readonly server: Supervised;
  /** What each process may take to end in order: 5 s where left out. */
  stop(graceMs?: number): Promise<void>;
}

/** What a child tells its parent over the channel between them. */
const zServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), url: z.string() }),
  z.object({ type: z.literal('first-administrator'), username: z.string(), password: z.string() }),
]);

const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 5_000;

/** Throws CommandFailed where it cannot come up, in the words of what failed, and where `halted` comes first. */
export async function startFloor(options: FloorOptions): Promise<Floor> {
  const { data, clock } = options;
  const release = takeDataFolder(data);
  const sockets = makeSocketFolder();
  const children: Supervised[] = [];
  const stop = async (graceMs = STOP_GRACE_MS): Promise<void> => {
    for (const child of children.toReversed()) await child.stop(graceMs);
    sockets.remove();
    release();
  };
  const failed = Promise.withResolvers<never>();
  void options.halted.then(() => failed.reject(new CommandFailed('Stopped before the floor was up.')));
  let isOver = false;
  failed.promise.catch(() => {
    isOver = true;
  });
  const inTime: InTime = async (name, work, timeoutMs = START_TIMEOUT_MS) => {
    const words = `The ${name} did not come up within ${timeoutMs / 1_000} s; see ${data.log(name)}.`;
    const late = clock.after(timeoutMs, () => failed.reject(new CommandFailed(words)));
    try {
      return await Promise.race([work, failed.promise]);
    } finally {
      late.cancel();
    }
  };
  const startChild: StartChild = (name, own) => {
    const child = supervise({
      name,
      program: options.program,
      logFile: data.log(name),
      pidFile: data.pidFile(name),
      clock,
      onDeath: options.say,
      onGivenUp: (words) => {
        failed.reject(new CommandFailed(words));
        options.onGivenUp(words);
      },
      ...own,
    });
    children.push(child);
    return child;
  };
  try {
    const engineArgs = await options.engineArgs(startChild, inTime);
    const endpoints = ['control', 'live'].flatMap((name) => [`--${name}`, `ipc://${join(sockets.folder, name)}`]);
    const { server, url } = await inTime('server', startServer(options, startChild, endpoints));
    let hasConnected = false;
    const engine = startChild('engine', {
      args: () => ['engine', ...endpoints, '--recordings', data.recordingsFolder, ...engineArgs],
      isFirstStart: () => !hasConnected,
    });
    const client = createClient({ baseUrl: url, fetch: operatorFetch(data) });
    await inTime(
      'engine',
      engineConnected(client, clock, () => isOver),
    );
    hasConnected = true;
    return { url, client, engine, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type ChildName = 'lab' | 'server' | 'engine';

/** Fails where the floor is halted or a process of it is given up, too. */
type InTime = <T>(name: ChildName, work: Promise<T>, timeoutMs?: number) => Promise<T>;

type StartChild = (name: ChildName, own: Pick<SupervisedOptions, 'args' | 'isFirstStart' | 'onMessage'>) => Supervised;

/** Resolves once it listens. A server that is started again listens where the first one did: clients know that address. */
function startServer(
  { data, host, port, say }: FloorOptions,
  startChild: StartChild,
  endpoints: readonly string[],
): Promise<{ server: Supervised; url: string }> {
  return new Promise((resolve) => {
    let url: string | null = null;
    const server = startChild('server', {
      args: () => [
        'server',
        ...['--data', data.folder, '--host', host, '--port', url === null ? String(port) : portOf(url)],
        ...['--operator-token-file', data.operatorTokenFile, ...endpoints],
      ],
      isFirstStart: () => url === null,
      onMessage: (raw) => {
        const message = zServerMessage.safeParse(raw);
        if (!message.success) return;
        if (message.data.type === 'first-administrator') {
          const { username, password } = message.data;
          say(`First start: the administrator is "${username}" with password "${password}". It is shown this once.`);
          return;
        }
        url = message.data.url;
        writeAddress(data, url);
        resolve({ server, url });
      },
    });
  });
}

/** A URL leaves out the port that its scheme has anyway. */
const portOf = (url: string): string => new URL(url).port || '80';

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

async function engineConnected(client: Client, clock: Clock, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const health = await client.call('health').catch(() => null);
    if (health?.engine === 'connected') return;
    await new Promise<void>((resolve) => clock.after(100, resolve));
  }
}
