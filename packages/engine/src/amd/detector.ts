/** The detector of one call: takes frames of 20 ms, says once what answered, and tells every beep. */
import type { DetectorView, ScreeningEvent, ScreeningRule, Verdict } from '../screening/screening.ts';
import { BeepFinder } from './beep.ts';
import { Classifier, chance, EVALUATION_FRAMES } from './classifier.ts';
import { FEATURES } from './evidence.ts';
import { explain } from './explain.ts';
import { loadForest } from './forest.ts';
import { FRAME_MS, FRAME_SAMPLES } from './frame-analysis.ts';
import { Hearing } from './hearing.ts';
import { HUMAN_FOREST, MACHINE_FOREST } from './model-data.ts';
import type { StateCursor, Stored } from './stored.ts';
import { findTone, heardProgress } from './tone-bank.ts';

const MACHINE = loadForest(MACHINE_FOREST);
const HUMAN = loadForest(HUMAN_FOREST);
/** Nobody has spoken by then: silence, or noise. Where the network's ringing was heard the wait is longer. */
const INITIAL_SILENCE_MS = 4500;
const INITIAL_SILENCE_AFTER_RINGING_MS = 7000;
/** A line whose floor is above this is noisy, dBFS. */
const NOISY_DBFS = -50;
/** Noise whose level deviates more than this may hide a voice, dB. */
const UNREST_DB = 2;

/** On a quiet line so many frames that are too faint for speech may yet be somebody. */
const FAINT_FRAMES = 10;

export class Detector implements Stored {
  readonly #hearing = new Hearing();
  readonly #beeps = new BeepFinder();
  readonly #classifier: Classifier;
  readonly #features = new Float64Array(FEATURES.length);
  #frame = 0;
  #decided = false;
  /** It rings on: the verdict that says so is not the last one. */
  #rang = false;
  /** The verdict was a tone of the network or of a fax: what is heard then is no beep. */
  #networkTone = false;

  constructor(rule: ScreeningRule = {}) {
    this.#classifier = new Classifier(MACHINE, HUMAN, rule);
  }

  /** Hears 160 samples from `offset` on; hands every event of this frame to `emit`. */
  push(samples: Int16Array, offset: number, emit: (event: ScreeningEvent) => void): void {
    const frame = this.#frame;
    this.#hearing.push(samples, offset, frame, !this.#decided);
    this.#frame = frame + 1;
    const { facts, pure, evidence } = this.#hearing;
    const greeted = evidence.any.speechFrames > 15;
    const began = this.#beeps.push(pure, facts, frame, evidence.levels.peakDbfs, greeted);
    if (!this.#decided) {
      const verdict = this.#decide(frame);
      if (verdict !== null) {
        this.#rang = verdict.label === 'ringback';
        this.#decided = !this.#rang;
        emit({ type: 'verdict', verdict });
      }
    }
    if (began >= 0 && !this.#networkTone) emit({ type: 'beep', atMs: began * FRAME_MS });
  }

  #decide(frame: number): Verdict | null {
    const decisionMs = (frame + 1) * FRAME_MS;
    const { noisy, evidence } = this.#hearing;
    const activity = evidence.any;
    const quiet = activity.silenceFrames < 0 ? frame : activity.silenceFrames;
    const tone = findTone(noisy, frame, activity.words, quiet);
    if (tone !== null && tone.label === 'ringback' && this.#rang) return null;
    if (tone !== null) {
      this.#networkTone = true;
      const kind = tone.sitKind === undefined ? {} : { sitKind: tone.sitKind };
      return { label: tone.label, decisionMs, confidence: 0.98, ...kind, reasons: [tone.reason] };
    }
    if (activity.words === 0) return this.#rang ? null : this.#nobody(decisionMs);
    if ((frame + 1) % EVALUATION_FRAMES !== 0) return null;
    evidence.fill(this.#features);
    const decision = this.#classifier.weigh(this.#features, decisionMs);
    if (decision === null) return null;
    this.#networkTone = false;
    return { ...decision, decisionMs, reasons: explain(decision, evidence) };
  }

  #nobody(decisionMs: number): Verdict | null {
    const usualMs = Math.min(INITIAL_SILENCE_MS, this.#classifier.maximumMs);
    const { noisy, evidence } = this.#hearing;
    const patienceMs = heardProgress(noisy) ? INITIAL_SILENCE_AFTER_RINGING_MS : usualMs;
    if (decisionMs < patienceMs) return null;
    const { floorDbfs } = evidence.levels;
    const reasons = [`nobody spoke in ${decisionMs} ms; the line's floor is ${Math.round(floorDbfs)} dBFS`];
    const quiet = floorDbfs <= NOISY_DBFS;
    // Somebody may speak below an unsteady noise, or very far away: that is for a person to hear.
    const somebody = quiet ? evidence.faintFrames >= FAINT_FRAMES : evidence.unrestDb > UNREST_DB;
    const label = somebody ? 'unknown' : quiet ? 'silence' : 'noise';
    return { label, decisionMs, confidence: 0.8, reasons };
  }

  get decided(): boolean {
    return this.#decided;
  }

  /** The chance that this is a person, 0 to 1, as the classifier last had it; it asks only in silence. */
  get personEvidence(): number {
    return chance(this.#classifier.humanLogit);
  }

  /** Frames heard. */
  get frames(): number {
    return this.#frame;
  }

  view(): DetectorView {
    const { facts, pure, evidence } = this.#hearing;
    const run = pure.current;
    const activity = evidence.any;
    return {
      elapsedMs: this.#frame * FRAME_MS,
      levelDbfs: facts.levelDbfs,
      floorDbfs: evidence.levels.floorDbfs,
      speech: activity.speech,
      tone: run.frames >= 3 ? toneName(run) : null,
      words: activity.words,
      greetingMs: activity.greetingMs,
      silenceMs: activity.silenceMs,
      machineEvidence: chance(this.#classifier.machineLogit),
      decided: this.#decided,
    };
  }

  visit(cursor: StateCursor): void {
    this.#frame = cursor.number(this.#frame);
    this.#decided = cursor.number(this.#decided ? 1 : 0) === 1;
    this.#rang = cursor.number(this.#rang ? 1 : 0) === 1;
    this.#networkTone = cursor.number(this.#networkTone ? 1 : 0) === 1;
    this.#hearing.visit(cursor);
    this.#beeps.visit(cursor);
    this.#classifier.visit(cursor);
  }
}

function toneName(run: { hz: number; lowHz: number; highHz: number; pair: number }): string {
  const round = (hz: number): string => String(Math.round(hz));
  return run.pair > 0.5 ? `${round(run.lowHz)} + ${round(run.highHz)} Hz` : `${round(run.hz)} Hz`;
}

/** Hears a whole recording at once, frame by frame; what is shorter than a frame at its end is not heard. */
export function hearAll(detector: Detector, samples: Int16Array, emit: (event: ScreeningEvent) => void): void {
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) detector.push(samples, at, emit);
}
