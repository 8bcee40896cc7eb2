/** Counts a floor's run: talk, live answers and abandoned calls over time. */
import type { SeedResult } from './result.ts';

const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 15;

export class Tally {
  talkMs = 0;
  busyMs = 0;
  live = 0;
  abandoned = 0;
  dials = 0;
  worstAfter200 = 0;
  readonly #live: number[] = [];
  readonly #abandoned: number[] = [];

  countLive(atMs: number, abandoned: boolean): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    this.live += 1;
    this.#live[minute] = (this.#live[minute] ?? 0) + 1;
    if (abandoned) {
      this.abandoned += 1;
      this.#abandoned[minute] = (this.#abandoned[minute] ?? 0) + 1;
    }
    if (this.live >= 200) this.worstAfter200 = Math.max(this.worstAfter200, this.abandoned / this.live);
  }

  result(seed: number, agents: number, hours: number, loggedInMs: number): SeedResult {
    const connected = this.live - this.abandoned;
    return {
      seed,
      agents,
      hours,
      talkMinutesPerHour: (60 * this.talkMs) / loggedInMs,
      occupancy: this.busyMs / loggedInMs,
      live: this.live,
      connected,
      abandoned: this.abandoned,
      abandonRatio: this.live === 0 ? 0 : this.abandoned / this.live,
      worstWindow: this.#worstWindow(Math.ceil((hours * 3_600_000) / MINUTE_MS)),
      worstAfter200: this.worstAfter200,
      dials: this.dials,
      dialsPerConversation: connected === 0 ? 0 : this.dials / connected,
    };
  }

  #worstWindow(minutes: number): SeedResult['worstWindow'] {
    let worst = { fromS: 0, toS: 0, abandonRatio: 0 };
    for (let to = Math.min(WINDOW_MINUTES, minutes); to <= minutes; to++) {
      const from = Math.max(0, to - WINDOW_MINUTES);
      let live = 0;
      let abandoned = 0;
      for (let minute = from; minute < to; minute++) {
        live += this.#live[minute] ?? 0;
        abandoned += this.#abandoned[minute] ?? 0;
      }
      const abandonRatio = live === 0 ? 0 : abandoned / live;
      if (abandonRatio > worst.abandonRatio) worst = { fromS: from * 60, toS: to * 60, abandonRatio };
    }
    return worst;
  }
}
