/** What waits to be sent to one reader of a stream: bounded, whatever the reader does. */
import type { Clock, StreamEnd, Timer } from '@outdial/shared';
import { eventFrame, KEEP_ALIVE } from './frame.ts';

export interface OutboxOptions {
  clock: Clock;
  /** Frames that may wait; 2,000. */
  maxFrames?: number;
  /** Characters that may wait; 2,000,000. */
  maxChars?: number;
  /** How long a reader that was told the end may take to read it; 10,000. */
  endGraceMs?: number;
  /** The reader is gone, or was given up. */
  onClosed?: () => void;
}

/**
 * Frames that must arrive wait in order; a lossy frame waits in one place and the newest replaces it. A reader that lets
 * more pile up than the bound loses everything that waits, is told `end` with `slow-reader`, and comes back with its last id.
 */
export class Outbox {
  readonly #options: Required<OutboxOptions>;
  #frames: string[] = [];
  #chars = 0;
  #lossy: string | null = null;
  #ended = false;
  #closed = false;
  #waiting: ((frame: string | null) => void) | null = null;
  #grace: Timer | null = null;
  readonly #abandoned = Promise.withResolvers<void>();

  constructor(options: OutboxOptions) {
    this.#options = {
      maxFrames: 2_000,
      maxChars: 2_000_000,
      endGraceMs: 10_000,
      onClosed: () => undefined,
      ...options,
    };
  }

  /** Resolves where the reader did not even take the end. */
  get abandoned(): Promise<void> {
    return this.#abandoned.promise;
  }

  get closed(): boolean {
    return this.#ended || this.#closed;
  }

  /** Something waits already. */
  get behind(): boolean {
    return this.#frames.length > 0;
  }

  push(frame: string): void {
    if (this.closed) return;
    if (this.#hand(frame)) return;
    this.#frames.push(frame);
    this.#chars += frame.length;
    if (this.#frames.length <= this.#options.maxFrames && this.#chars <= this.#options.maxChars) return;
    this.#clear();
    this.end({
      reason: 'slow-reader',
      detail: 'The reader was too slow. Connect again with Last-Event-ID.',
    });
  }

  /** A picture: only the newest one waits. */
  pushLossy(frame: string): void {
    if (this.closed || this.#hand(frame)) return;
    this.#lossy = frame;
  }

  keepAlive(): void {
    if (this.#frames.length === 0 && this.#lossy === null) this.pushLossy(KEEP_ALIVE);
  }

  /** The last event; the stream ends once it was read. */
  end(why: StreamEnd): void {
    if (this.closed) return;
    this.#ended = true;
    this.#lossy = null;
    this.#frames.push(eventFrame('end', JSON.stringify(why)));
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.#waiting = null;
      waiting(this.#frames.shift() ?? null);
    }
    this.#grace = this.#options.clock.after(this.#options.endGraceMs, () => this.#giveUp());
  }

  /** The next frame; null where the stream is over. */
  next(): Promise<string | null> {
    const frame = this.#take();
    if (frame !== null) return Promise.resolve(frame);
    if (this.closed) {
      this.close();
      return Promise.resolve(null);
    }
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** The reader went away. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clear();
    this.#grace?.cancel();
    this.#waiting?.(null);
    this.#waiting = null;
    this.#options.onClosed();
  }

  #take(): string | null {
    const frame = this.#frames.shift();
    if (frame !== undefined) {
      this.#chars -= frame.length;
      return frame;
    }
    const lossy = this.#lossy;
    this.#lossy = null;
    return lossy;
  }

  #hand(frame: string): boolean {
    const waiting = this.#waiting;
    if (waiting === null) return false;
    this.#waiting = null;
    waiting(frame);
    return true;
  }

  #clear(): void {
    this.#frames = [];
    this.#chars = 0;
    this.#lossy = null;
  }

  #giveUp(): void {
    if (this.#closed) return;
    this.#abandoned.resolve();
    this.close();
  }
}
