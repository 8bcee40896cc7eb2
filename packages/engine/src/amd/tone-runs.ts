/** Follows tones over frames: the run under way, and the last ones with their frequencies, lengths and gaps. */
import type { FrameFacts } from './frame-analysis.ts';
import type { NoisyTone } from './noisy-tone.ts';
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

/** What a frame is taken for: its frequency (the middle of a pair), and by how much that explains it, dB. */
export interface ToneSight {
  tonal: boolean;
  /** The sound keeps within the band of V.21's higher channel. */
  keyed: boolean;
  hz: number;
  lowHz: number;
  highHz: number;
  pair: boolean;
  gainDb: number;
  levelDbfs: number;
}

export const noSight = (): ToneSight => ({
  tonal: false,
  keyed: false,
  hz: 0,
  lowHz: 0,
  highHz: 0,
  pair: false,
  gainDb: 0,
  levelDbfs: -96,
});

const FIELDS = 9;
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
const KEYED_HZ = [1600, 1900] as const;
/** A sine that explains so much of a frame's power is a tone in noise; it is 6 dB over it. */
const NOISY_SHARE = 0.8;
/** Keying jumps between two frequencies; so much of its power must be about the first estimate. */
const KEYED_HINT = 0.7;

/** A tone as nothing but a generator makes it: what beeps and the evidence go by. */
export function seePure(facts: FrameFacts, sight: ToneSight): void {
  const { toneHz, toneGainDb, pairLowHz, pairHighHz, pairGainDb } = facts;
  const pair =
    pairGainDb >= Math.max(PAIR_GAIN_DB, toneGainDb + PAIR_OVER_PURE_DB) &&
    pairHighHz < FREQUENCY_LIMITS_HZ[1] &&
    pairLowHz > FREQUENCY_LIMITS_HZ[0];
  sight.tonal =
    (toneGainDb >= PURE_GAIN_DB || pair) && toneHz > FREQUENCY_LIMITS_HZ[0] && toneHz < FREQUENCY_LIMITS_HZ[1];
  sight.keyed = toneHz > KEYED_HZ[0] && toneHz < KEYED_HZ[1] && Math.max(toneGainDb, pairGainDb - 6) > 8;
  sight.hz = toneHz;
  sight.lowHz = pair ? pairLowHz : toneHz;
  sight.highHz = pair ? pairHighHz : toneHz;
  sight.pair = pair;
  sight.gainDb = Math.max(toneGainDb, pair ? pairGainDb : 0);
  sight.levelDbfs = facts.levelDbfs;
}

/** A tone that noise may be on: what the tone bank goes by, which asks for cadences and frequencies that nobody speaks. */
export function seeNoisy(facts: FrameFacts, noisy: NoisyTone, sight: ToneSight): void {
  seePure(facts, sight);
  sight.keyed ||= noisy.firstHz > KEYED_HZ[0] && noisy.firstHz < KEYED_HZ[1] && noisy.hint > KEYED_HINT;
  if (noisy.share < NOISY_SHARE) return;
  sight.tonal = noisy.hz > FREQUENCY_LIMITS_HZ[0] && noisy.hz < FREQUENCY_LIMITS_HZ[1];
  sight.hz = sight.lowHz = sight.highHz = noisy.hz;
  sight.pair = noisy.pair;
  sight.gainDb = -10 * Math.log10(Math.max(1e-4, 1 - noisy.share));
}

export class ToneRuns implements Stored {
  /** The run under way; its `frames` is 0 where there is none. */
  readonly current = emptyRun();
  /** True in the frame in which a run ended; {@link last} is that run. */
  ended = false;
  count = 0;
  /** Frames in which the sound kept within the band of V.21's higher channel, less those in which it did not. */
  keyedFrames = 0;
  readonly #kept: number;
  readonly #past: Float64Array;
  #lastHz = 0;
  #missing = 0;

  /** `kept` runs are remembered. */
  constructor(kept: number) {
    this.#kept = kept;
    this.#past = new Float64Array(kept * FIELDS);
  }

  push(sight: ToneSight, frame: number): void {
    this.ended = false;
    const { tonal, hz, keyed } = sight;
    this.keyedFrames = keyed ? this.keyedFrames + 1 : Math.max(0, this.keyedFrames - 2);
    const run = this.current;
    const same = tonal && run.frames > 0 && Math.abs(hz - this.#lastHz) < STEP * this.#lastHz;
    if (same) {
      this.#extend(sight, frame);
      return;
    }
    if (run.frames > 0) {
      this.#missing += 1;
      if (!tonal && this.#missing <= GLITCH_FRAMES) return;
      this.#finish();
    }
    if (tonal) this.#begin(sight, frame);
  }

  #begin(sight: ToneSight, frame: number): void {
    const run = this.current;
    run.startFrame = frame;
    run.frames = 1;
    run.hz = sight.hz;
    run.lowHz = sight.lowHz;
    run.highHz = sight.highHz;
    run.levelDbfs = sight.levelDbfs;
    run.jitter = 0;
    run.pair = sight.pair ? 1 : 0;
    run.gainDb = sight.gainDb;
    this.#lastHz = sight.hz;
    this.#missing = 0;
  }

  #extend(sight: ToneSight, frame: number): void {
    const run = this.current;
    run.frames = frame + 1 - run.startFrame;
    const share = 1 / Math.min(run.frames, 20);
    const step = (sight.hz - this.#lastHz) / this.#lastHz;
    run.hz += share * (sight.hz - run.hz);
    run.lowHz += share * (sight.lowHz - run.lowHz);
    run.highHz += share * (sight.highHz - run.highHz);
    run.levelDbfs = Math.max(run.levelDbfs, sight.levelDbfs);
    run.jitter += share * (Math.abs(step) - run.jitter);
    run.pair += share * ((sight.pair ? 1 : 0) - run.pair);
    run.gainDb += share * (sight.gainDb - run.gainDb);
    this.#lastHz = sight.hz;
    this.#missing = 0;
  }

  #finish(): void {
    const run = this.current;
    if (run.frames < LEAST_FRAMES) {
      run.frames = 0;
      return;
    }
    const at = (this.count % this.#kept) * FIELDS;
    const { startFrame, frames, hz, lowHz, highHz, levelDbfs, jitter, pair, gainDb } = run;
    this.#past.set([startFrame, frames, hz, lowHz, highHz, levelDbfs, jitter, pair, gainDb], at);
    this.count += 1;
    this.ended = true;
    run.frames = 0;
  }

  /** The run that ended `back` runs ago (0: the last), or null where there is none or it is forgotten. */
  past(back: number): ToneRun | null {
    if (back >= Math.min(this.count, this.#kept)) return null;
    const at = ((this.count - 1 - back) % this.#kept) * FIELDS;
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
