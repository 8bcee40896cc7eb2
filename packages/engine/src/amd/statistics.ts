/** Means and deviations over the frames that are speech and those that are not: how the voice and the line sound. */
import type { FrameFacts } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** Columns of the sums: a count, then sum and sum of squares of each figure. */
const SPEECH_FIGURES = 7;
const LINE_FIGURES = 3;

export class Statistics implements Stored {
  readonly #speech = new Float64Array(1 + 2 * SPEECH_FIGURES);
  readonly #line = new Float64Array(1 + 2 * LINE_FIGURES);
  /** Before anybody spoke: count, sum and squares of the level. */
  readonly #before = new Float64Array(3);
  #digitalSilence = 0;
  #voiced = 0;
  #lastLevel = -72;
  #lastR1 = 0;
  /** Syllables: rises of 4 dB after a fall of 4 dB. */
  syllables = 0;
  #valley = -72;
  #crest = -72;
  #rising = 0;

  push(facts: FrameFacts, level: number, loud: boolean, begun: boolean, momentDbfs: number): void {
    if (facts.levelDbfs < -80) this.#digitalSilence += 1;
    if (loud) {
      if (facts.r1 > 0.6 && facts.toneGainDb > 5) this.#voiced += 1;
      const s = this.#speech;
      s[0] = (s[0] ?? 0) + 1;
      add(s, 0, level);
      add(s, 1, Math.abs(level - this.#lastLevel));
      add(s, 2, facts.r1);
      add(s, 3, facts.crossings);
      add(s, 4, facts.toneGainDb);
      add(s, 5, Math.abs(facts.r1 - this.#lastR1));
      add(s, 6, facts.r2);
    } else {
      const l = this.#line;
      l[0] = (l[0] ?? 0) + 1;
      add(l, 0, level);
      add(l, 1, facts.r1);
      add(l, 2, facts.r2);
      if (!begun) {
        const b = this.#before;
        b[0] = (b[0] ?? 0) + 1;
        add(b, 0, level);
      }
    }
    this.#lastLevel = level;
    this.#lastR1 = facts.r1;
    this.#countSyllable(momentDbfs, begun);
  }

  #countSyllable(level: number, begun: boolean): void {
    if (this.#rising === 1) {
      this.#crest = Math.max(this.#crest, level);
      if (level < this.#crest - 3) {
        this.#rising = 0;
        this.#valley = level;
        if (begun) this.syllables += 1;
      }
    } else {
      this.#valley = Math.min(this.#valley, level);
      if (level > this.#valley + 3) {
        this.#rising = 1;
        this.#crest = level;
      }
    }
  }

  /** How unsteady the line was before anybody spoke, dB. */
  get unrestDb(): number {
    const [n = 0, sum = 0, squares = 0] = this.#before;
    const mean = sum / Math.max(1, n);
    return Math.sqrt(Math.max(0, squares / Math.max(1, n) - mean * mean));
  }

  /** Writes 25 figures from `at` on; what has not been heard is 0. */
  fill(features: Float64Array, at: number): number {
    let i = at;
    for (let figure = 0; figure < SPEECH_FIGURES; figure++) i = moments(this.#speech, figure, features, i);
    for (let figure = 0; figure < LINE_FIGURES; figure++) i = moments(this.#line, figure, features, i);
    i = moments(this.#before, 0, features, i);
    features[i++] = this.#digitalSilence;
    features[i++] = this.#voiced / Math.max(1, this.#speech[0] ?? 0);
    features[i++] = this.syllables;
    return i;
  }

  visit(cursor: StateCursor): void {
    cursor.array(this.#speech);
    cursor.array(this.#line);
    cursor.array(this.#before);
    this.#digitalSilence = cursor.number(this.#digitalSilence);
    this.#voiced = cursor.number(this.#voiced);
    this.#lastLevel = cursor.number(this.#lastLevel);
    this.#lastR1 = cursor.number(this.#lastR1);
    this.syllables = cursor.number(this.syllables);
    this.#valley = cursor.number(this.#valley);
    this.#crest = cursor.number(this.#crest);
    this.#rising = cursor.number(this.#rising);
  }
}

function add(sums: Float64Array, figure: number, value: number): void {
  sums[1 + 2 * figure] = (sums[1 + 2 * figure] ?? 0) + value;
  sums[2 + 2 * figure] = (sums[2 + 2 * figure] ?? 0) + value * value;
}

/** Mean and deviation of a figure. */
function moments(sums: Float64Array, figure: number, features: Float64Array, at: number): number {
  const n = Math.max(1, sums[0] ?? 0);
  const mean = (sums[1 + 2 * figure] ?? 0) / n;
  features[at] = mean;
  features[at + 1] = Math.sqrt(Math.max(0, (sums[2 + 2 * figure] ?? 0) / n - mean * mean));
  return at + 2;
}
