/** When calls answer and when they fail, counted from launch: two histograms that forget slowly and begin from stated priors. */
import { lognormalCdf, lognormalSigma } from '../math/normal.ts';

export interface RingTimesState {
  /** Counts a cell of half a unit second, since launch; the last cell takes all that is later. */
  answered: number[];
  failed: number[];
}

/** Cells of half a second (in the pacer's unit): 64 s in all. */
export const RING_CELLS = 128;
export const RING_CELL_MS = 500;
/** Weight of each prior, in calls. */
const PRIOR_CALLS = 8;
/** The histograms remember about this many calls. */
const MEMORY_CALLS = 2500;
/** Prior of answers: post-dial delay and ringing together, lognormal. */
const PRIOR_ANSWER_MEDIAN_MS = 11_000;
const PRIOR_ANSWER_CV = 0.5;
/** Prior of failures: a few fast ones, the rest within three seconds after the ring time-out. */
const PRIOR_FAST_SHARE = 0.15;

/** `ringTimeoutMs` in unit milliseconds. */
export function freshRingTimes(ringTimeoutMs: number): RingTimesState {
  const answered: number[] = [];
  const failed: number[] = [];
  const sigma = lognormalSigma(PRIOR_ANSWER_CV);
  const cdf = (cell: number): number => lognormalCdf(cell * RING_CELL_MS, PRIOR_ANSWER_MEDIAN_MS, sigma);
  const timeoutCell = Math.min(RING_CELLS - 7, Math.round(ringTimeoutMs / RING_CELL_MS));
  for (let cell = 0; cell < RING_CELLS; cell++) {
    const inTime = cell < timeoutCell + 6;
    answered.push(inTime ? PRIOR_CALLS * (cdf(cell + 1) - cdf(cell)) : 0);
    const fast = cell >= 4 && cell < 12 ? PRIOR_FAST_SHARE / 8 : 0;
    const late = cell >= timeoutCell && inTime ? (1 - PRIOR_FAST_SHARE) / 6 : 0;
    failed.push(PRIOR_CALLS * (fast + late));
  }
  return { answered, failed };
}

/** Counts one call that was answered (or failed) `ringMs` (unit milliseconds) after its launch. */
export function learnRingTime(histogram: number[], ringMs: number): void {
  const cell = Math.min(RING_CELLS - 1, Math.max(0, Math.floor(ringMs / RING_CELL_MS)));
  const keep = 1 - 1 / MEMORY_CALLS;
  for (let i = 0; i < RING_CELLS; i++) histogram[i] = (histogram[i] ?? 0) * keep;
  histogram[cell] = (histogram[cell] ?? 0) + 1;
}

/** The distribution function at the cells' edges, entries 0..RING_CELLS; the last is 1. */
export function ringCdf(histogram: readonly number[], into: Float64Array): Float64Array {
  let total = 0;
  for (let i = 0; i < RING_CELLS; i++) total += histogram[i] ?? 0;
  let sum = 0;
  for (let i = 0; i < RING_CELLS; i++) {
    into[i] = sum / total;
    sum += histogram[i] ?? 0;
  }
  into[RING_CELLS] = 1;
  return into;
}

/** Linear between the edges. */
export function cdfAt(cdf: Float64Array, ms: number): number {
  const x = ms / RING_CELL_MS;
  if (x <= 0) return 0;
  const cell = Math.floor(x);
  if (cell >= RING_CELLS) return 1;
  const low = cdf[cell] ?? 0;
  return low + ((cdf[cell + 1] ?? 1) - low) * (x - cell);
}
