/**
 * The carrier's calls a second, over all campaigns: each pacer keeps its share on average, and two that were quiet would
 * still burst together. No second of time gets more launches than the carrier takes.
 */

/** An intent takes a moment to become a call, and not always the same one. */
const SLACK_MS = 50;

export class RateWindow {
  #launchedAtMs: number[] = [];

  /** How many may be launched now; `callsPerSecond` null: any number. Under one a second, one in so long. */
  room(callsPerSecond: number | null, nowMs: number): number {
    if (callsPerSecond === null) return Number.POSITIVE_INFINITY;
    const most = Math.max(1, Math.floor(callsPerSecond));
    const sinceMs = nowMs - (1_000 * most) / callsPerSecond - SLACK_MS;
    this.#launchedAtMs = this.#launchedAtMs.filter((atMs) => atMs > sinceMs);
    return Math.max(0, most - this.#launchedAtMs.length);
  }

  launched(calls: number, nowMs: number): void {
    for (let n = 0; n < calls; n++) this.#launchedAtMs.push(nowMs);
  }
}
