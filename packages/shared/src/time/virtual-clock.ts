/** The discrete-event kernel: a clock that stands still while an event runs and then jumps to the next one. */
import TinyQueue from 'tinyqueue';
import type { Clock, Timer } from './clock.ts';

/** What is to happen, and the timer that can cancel it: one object, because a run sets them by the hundred thousand. */
class Event implements Timer {
  readonly atMs: number;
  readonly sequence: number;
  action: (() => void) | null;

  constructor(atMs: number, sequence: number, action: () => void) {
    this.atMs = atMs;
    this.sequence = sequence;
    this.action = action;
  }

  cancel(): void {
    this.action = null;
  }
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
    const event = new Event(this.#nowMs + Math.max(0, delayMs), this.#sequence++, action);
    this.#queue.push(event);
    return event;
  }

  /** Runs the next event; false where none is left. */
  step(): boolean {
    const event = this.#next();
    if (event !== undefined) this.#run(event);
    return event !== undefined;
  }

  /** Runs every event up to and including `untilMs`, then stands at `untilMs`. */
  runUntil(untilMs: number): void {
    for (let event = this.#next(); event !== undefined && event.atMs <= untilMs; event = this.#next()) this.#run(event);
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** Takes out the first event, which is this one, and runs it. */
  #run(event: Event): void {
    this.#queue.pop();
    const { action } = event;
    event.action = null;
    this.#nowMs = event.atMs;
    action?.();
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
