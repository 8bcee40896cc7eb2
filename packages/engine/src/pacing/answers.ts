/** When the calls in flight, and one launched now, will have brought a live person: chances by age and moment. */
import { cdfAt, RING_CELL_MS, RING_CELLS, type RingCurves, ringCellOf } from './estimators/ring-times.ts';
import { GRID_CELLS, GRID_STEP_MS, momentMs } from './grid.ts';

/** What a forecast of answers is made from; times in unit milliseconds. */
export interface AnswerModel extends RingCurves {
  readonly screeningMs: number;
  readonly liveShare: number;
}

/** Half seconds of screening that are told apart. */
const SCREENING_CELLS = 24;
const MOST_GROUPS = RING_CELLS + SCREENING_CELLS;

/**
 * Calls by groups of like age: how many, and their chance of a live person by each moment. The chance of a ringing call is
 * its `scale` (which depends on the answer ratio) times its `part` (which does not). Reused by decisions.
 */
export class Answers {
  groups = 0;
  calls = 0;
  readonly counts = new Uint32Array(MOST_GROUPS);
  readonly parts = new Float64Array(MOST_GROUPS * GRID_CELLS);
  readonly scales = new Float64Array(MOST_GROUPS);
  /** The same for a call launched now. */
  readonly launchedParts = new Float64Array(GRID_CELLS);
  launchedScale = 0;
  /** How an answered call launched now is spread over the cells of the grid; sums to 1, the last takes what is later. */
  readonly weights = new Float64Array(GRID_CELLS);
  readonly #ages = new Float64Array(MOST_GROUPS);
  readonly #byAge = new Uint32Array(RING_CELLS);
  #ringingGroups = 0;

  forecast(model: AnswerModel, ringingMs: readonly number[], screeningMs: readonly number[], unit: number): void {
    this.#byAge.fill(0);
    for (const ms of ringingMs) {
      const cell = ringCellOf(ms / unit);
      this.#byAge[cell] = (this.#byAge[cell] ?? 0) + 1;
    }
    this.groups = 0;
    this.calls = ringingMs.length + screeningMs.length;
    for (let cell = 0; cell < RING_CELLS; cell++) {
      const count = this.#byAge[cell] ?? 0;
      if (count === 0) continue;
      const age = (cell + 0.5) * RING_CELL_MS;
      this.#ages[this.groups] = age;
      this.counts[this.groups] = count;
      ringingParts(model, age, this.parts, this.groups * GRID_CELLS);
      this.groups += 1;
    }
    this.#ringingGroups = this.groups;
    this.#screening(model, screeningMs, unit);
    ringingParts(model, 0, this.launchedParts, 0);
    let before = 0;
    for (let k = 0; k < GRID_CELLS; k++) {
      const by = k === GRID_CELLS - 1 ? 1 : cdfAt(model.answeredBy, (k + 1) * GRID_STEP_MS - model.screeningMs);
      this.weights[k] = by - before;
      before = by;
    }
  }

  /** Takes the answer ratio as this: Bayes for each age, given that the call is still silent. */
  suppose(model: AnswerModel, ratio: number): void {
    for (let g = 0; g < this.#ringingGroups; g++) this.scales[g] = scaleAt(model, ratio, this.#ages[g] ?? 0);
    for (let g = this.#ringingGroups; g < this.groups; g++) this.scales[g] = 1;
    this.launchedScale = scaleAt(model, ratio, 0);
  }

  /** Calls under screening are released around the mean screening time, spread over a step. */
  #screening(model: AnswerModel, screeningMs: readonly number[], unit: number): void {
    this.#byAge.fill(0, 0, SCREENING_CELLS);
    for (const ms of screeningMs) {
      const cell = Math.min(SCREENING_CELLS - 1, ringCellOf(ms / unit));
      this.#byAge[cell] = (this.#byAge[cell] ?? 0) + 1;
    }
    for (let cell = 0; cell < SCREENING_CELLS && screeningMs.length > 0; cell++) {
      const count = this.#byAge[cell] ?? 0;
      if (count === 0) continue;
      const left = Math.max(0, model.screeningMs - (cell + 0.5) * RING_CELL_MS);
      this.counts[this.groups] = count;
      for (let k = 0; k < GRID_CELLS; k++) {
        const released = Math.min(1, Math.max(0, (momentMs(k) - left) / GRID_STEP_MS + 0.5));
        this.parts[this.groups * GRID_CELLS + k] = model.liveShare * released;
      }
      this.groups += 1;
    }
  }

  /** Mean number of live people that the calls in flight and `launch` more bring by moment `k`. */
  expected(k: number, launch: number): number {
    let sum = launch * this.launchedScale * (this.launchedParts[k] ?? 0);
    for (let g = 0; g < this.groups; g++) {
      sum += (this.counts[g] ?? 0) * (this.scales[g] ?? 0) * (this.parts[g * GRID_CELLS + k] ?? 0);
    }
    return sum;
  }
}

function ringingParts(model: AnswerModel, ageMs: number, into: Float64Array, at: number): void {
  const answered = cdfAt(model.answeredBy, ageMs);
  for (let k = 0; k < GRID_CELLS; k++) {
    into[at + k] = Math.max(0, cdfAt(model.answeredBy, ageMs + momentMs(k) - model.screeningMs) - answered);
  }
}

function scaleAt(model: AnswerModel, ratio: number, ageMs: number): number {
  const answered = cdfAt(model.answeredBy, ageMs);
  const silent = ratio * (1 - answered) + (1 - ratio) * (1 - cdfAt(model.failedBy, ageMs));
  return silent < 1e-6 ? 0 : (ratio * model.liveShare) / silent;
}
