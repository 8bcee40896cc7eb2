/** For how long a peer has been silent. Time in which we stood still ourselves, and could hear nobody, does not count. */
import type { Clock } from './clock.ts';

export class Silence {
  readonly #clock: Clock;
  readonly #beatMs: number;
  #heardAtMs: number;
  #beatAtMs: number;
  #deafMs = 0;

  /** It is looked at every `beatMs`, by `atBeat`. */
  constructor(clock: Clock, beatMs: number) {
    this.#clock = clock;
    this.#beatMs = beatMs;
    this.#heardAtMs = clock.nowMs();
    this.#beatAtMs = this.#heardAtMs;
  }

  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  heard(): void {
    this.#heardAtMs = this.#clock.nowMs();
    this.#deafMs = 0;
  }

  /** A beat that comes late is one before which we stood still: what was said meanwhile is still to be read. */
  atBeat(): number {
    const nowMs = this.#clock.nowMs();
    const lateMs = Math.max(0, nowMs - this.#beatAtMs - this.#beatMs);
    this.#beatAtMs = nowMs;
    // No more than since they were heard.
    this.#deafMs = Math.min(this.#deafMs + lateMs, nowMs - this.#heardAtMs);
    return nowMs - this.#heardAtMs - this.#deafMs;
  }
}
