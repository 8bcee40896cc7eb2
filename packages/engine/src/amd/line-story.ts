/**
 * How the line sounded before the first word, against how it sounds now. Around a person there is the same room before, between and
 * after the words; a recording brings its own room with it, which comes up a moment before the voice and goes with it.
 */
import type { StateCursor, Stored } from './stored.ts';

const START_FRAMES = 3;
const HISTORY = 16;
const RISE_DB = 5;

export class LineStory implements Stored {
  #frames = 0;
  /** Level of the first 60 ms, dBFS. */
  #startDbfs = -72;
  /** The frame in which the level first rose above that for two frames, −1 before. */
  #risenAt = -1;
  #rising = 0;
  /** Level just before the first word, dBFS, and frames from the rise to the word. */
  #ledInDbfs = -72;
  #leadFrames = -1;
  readonly #history = new Float64Array(HISTORY).fill(-72);

  /** `onsetFrames` is the frame of the first word, −1 before it is known. */
  push(heardDbfs: number, onsetFrames: number): void {
    const frame = this.#frames;
    if (frame < START_FRAMES) this.#startDbfs = (this.#startDbfs * frame + heardDbfs) / (frame + 1);
    else if (this.#risenAt < 0) {
      this.#rising = heardDbfs > this.#startDbfs + RISE_DB ? this.#rising + 1 : 0;
      if (this.#rising >= 2) this.#risenAt = frame - 1;
    }
    this.#history[frame % HISTORY] = heardDbfs;
    this.#frames = frame + 1;
    if (onsetFrames < 0) this.#leadFrames = -1;
    else if (this.#leadFrames < 0) this.#leadIn(onsetFrames);
  }

  #leadIn(onset: number): void {
    let [sum, n] = [0, 0];
    for (let frame = Math.max(0, onset - 7, this.#frames - HISTORY); frame < onset - 2; frame++) {
      sum += this.#history[frame % HISTORY] ?? -72;
      n += 1;
    }
    this.#ledInDbfs = n > 0 ? sum / n : this.#startDbfs;
    this.#leadFrames = this.#risenAt < 0 ? 0 : Math.max(0, onset - this.#risenAt);
  }

  /** Writes six figures from `at` on. */
  fill(features: Float64Array, at: number, floorDbfs: number, momentDbfs: number): number {
    features[at] = this.#startDbfs;
    features[at + 1] = floorDbfs - this.#startDbfs;
    features[at + 2] = this.#ledInDbfs - this.#startDbfs;
    features[at + 3] = this.#leadFrames;
    features[at + 4] = floorDbfs - this.#ledInDbfs;
    features[at + 5] = momentDbfs - this.#ledInDbfs;
    return at + 6;
  }

  visit(cursor: StateCursor): void {
    this.#frames = cursor.number(this.#frames);
    this.#startDbfs = cursor.number(this.#startDbfs);
    this.#risenAt = cursor.number(this.#risenAt);
    this.#rising = cursor.number(this.#rising);
    this.#ledInDbfs = cursor.number(this.#ledInDbfs);
    this.#leadFrames = cursor.number(this.#leadFrames);
    cursor.array(this.#history);
  }
}
