/** Words and pauses: which frames are speech, by their level above the floor and below the call's loudest speech. */
import { FRAME_MS } from './frame-analysis.ts';
import type { Levels } from './levels.ts';
import type { StateCursor, Stored } from './stored.ts';

/** What is quieter is never speech, dBFS. */
const LEAST_DBFS = -52;
/** A gap as short as this is inside a word (plosives), and what is shorter than this is a click, in frames. */
const HANGOVER_FRAMES = 4;
const CLICK_FRAMES = 3;
/** A gap of 200 ms is a pause between words and no plosive. */
const PAUSE_FRAMES = 10;
/** A tone shows itself so many frames after its start; the word that it seemed to be is taken back. */
const WITHDRAW_FRAMES = 8;

/** How far speech stands above the floor, and how far it may stand below the peak, dB. */
export interface ActivityThresholds {
  readonly aboveFloorDb: number;
  readonly belowPeakDb: number;
}
/** Anybody's speech, and the speech of the one who is nearest. */
export const ANY_SPEECH: ActivityThresholds = { aboveFloorDb: 9, belowPeakDb: 27 };
export const NEAR_SPEECH: ActivityThresholds = { aboveFloorDb: 13, belowPeakDb: 15 };

/** Words and pauses so far; all times in frames of 20 ms. */
export class Activity implements Stored {
  /** This frame stands out. */
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
  /** The pause before the word under way or last heard, and the first word's length. */
  lastPauseFrames = 0;
  firstWordFrames = 0;
  /** Pauses of 200 ms and more. */
  pauses = 0;
  /** Frames from the onset to the last loud frame. */
  greetingFrames = 0;
  #frames = 0;
  #burst = 0;
  #gap = 0;
  /** As it was before the word under way: onset, speech, silence, longest word and pause, greeting, last pause, pauses. */
  readonly #before = new Float64Array(8);
  readonly #thresholds: ActivityThresholds;

  constructor(thresholds: ActivityThresholds) {
    this.#thresholds = thresholds;
  }

  /** `toneFrames` is for how long a steady tone has lasted: it is no speech, and what it began was no word. */
  push(levels: Levels, toneFrames: number): void {
    const { aboveFloorDb, belowPeakDb } = this.#thresholds;
    const level = levels.nowDbfs;
    const threshold = Math.max(levels.floorDbfs + aboveFloorDb, levels.peakDbfs - belowPeakDb, LEAST_DBFS);
    this.loud = level > threshold && toneFrames === 0;
    if (toneFrames > 0 && this.speech && this.wordFrames <= WITHDRAW_FRAMES && toneFrames <= WITHDRAW_FRAMES)
      this.#withdrawWord();
    if (this.loud) {
      this.#gap = 0;
      this.#burst += 1;
      if (this.silenceFrames >= 0) this.silenceFrames += 1;
      if (this.speech) this.#lengthen(1);
      else if (this.#burst >= CLICK_FRAMES) this.#beginWord();
    } else {
      this.#gap += 1;
      if (this.#gap > 1) this.#burst = 0;
      if (this.#gap > HANGOVER_FRAMES) this.speech = false;
      if (this.silenceFrames >= 0) this.silenceFrames += 1;
    }
    this.#frames += 1;
  }

  #beginWord(): void {
    this.#before.set([
      this.onsetFrames,
      this.speechFrames,
      this.silenceFrames,
      this.longestWordFrames,
      this.longestPauseFrames,
      this.greetingFrames,
      this.lastPauseFrames,
      this.pauses,
    ]);
    this.speech = true;
    this.words += 1;
    if (this.onsetFrames < 0) this.onsetFrames = this.#frames + 1 - this.#burst;
    else {
      this.lastPauseFrames = this.silenceFrames - this.#burst;
      this.longestPauseFrames = Math.max(this.longestPauseFrames, this.lastPauseFrames);
      if (this.lastPauseFrames >= PAUSE_FRAMES) this.pauses += 1;
    }
    this.wordFrames = 0;
    this.#lengthen(this.#burst);
  }

  #withdrawWord(): void {
    const [
      onset = -1,
      speech = 0,
      silence = -1,
      longestWord = 0,
      longestPause = 0,
      greeting = 0,
      lastPause = 0,
      pauses = 0,
    ] = this.#before;
    this.silenceFrames = silence < 0 ? -1 : silence + this.wordFrames;
    this.onsetFrames = onset;
    this.speechFrames = speech;
    this.longestWordFrames = longestWord;
    this.longestPauseFrames = longestPause;
    this.greetingFrames = greeting;
    this.lastPauseFrames = lastPause;
    this.pauses = pauses;
    this.words -= 1;
    this.wordFrames = 0;
    this.speech = false;
  }

  #lengthen(frames: number): void {
    this.wordFrames += frames;
    this.speechFrames += frames;
    this.silenceFrames = 0;
    this.longestWordFrames = Math.max(this.longestWordFrames, this.wordFrames);
    if (this.words === 1) this.firstWordFrames = this.wordFrames;
    this.greetingFrames = this.#frames + 1 - this.onsetFrames;
  }

  visit(cursor: StateCursor): void {
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
    this.lastPauseFrames = cursor.number(this.lastPauseFrames);
    this.firstWordFrames = cursor.number(this.firstWordFrames);
    this.pauses = cursor.number(this.pauses);
    this.#frames = cursor.number(this.#frames);
    this.#burst = cursor.number(this.#burst);
    this.#gap = cursor.number(this.#gap);
    cursor.array(this.#before);
  }

  get silenceMs(): number {
    return Math.max(0, this.silenceFrames) * FRAME_MS;
  }

  get greetingMs(): number {
    return this.greetingFrames * FRAME_MS;
  }
}
