/** The detector of one call: takes frames of 20 ms, says once what answered, and tells every beep. */
import type { DetectorView, ScreeningEvent, Verdict } from '../screening/screening.ts';
import { BeepFinder } from './beep.ts';
import { Evidence } from './evidence.ts';
import { analyseFrame, FRAME_MS, FRAME_SAMPLES, noFacts } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';
import { timingVerdict } from './timing.ts';
import { findTone } from './tone-bank.ts';
import { ToneRuns } from './tone-runs.ts';

export class Detector implements Stored {
  readonly #facts = noFacts();
  readonly #runs = new ToneRuns();
  readonly #evidence = new Evidence();
  readonly #beeps = new BeepFinder();
  #frame = 0;
  #decided = false;
  /** The verdict was a tone of the network or of a fax: what is heard then is no beep. */
  #networkTone = false;

  /** Hears 160 samples from `offset` on; hands every event of this frame to `emit`. */
  push(samples: Int16Array, offset: number, emit: (event: ScreeningEvent) => void): void {
    const frame = this.#frame;
    analyseFrame(samples, offset, this.#facts);
    this.#runs.push(this.#facts, frame);
    this.#evidence.push(this.#facts, this.#runs);
    this.#frame = frame + 1;
    const greeted = this.#evidence.any.speechFrames > 15;
    const began = this.#beeps.push(this.#runs, this.#facts, frame, this.#evidence.levels.peakDbfs, greeted);
    if (!this.#decided) this.#decide(frame, began >= 0, emit);
    if (began >= 0 && !this.#networkTone) emit({ type: 'beep', atMs: began * FRAME_MS });
  }

  #decide(frame: number, beep: boolean, emit: (event: ScreeningEvent) => void): void {
    const elapsedMs = (frame + 1) * FRAME_MS;
    const activity = this.#evidence.any;
    const quiet = activity.silenceFrames < 0 ? frame : activity.silenceFrames;
    const tone = findTone(this.#runs, frame, activity.words, quiet);
    let verdict: Verdict | null;
    if (tone !== null) {
      const kind = tone.sitKind === undefined ? {} : { sitKind: tone.sitKind };
      verdict = { label: tone.label, decisionMs: elapsedMs, confidence: 0.98, ...kind, reasons: [tone.reason] };
    } else verdict = timingVerdict(this.#evidence, this.#runs, beep, elapsedMs);
    if (verdict === null) return;
    this.#decided = true;
    this.#networkTone = tone !== null;
    emit({ type: 'verdict', verdict });
  }

  get decided(): boolean {
    return this.#decided;
  }

  /** Frames heard. */
  get frames(): number {
    return this.#frame;
  }

  view(): DetectorView {
    const run = this.#runs.current;
    const activity = this.#evidence.any;
    return {
      elapsedMs: this.#frame * FRAME_MS,
      levelDbfs: this.#facts.levelDbfs,
      floorDbfs: this.#evidence.levels.floorDbfs,
      speech: activity.speech,
      tone: run.frames >= 3 ? toneName(run) : null,
      words: activity.words,
      greetingMs: activity.greetingMs,
      silenceMs: activity.silenceMs,
      machineEvidence: 0.5,
      decided: this.#decided,
    };
  }

  visit(cursor: StateCursor): void {
    this.#frame = cursor.number(this.#frame);
    this.#decided = cursor.number(this.#decided ? 1 : 0) === 1;
    this.#networkTone = cursor.number(this.#networkTone ? 1 : 0) === 1;
    this.#facts.levelDbfs = cursor.number(this.#facts.levelDbfs);
    this.#runs.visit(cursor);
    this.#evidence.visit(cursor);
    this.#beeps.visit(cursor);
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
