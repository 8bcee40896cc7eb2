/** Keeps the live stream open: reconnects with back-off, resumes after the last event seen, gives up on a silent line. */
import { type Client, type Clock, every, type StreamEvent, type Timer } from '@outdial/shared';
import type { Link } from '../model/state.ts';
import { backoffMs } from './backoff.ts';
import { parseEnd } from './parse.ts';
import { failureOf } from './words.ts';

const ENDED = 'The server ended the stream.';

export interface LiveLinkOptions {
  client: Client;
  clock: Clock;
  onEvent: (event: StreamEvent) => void;
  onLink: (link: Link) => void;
  /** A line on which nothing came for so long is taken for dead: a TCP connection may be, without saying so. */
  silentMs?: number;
  /** Whether anything is expected at all: without its engine the server has little to say. */
  expectsNews?: () => boolean;
}

export interface LiveLink {
  /** Ends when `close` is called. */
  done: Promise<void>;
  close(): void;
  /** Tries again at once instead of waiting the back-off out. */
  retryNow(): void;
}

export function openLiveLink({
  client,
  clock,
  onEvent,
  onLink,
  silentMs = 10_000,
  expectsNews = () => true,
}: LiveLinkOptions): LiveLink {
  let closed = false;
  let lastEventId: string | undefined;
  let tries = 0;
  let live = false;
  let lostAtMs = clock.nowMs();
  let abort = new AbortController();
  let wake: () => void = () => undefined;

  /** One connection, from the request to its end; says why it ended. */
  async function once(): Promise<string> {
    abort = new AbortController();
    const { signal } = abort;
    let heardAtMs = clock.nowMs();
    const watch: Timer = every(clock, 1_000, () => {
      if (expectsNews() && clock.nowMs() - heardAtMs >= silentMs) abort.abort();
    });
    try {
      const request = lastEventId === undefined ? { signal } : { signal, lastEventId };
      for await (const event of client.stream('live', request)) {
        heardAtMs = clock.nowMs();
        if (event.id !== undefined) lastEventId = event.id;
        if (!live) {
          live = true;
          tries = 0;
          onLink({ kind: 'live', sinceMs: heardAtMs });
        }
        if (event.event === 'end') return parseEnd(event.data) ?? ENDED;
        onEvent(event);
        if (closed) break;
      }
      return ENDED;
    } catch (error) {
      return signal.aborted ? `Nothing came for ${Math.round(silentMs / 1_000)} s.` : failureOf(error).text;
    } finally {
      watch.cancel();
    }
  }

  async function run(): Promise<void> {
    while (!closed) {
      const why = await once();
      if (closed) return;
      const nowMs = clock.nowMs();
      if (live || tries === 0) lostAtMs = nowMs;
      live = false;
      tries += 1;
      const waitMs = backoffMs(tries);
      onLink({ kind: 'lost', sinceMs: lostAtMs, tries, nextTryAtMs: nowMs + waitMs, why });
      await new Promise<void>((resolve) => {
        wake = resolve;
        clock.after(waitMs, resolve);
      });
    }
  }

  return {
    done: run(),
    close() {
      closed = true;
      abort.abort();
      wake();
    },
    retryNow: () => wake(),
  };
}
