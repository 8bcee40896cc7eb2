/** A console on a fake terminal against a scripted server on the virtual clock: the front door of the tests. */
import type { LivePicture } from '@outdial/shared';
import { VirtualClock } from '@outdial/shared';
import { type ConsoleEnd, type ConsoleOptions, makeTheme, runConsole } from '../index.ts';
import { auditEntries, overviews, picture, START_MS } from './pictures.ts';
import { ScriptedServer } from './scripted-server.ts';
import { afterTimersOf, type FakeTerminal, fakeTerminal, KEY, turns } from './terminal.ts';

export interface Running {
  readonly terminal: FakeTerminal;
  readonly server: ScriptedServer;
  readonly clock: VirtualClock;
  readonly ended: Promise<ConsoleEnd>;
  /** Sends a picture and lets the console draw it. */
  show(live: LivePicture): Promise<void>;
  /** Lets `ms` go by on the console's clock, in steps in which what is under way can happen. */
  pass(ms: number): Promise<void>;
  /** Types keys one after the other and waits until the frame has this text in it, or is so. */
  press(keys: readonly string[] | string, shows?: string | ((frame: string) => boolean)): Promise<string>;
  stop(): Promise<void>;
}

/** Ink tells a lone Esc from the start of a sequence by a pause of 20 ms after it. */
const ESC_PAUSE_MS = 20;

const TICK_MS = 100;

export interface StartOptions extends Partial<ConsoleOptions> {
  columns?: number;
  rows?: number;
  live?: LivePicture;
}

export async function startConsole({
  columns = 80,
  rows = 24,
  live = picture(),
  ...options
}: StartOptions = {}): Promise<Running> {
  const terminal = fakeTerminal(columns, rows);
  const clock = new VirtualClock(START_MS);
  const closing = new AbortController();
  const server = new ScriptedServer()
    .on('GET /v1/me', () => ({ id: 'sup', username: 'sup', name: 'Sue Pervisor', role: 'supervisor', locked: false }))
    .on('GET /v1/audit', () => auditEntries())
    .on('GET /v1/campaigns', () => overviews(live));
  const ended = runConsole({
    baseUrl: 'http://127.0.0.1:4170',
    token: 'token',
    zone: 'UTC',
    theme: makeTheme(),
    framesPerSecond: 1_000,
    clock,
    fetch: server.fetch,
    signal: closing.signal,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    ...options,
  });
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= TICK_MS) {
      await turns(6);
      clock.advance(Math.min(TICK_MS, left));
    }
    await turns();
  };
  const running: Running = {
    terminal,
    server,
    clock,
    ended,
    pass,
    async show(next) {
      server.push('picture', next);
      await turns();
      clock.advance(TICK_MS);
      await turns();
    },
    async press(keys, shows) {
      for (const key of typeof keys === 'string' ? [keys] : keys) {
        terminal.type(key);
        if (key === KEY.esc) await afterTimersOf(ESC_PAUSE_MS);
        else await turns(10);
      }
      if (shows === undefined) {
        await terminal.settled();
        return terminal.frame();
      }
      return terminal.until((frame) => (typeof shows === 'string' ? frame.includes(shows) : shows(frame)));
    },
    async stop() {
      closing.abort();
      await ended;
    },
  };
  while (server.streamsOpen() === 0) await turns(1);
  return running;
}
