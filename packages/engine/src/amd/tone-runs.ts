/** Follows tones over frames: the run under way, and the last ones with their frequencies, lengths and gaps. */
import type { FrameFacts } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** A stretch of one tone (or pair): times in frames since the answer, frequencies in hertz. */
export interface ToneRun {
  startFrame: number;
  frames: number;
  /** The one tone's mean frequency, or the middle of a pair. */
  hz: number;
  lowHz: number;
  highHz: number;
  levelDbfs: number;
  /** Root mean square of the frequency's steps, relative. */
  jitter: number;
  /** 1 where two frequencies explain it and one does not. */
  pair: number;
  /** By how much the tone test predicts its frames, mean, dB. */
  gainDb: number;
}

const FIELDS = 9;
const KEPT = 8;
const PURE_GAIN_DB = 12.5;
const PAIR_GAIN_DB = 18;
/** A pair of tones explains a frame so much better than one tone, or it is none, dB. */
const PAIR_OVER_PURE_DB = 6;
/** A run goes on over so many frames that are no tone (lost packets, phase reversals). */
const GLITCH_FRAMES = 2;
/** What is shorter is forgotten: the seam between two tones, a moment of speech. */
const LEAST_FRAMES = 3;
/** Frames of one run differ by no more than this, relative; glides are followed by their steps. */
const STEP = 0.06;

const emptyRun = (): ToneRun => ({
  startFrame: 0,
  frames: 0,
  hz: 0,
  lowHz: 0,
  highHz: 0,
  levelDbfs: -96,
  jitter: 0,
  pair: 0,
  gainDb: 0,
});

const FREQUENCY_LIMITS_HZ = [300, 2700] as const;

export class ToneRuns implements Stored {
  /** The run under way; its `frames` is 0 where there is none. */
  readonly current = emptyRun();
  /** True in the frame in which a run ended; {@link last} is that run. */
  ended = false;
  count = 0;
  /** Frames in which the sound kept within the band of V.21's higher channel, less those in which it did not. */
  keyedFrames = 0;
  readonly #past = new Float64Array(KEPT * FIELDS);
  #lastHz = 0;
  #missing = 0;

  push(facts: FrameFacts, frame: number): void {
    this.ended = false;
    const pair =
      facts.pairGainDb >= Math.max(PAIR_GAIN_DB, facts.toneGainDb + PAIR_OVER_PURE_DB) &&
      facts.pairHighHz < FREQUENCY_LIMITS_HZ[1] &&
      facts.pairLowHz > FREQUENCY_LIMITS_HZ[0];
    const pure = facts.toneGainDb >= PURE_GAIN_DB;
    const hz = facts.toneHz;
    const keyed = hz > 1600 && hz < 1900 && Math.max(facts.toneGainDb, facts.pairGainDb - 6) > 8;
    this.keyedFrames = keyed ? this.keyedFrames + 1 : Math.max(0, this.keyedFrames - 2);
    const tonal = (pure || pair) && hz > FREQUENCY_LIMITS_HZ[0] && hz < FREQUENCY_LIMITS_HZ[1];
    const run = this.current;
    const same = tonal && run.frames > 0 && Math.abs(hz - this.#lastHz) < STEP * this.#lastHz;
    if (same) {
      this.#extend(facts, pair, frame);
      return;
    }
    if (run.frames > 0) {
      this.#missing += 1;
      if (!tonal && this.#missing <= GLITCH_FRAMES) return;
      this.#finish();
    }
    if (tonal) this.#begin(facts, pair, frame);
  }

  #begin(facts: FrameFacts, pair: boolean, frame: number): void {
    const run = this.current;
    run.startFrame = frame;
    run.frames = 1;
    run.hz = facts.toneHz;
    run.lowHz = pair ? facts.pairLowHz : facts.toneHz;
    run.highHz = pair ? facts.pairHighHz : facts.toneHz;
    run.levelDbfs = facts.levelDbfs;
    run.jitter = 0;
    run.pair = pair ? 1 : 0;
    run.gainDb = Math.max(facts.toneGainDb, pair ? facts.pairGainDb : 0);
    this.#lastHz = facts.toneHz;
    this.#missing = 0;
  }

  #extend(facts: FrameFacts, pair: boolean, frame: number): void {
    const run = this.current;
    run.frames = frame + 1 - run.startFrame;
    const share = 1 / Math.min(run.frames, 20);
    const step = (facts.toneHz - this.#lastHz) / this.#lastHz;
    run.hz += share * (facts.toneHz - run.hz);
    run.lowHz += share * ((pair ? facts.pairLowHz : facts.toneHz) - run.lowHz);
    run.highHz += share * ((pair ? facts.pairHighHz : facts.toneHz) - run.highHz);
    run.levelDbfs = Math.max(run.levelDbfs, facts.levelDbfs);
    run.jitter += share * (Math.abs(step) - run.jitter);
    run.pair += share * ((pair ? 1 : 0) - run.pair);
    run.gainDb += share * (Math.max(facts.toneGainDb, pair ? facts.pairGainDb : 0) - run.gainDb);
    this.#lastHz = facts.toneHz;
    this.#missing = 0;
  }

  #finish(): void {
    const run = this.current;
    if (run.frames < LEAST_FRAMES) {
      run.frames = 0;
      return;
    }
    const at = (this.count % KEPT) * FIELDS;
    const { startFrame, frames, hz, lowHz, highHz, levelDbfs, jitter, pair, gainDb } = run;
    this.#past.set([startFrame, frames, hz, lowHz, highHz, levelDbfs, jitter, pair, gainDb], at);
    this.count += 1;
    this.ended = true;
    run.frames = 0;
  }

  /** The run that ended `back` runs ago (0: the last), or null where there is none or it is forgotten. */
  past(back: number): ToneRun | null {
    if (back >= Math.min(this.count, KEPT)) return null;
    const at = ((this.count - 1 - back) % KEPT) * FIELDS;
    const field = (i: number): number => this.#past[at + i] ?? 0;
    return {
      startFrame: field(0),
      frames: field(1),
      hz: field(2),
      lowHz: field(3),
      highHz: field(4),
      levelDbfs: field(5),
      jitter: field(6),
      pair: field(7),
      gainDb: field(8),
    };
  }

  visit(cursor: StateCursor): void {
    const run = this.current;
    run.startFrame = cursor.number(run.startFrame);
    run.frames = cursor.number(run.frames);
    run.hz = cursor.number(run.hz);
    run.lowHz = cursor.number(run.lowHz);
    run.highHz = cursor.number(run.highHz);
    run.levelDbfs = cursor.number(run.levelDbfs);
    run.jitter = cursor.number(run.jitter);
    run.pair = cursor.number(run.pair);
    run.gainDb = cursor.number(run.gainDb);
    this.ended = cursor.number(this.ended ? 1 : 0) === 1;
    this.count = cursor.number(this.count);
    this.keyedFrames = cursor.number(this.keyedFrames);
    cursor.array(this.#past);
    this.#lastHz = cursor.number(this.#lastHz);
    this.#missing = cursor.number(this.#missing);
  }
}
