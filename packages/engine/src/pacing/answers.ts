/** When the calls in flight, and one launched now, will have brought a live person: chances by age and moment. */
import { cdfAt, RING_CELL_MS, RING_CELLS, type RingCurves, ringCellOf } from './estimators/ring-times.ts';
import { GRID_CELLS, GRID_STEP_MS, momentMs } from './grid.ts';

/** Groups of calls that are alike: how many, and the chance of a live person by each moment. */
export interface AnswerGroup {
  readonly calls: number;
  readonly chances: Float64Array;
}

export interface AnswerForecast {
  readonly groups: readonly AnswerGroup[];
  /** Chance that a call launched now has brought a live person by each moment. */
  readonly launched: Float64Array;
}

/** What a forecast of answers is made from; times in unit milliseconds. */
export interface AnswerModel extends RingCurves {
  readonly screeningMs: number;
  readonly liveShare: number;
}

/** How an answered call launched now is spread over the cells of the grid; sums to 1 (the last cell takes what is later). */
export function answerWeights(model: AnswerModel): Float64Array {
  const weights = new Float64Array(GRID_CELLS);
  for (let k = 0; k < GRID_CELLS; k++) {
    const from = cdfAt(model.answeredBy, k * GRID_STEP_MS - model.screeningMs);
    const to = k === GRID_CELLS - 1 ? 1 : cdfAt(model.answeredBy, (k + 1) * GRID_STEP_MS - model.screeningMs);
    weights[k] = to - from;
  }
  return weights;
}

/** Calls ringing, counted by the half second of their age. */
export function ringingByAge(ringingMs: readonly number[], unit: number): Uint32Array {
  const counts = new Uint32Array(RING_CELLS);
  for (const ms of ringingMs) {
    const cell = ringCellOf(ms / unit);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

export function answerForecast(
  model: AnswerModel,
  ratio: number,
  ringing: Uint32Array,
  screeningUnitMs: readonly number[],
): AnswerForecast {
  const groups: AnswerGroup[] = [];
  for (let cell = 0; cell < RING_CELLS; cell++) {
    const calls = ringing[cell] ?? 0;
    if (calls > 0) groups.push({ calls, chances: ringingChances(model, ratio, (cell + 0.5) * RING_CELL_MS) });
  }
  for (const elapsed of screeningUnitMs) groups.push({ calls: 1, chances: screeningChances(model, elapsed) });
  return { groups, launched: ringingChances(model, ratio, 0) };
}

/** Bayes: still silent at this age, will it answer by the moment? */
function ringingChances(model: AnswerModel, ratio: number, ageMs: number): Float64Array {
  const chances = new Float64Array(GRID_CELLS);
  const answered = cdfAt(model.answeredBy, ageMs);
  const silent = ratio * (1 - answered) + (1 - ratio) * (1 - cdfAt(model.failedBy, ageMs));
  if (silent < 1e-9) return chances;
  const scale = (ratio * model.liveShare) / silent;
  for (let k = 0; k < GRID_CELLS; k++) {
    const by = cdfAt(model.answeredBy, ageMs + momentMs(k) - model.screeningMs);
    chances[k] = Math.max(0, scale * (by - answered));
  }
  return chances;
}

/** A call under screening is released around the mean screening time, spread over a step. */
function screeningChances(model: AnswerModel, elapsedMs: number): Float64Array {
  const chances = new Float64Array(GRID_CELLS);
  const left = Math.max(0, model.screeningMs - elapsedMs);
  for (let k = 0; k < GRID_CELLS; k++) {
    chances[k] = model.liveShare * Math.min(1, Math.max(0, (momentMs(k) - left) / GRID_STEP_MS + 0.5));
  }
  return chances;
}
