/** The trunk's limits: lines in use, calls a second, and outages in which it carries no new call. */
import type { TrunkPicture } from '../port.ts';

export interface LineLimits {
  readonly maxLines?: number;
  readonly callsPerSecond?: number;
  /** Seconds since the start of the run, from inclusive, to exclusive. */
  readonly outages?: readonly (readonly [fromS: number, toS: number])[];
}

const DEFAULT_MAX_LINES = 10_000;

export class Lines {
  readonly #startMs: number;
  readonly #maxLines: number;
  readonly #perSecond: number;
  readonly #outages: readonly (readonly [fromS: number, toS: number])[];
  /** When the last calls were taken, in a ring as long as one second may hold: no second of time holds more. */
  readonly #takenAtMs: Float64Array;
  #next = 0;
  #inUse = 0;

  constructor(limits: LineLimits, startMs: number) {
    this.#startMs = startMs;
    this.#maxLines = Math.max(0, Math.floor(limits.maxLines ?? DEFAULT_MAX_LINES));
    this.#perSecond = limits.callsPerSecond ?? Number.POSITIVE_INFINITY;
    this.#outages = limits.outages ?? [];
    const held = Number.isFinite(this.#perSecond) ? Math.max(1, Math.floor(this.#perSecond)) : 0;
    this.#takenAtMs = new Float64Array(held).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes a line for a new call; false where there is none, or the rate is used up, or the trunk is out. */
  take(nowMs: number): boolean {
    if (this.#inUse >= this.#maxLines || this.#out(nowMs)) return false;
    if (this.#takenAtMs.length > 0) {
      // A ring's worth of calls takes at least this long: a second, or longer under one call a second.
      const gapMs = (1_000 * this.#takenAtMs.length) / this.#perSecond;
      if (nowMs - (this.#takenAtMs[this.#next] ?? 0) < gapMs) return false;
      this.#takenAtMs[this.#next] = nowMs;
      this.#next = (this.#next + 1) % this.#takenAtMs.length;
    }
    this.#inUse += 1;
    return true;
  }

  release(): void {
    this.#inUse -= 1;
  }

  free(nowMs: number): number {
    return this.#out(nowMs) ? 0 : this.#maxLines - this.#inUse;
  }

  picture(nowMs: number): TrunkPicture {
    const out = this.#out(nowMs);
    return {
      name: 'simulated',
      up: !out,
      linesInUse: this.#inUse,
      maxLines: this.#maxLines,
      callsPerSecond: this.#perSecond,
      detail: out ? 'outage: new calls end in congestion' : 'up',
    };
  }

  #out(nowMs: number): boolean {
    if (this.#outages.length === 0) return false;
    const atS = (nowMs - this.#startMs) / 1_000;
    return this.#outages.some(([fromS, toS]) => atS >= fromS && atS < toS);
  }
}
