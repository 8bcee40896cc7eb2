/** The discrete-event kernel: a clock that stands still while an event runs and then jumps to the next one. */
import TinyQueue from 'tinyqueue';
import type { Clock, Timer } from './clock.ts';

interface Event {
  readonly atMs: number;
  readonly sequence: number;
  action: (() => void) | null;
}

export class VirtualClock implements Clock {
  #nowMs: number;
  #sequence = 0;
  readonly #queue = new TinyQueue<Event>([], (a, b) => a.atMs - b.atMs || a.sequence - b.sequence);

  constructor(epochMs = 0) {
    this.#nowMs = epochMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): Timer {
    const event: Event = { atMs: this.#nowMs + Math.max(0, delayMs), sequence: this.#sequence++, action };
    this.#queue.push(event);
    return {
      cancel() {
        event.action = null;
      },
    };
  }

  /** Runs the next event; false where none is left. */
  step(): boolean {
    const event = this.#next();
    if (event === undefined) return false;
    this.#queue.pop();
    const { action } = event;
    event.action = null;
    this.#nowMs = event.atMs;
    action?.();
    return true;
  }

  /** Runs every event up to and including `untilMs`, then stands at `untilMs`. */
  runUntil(untilMs: number): void {
    for (let event = this.#next(); event !== undefined && event.atMs <= untilMs; event = this.#next()) this.step();
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** The next event that was not cancelled, left in its place. */
  #next(): Event | undefined {
    for (;;) {
      const event = this.#queue.peek();
      if (event === undefined || event.action !== null) return event;
      this.#queue.pop();
    }
  }

  /** Runs `durationMs` of virtual time. */
  advance(durationMs: number): void {
    this.runUntil(this.#nowMs + durationMs);
  }
}
