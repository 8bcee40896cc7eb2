/** Is somebody speaking in this frame: level against a floor that follows the line, and the words and pauses that this makes. */
import { FRAME_MS } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** The floor is the least smoothed level of the last 1.2 s, kept as minima of 100 ms. */
const WINDOWS = 12;
const WINDOW_FRAMES = 5;
/** Speech stands so far above the floor, and not further below the call's loudest speech, dB. */
const ABOVE_FLOOR_DB = 9;
const BELOW_PEAK_DB = 27;
/** What is quieter is never speech, dBFS. */
const LEAST_DBFS = -52;
/** A gap as short as this is inside a word (plosives), and what is shorter than this is a click, in frames. */
const HANGOVER_FRAMES = 4;
const CLICK_FRAMES = 3;

/** Words and pauses so far; all times in frames of 20 ms. */
export class Activity implements Stored {
  floorDbfs = -60;
  peakDbfs = -60;
  /** This frame stands above floor and peak's foot. */
  loud = false;
  /** Inside a word, hang-over included. */
  speech = false;
  words = 0;
  /** Frames until the first word, −1 before it. */
  onsetFrames = -1;
  /** Frames in words so far, and in the word under way. */
  speechFrames = 0;
  wordFrames = 0;
  /** Frames since the last loud frame of a word; −1 before the first. */
  silenceFrames = -1;
  longestWordFrames = 0;
  longestPauseFrames = 0;
  /** Frames from the onset to the last loud frame. */
  greetingFrames = 0;
  #smooth = -60;
  #frames = 0;
  #burst = 0;
  #gap = 0;
  readonly #minima = new Float64Array(WINDOWS).fill(0);

  push(levelDbfs: number): void {
    this.#followFloor(levelDbfs);
    const threshold = Math.max(this.floorDbfs + ABOVE_FLOOR_DB, this.peakDbfs - BELOW_PEAK_DB, LEAST_DBFS);
    this.loud = levelDbfs > threshold;
    if (this.loud) {
      this.#gap = 0;
      this.#burst += 1;
      this.peakDbfs = Math.max(levelDbfs, this.peakDbfs - 0.02);
      if (!this.speech && this.#burst >= CLICK_FRAMES) this.#beginWord();
      else if (this.speech) this.#lengthen(1);
    } else {
      this.#gap += 1;
      if (this.#gap > 1) this.#burst = 0;
      if (this.speech && this.#gap > HANGOVER_FRAMES) this.speech = false;
      if (this.silenceFrames >= 0) this.silenceFrames += 1;
    }
    this.#frames += 1;
  }

  #beginWord(): void {
    this.speech = true;
    this.words += 1;
    if (this.onsetFrames < 0) this.onsetFrames = this.#frames + 1 - this.#burst;
    else this.longestPauseFrames = Math.max(this.longestPauseFrames, this.silenceFrames - this.#burst);
    this.wordFrames = 0;
    this.#lengthen(this.#burst);
  }

  #lengthen(frames: number): void {
    this.wordFrames += frames;
    this.speechFrames += frames;
    this.silenceFrames = 0;
    this.longestWordFrames = Math.max(this.longestWordFrames, this.wordFrames);
    this.greetingFrames = this.#frames + 1 - this.onsetFrames;
  }

  #followFloor(levelDbfs: number): void {
    this.#smooth = this.#frames === 0 ? levelDbfs : this.#smooth + 0.5 * (levelDbfs - this.#smooth);
    const window = Math.floor(this.#frames / WINDOW_FRAMES) % WINDOWS;
    const fresh = this.#frames % WINDOW_FRAMES === 0;
    this.#minima[window] = fresh ? this.#smooth : Math.min(this.#minima[window] ?? 0, this.#smooth);
    let least = this.#smooth;
    for (let i = 0; i < WINDOWS; i++) least = Math.min(least, this.#minima[i] ?? 0);
    this.floorDbfs = Math.max(-72, least);
  }

  visit(cursor: StateCursor): void {
    this.floorDbfs = cursor.number(this.floorDbfs);
    this.peakDbfs = cursor.number(this.peakDbfs);
    this.loud = cursor.number(this.loud ? 1 : 0) === 1;
    this.speech = cursor.number(this.speech ? 1 : 0) === 1;
    this.words = cursor.number(this.words);
    this.onsetFrames = cursor.number(this.onsetFrames);
    this.speechFrames = cursor.number(this.speechFrames);
    this.wordFrames = cursor.number(this.wordFrames);
    this.silenceFrames = cursor.number(this.silenceFrames);
    this.longestWordFrames = cursor.number(this.longestWordFrames);
    this.longestPauseFrames = cursor.number(this.longestPauseFrames);
    this.greetingFrames = cursor.number(this.greetingFrames);
    this.#smooth = cursor.number(this.#smooth);
    this.#frames = cursor.number(this.#frames);
    this.#burst = cursor.number(this.#burst);
    this.#gap = cursor.number(this.#gap);
    cursor.array(this.#minima);
  }

  get silenceMs(): number {
    return Math.max(0, this.silenceFrames) * FRAME_MS;
  }
}
