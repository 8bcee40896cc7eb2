/** Every stream that is open: ended when its session ends or the server stops, kept alive meanwhile. */
import { type Clock, every, type StreamEnd, type Timer, type UserId } from '@outdial/shared';
import type { Caller } from '../routes/types.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';

const KEEP_ALIVE_MS = 10_000;

export type OutboxLimits = Pick<OutboxOptions, 'maxFrames' | 'maxChars' | 'endGraceMs'>;

interface Open {
  caller: Caller;
  outbox: Outbox;
}

export class Streams {
  readonly #clock: Clock;
  readonly #limits: OutboxLimits;
  readonly #open = new Set<Open>();
  readonly #timer: Timer;

  constructor(clock: Clock, limits: OutboxLimits = {}) {
    this.#clock = clock;
    this.#limits = limits;
    this.#timer = every(clock, KEEP_ALIVE_MS, () => this.#tick());
  }

  get size(): number {
    return this.#open.size;
  }

  /** A queue for one reader, let go of when the reader or the session goes. */
  open(caller: Caller, onClosed: (outbox: Outbox) => void): Outbox {
    const outbox = new Outbox({
      clock: this.#clock,
      ...this.#limits,
      onClosed: () => {
        this.#open.delete(entry);
        onClosed(outbox);
      },
    });
    const entry = { caller, outbox };
    this.#open.add(entry);
    return outbox;
  }

  /** Ends the streams of one token, or of all the user's. */
  endSessions({ userId, tokenHash }: { userId: UserId; tokenHash: string | null }): void {
    for (const { caller, outbox } of [...this.#open]) {
      if (caller.userId !== userId || (tokenHash !== null && caller.tokenHash !== tokenHash)) continue;
      outbox.end({ reason: 'session-ended', detail: 'The token has ended. Log in again.' });
    }
  }

  close(why: StreamEnd = { reason: 'server-stopping', detail: 'The server stops. Connect again.' }): void {
    this.#timer.cancel();
    for (const { outbox } of [...this.#open]) outbox.end(why);
  }

  #tick(): void {
    const nowMs = this.#clock.nowMs();
    for (const { caller, outbox } of [...this.#open]) {
      if (caller.expiresAtMs > nowMs) outbox.keepAlive();
      else outbox.end({ reason: 'session-ended', detail: 'The token has expired. Log in again.' });
    }
  }
}
