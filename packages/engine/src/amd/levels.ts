/** The call's level over time: a floor that follows the line, the loudest speech, and averages over a moment, a word and a phrase. */
import type { StateCursor, Stored } from './stored.ts';

/** The floor is the least smoothed level of the last 1.2 s, kept as minima of 100 ms. */
const WINDOWS = 12;
const WINDOW_FRAMES = 5;
const LEAST_FLOOR_DBFS = -72;

export class Levels implements Stored {
  floorDbfs = LEAST_FLOOR_DBFS;
  peakDbfs = -60;
  /** The quietest that the call has been, smoothed. */
  leastDbfs = 0;
  /** This frame, or where a packet of it was lost the one before. */
  nowDbfs = LEAST_FLOOR_DBFS;
  /** Averages with time constants of about 100 ms, 400 ms and 1.5 s. */
  momentDbfs = -72;
  wordDbfs = -72;
  phraseDbfs = -72;
  #smooth = -72;
  #frames = 0;
  #lost = 0;
  readonly #minima = new Float64Array(WINDOWS);

  push(levelDbfs: number): void {
    const first = this.#frames === 0;
    // All zeros in a line that has a sound: a lost packet, as long as it lasts no longer than 60 ms.
    const lost = levelDbfs < -90 && !first && this.nowDbfs > LEAST_FLOOR_DBFS && this.#lost < 3;
    this.#lost = lost ? this.#lost + 1 : 0;
    const level = lost ? this.nowDbfs : Math.max(LEAST_FLOOR_DBFS, levelDbfs);
    this.nowDbfs = level;
    this.#smooth = first ? level : this.#smooth + 0.5 * (level - this.#smooth);
    this.momentDbfs += 0.2 * (level - this.momentDbfs);
    this.wordDbfs += 0.05 * (level - this.wordDbfs);
    this.phraseDbfs += 0.0133 * (level - this.phraseDbfs);
    this.leastDbfs = first ? level : Math.min(this.leastDbfs, this.#smooth);
    const window = Math.floor(this.#frames / WINDOW_FRAMES) % WINDOWS;
    const fresh = this.#frames % WINDOW_FRAMES === 0;
    this.#minima[window] = fresh ? this.#smooth : Math.min(this.#minima[window] ?? 0, this.#smooth);
    if (fresh || this.#smooth < this.floorDbfs) {
      let least = this.#smooth;
      for (let i = 0; i < WINDOWS; i++) least = Math.min(least, this.#minima[i] ?? 0);
      this.floorDbfs = least;
    }
    this.#frames += 1;
  }

  /** A frame of speech at this level counts for the peak, which forgets slowly. */
  raisePeak(levelDbfs: number): void {
    this.peakDbfs = Math.max(levelDbfs, this.peakDbfs - 0.02);
  }

  visit(cursor: StateCursor): void {
    this.floorDbfs = cursor.number(this.floorDbfs);
    this.peakDbfs = cursor.number(this.peakDbfs);
    this.leastDbfs = cursor.number(this.leastDbfs);
    this.nowDbfs = cursor.number(this.nowDbfs);
    this.momentDbfs = cursor.number(this.momentDbfs);
    this.wordDbfs = cursor.number(this.wordDbfs);
    this.phraseDbfs = cursor.number(this.phraseDbfs);
    this.#smooth = cursor.number(this.#smooth);
    this.#frames = cursor.number(this.#frames);
    this.#lost = cursor.number(this.#lost);
    cursor.array(this.#minima);
  }
}
