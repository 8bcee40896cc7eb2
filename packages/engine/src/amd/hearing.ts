/** What a call sounds like so far: each frame analysed, its tones followed, the evidence kept up. */
import { Evidence } from './evidence.ts';
import { analyseFrame, FRAME_SAMPLES, noFacts } from './frame-analysis.ts';
import { findNoisyTone, noNoisyTone } from './noisy-tone.ts';
import type { StateCursor, Stored } from './stored.ts';
import { noSight, seeNoisy, seePure, ToneRuns } from './tone-runs.ts';

/**
 * So many frames of digital silence before the first sound are the path being switched through, or a packet that was lost, and no part
 * of the line's story. Machines too begin with it, and mostly for longer: each frame more would save people on slower paths and lose
 * machines (measured in docs/amd.md).
 */
const LEAD_FRAMES = 4;
const NOTHING_DBFS = -72;
/** A frame that is mostly offset says how large it is; what is smaller than this (−63 dBFS) no codec tells from silence. */
const OFFSET_SHARE = 0.5;
const LEAST_OFFSET = 24;
/** A frame without its offset; used at once. */
const centred = new Int16Array(FRAME_SAMPLES);

export class Hearing implements Stored {
  readonly facts = noFacts();
  /** Tones as pure as a beep's, and tones that noise may be on. */
  readonly pure = new ToneRuns(8);
  readonly noisy = new ToneRuns(4);
  readonly evidence = new Evidence();
  readonly #sight = noSight();
  readonly #noisyTone = noNoisyTone();
  /** What the line adds to every sample, as its pauses show. */
  #offset = 0;
  #begun = false;

  /** Hears 160 samples from `offset` on; with `searching` it looks for tones in noise too, which none but the tone bank wants. */
  push(samples: Int16Array, offset: number, frame: number, searching: boolean): void {
    const { facts, pure, noisy } = this;
    const isCentred = this.#analyse(samples, offset);
    this.#begun ||= frame >= LEAD_FRAMES || facts.levelDbfs > NOTHING_DBFS;
    if (!this.#begun) return;
    seePure(facts, this.#sight);
    pure.push(this.#sight, frame);
    if (searching) {
      if (isCentred) findNoisyTone(centred, 0, facts, this.#noisyTone);
      else findNoisyTone(samples, offset, facts, this.#noisyTone);
      seeNoisy(facts, this.#noisyTone, this.#sight);
      noisy.push(this.#sight, frame);
    }
    this.evidence.push(facts, pure.current, searching ? noisy.current : pure.current);
  }

  /** True where the frame had to be freed of the line's offset, and is in `centred` now. */
  #analyse(samples: Int16Array, offset: number): boolean {
    const { facts } = this;
    if (this.#offset === 0) analyseFrame(samples, offset, facts);
    else this.#analyseCentred(samples, offset);
    if (facts.meanShare > OFFSET_SHARE && Math.abs(facts.mean) >= LEAST_OFFSET) {
      this.#offset = Math.round(this.#offset + facts.mean);
      this.#analyseCentred(samples, offset);
    }
    return this.#offset !== 0;
  }

  #analyseCentred(samples: Int16Array, offset: number): void {
    for (let i = 0; i < FRAME_SAMPLES; i++)
      centred[i] = Math.max(-32_768, Math.min(32_767, (samples[offset + i] ?? 0) - this.#offset));
    analyseFrame(centred, 0, this.facts);
  }

  visit(cursor: StateCursor): void {
    this.facts.levelDbfs = cursor.number(this.facts.levelDbfs);
    this.#offset = cursor.number(this.#offset);
    this.#begun = cursor.number(this.#begun ? 1 : 0) === 1;
    this.pure.visit(cursor);
    this.noisy.visit(cursor);
    this.evidence.visit(cursor);
  }
}
