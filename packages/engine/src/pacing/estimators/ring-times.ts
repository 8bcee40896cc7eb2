/**
 * When calls answer and when they fail, counted from launch: competing risks by the half second of age (Aalen and Johansen
 * 1978), so that calls still ringing count for as long as they have rung; the hazards begin from stated priors.
 */
import { lognormalCdf, lognormalSigma } from '../math/normal.ts';

export interface RingTimesState {
  /** Answers seen, by cell of age. */
  answered: number[];
  /** Answers that the prior curve, at the ratio believed then, would have brought. */
  expected: number[];
  failed: number[];
  /** Calls that rang through the cell (parts count as parts). */
  atRisk: number[];
}

/** Distribution functions at the cells' edges, entries 0..RING_CELLS, of those who answer and of those who do not. */
export interface RingCurves {
  readonly answeredBy: Float64Array;
  readonly failedBy: Float64Array;
  /** Ring exposure that a call has had by each edge: the answers that a ratio of 1 would owe, given its silence. */
  readonly exposureBy: Float64Array;
}

/** Cells of half a second (in the pacer's unit): 48 s in all; the last takes all that is later. */
export const RING_CELLS = 96;
export const RING_CELL_MS = 500;
/** Weight of the prior answer curve in a cell, in answers; of the prior failures, in calls. */
const PRIOR_ANSWERS_A_CELL = 0.5;
const PRIOR_CALLS = 4;
/** … but no more than so many answers would have brought there: where the prior says "hardly ever", a few must tell otherwise. */
const PRIOR_ANSWERS = 20;
const MEMORY_ANSWERS = 1500;
/** Calls that must have rung to a late age (12 s) for half of the trust in the curve. */
const TRUSTED_CALLS = 6;
const LATE_CELL = 24;

/** Prior of answers: post-dial delay and ringing together, lognormal, on the late side: silence then teaches slowly. */
const PRIOR_MEDIAN_MS = 14_000;
const PRIOR_CV = 0.5;
/** Part of the prior spread evenly, so that no age is ruled out. */
const PRIOR_EVEN = 0.04;
/** Prior of failures: a few fast ones (2–6 s), the rest at the time-out, within the three seconds of a post-dial delay. */
const PRIOR_FAST_SHARE = 0.15;

export interface RingPrior {
  readonly answers: Float64Array;
  readonly answeredBy: Float64Array;
  readonly failures: Float64Array;
  readonly failedBy: Float64Array;
}

/** The prior curves for a ring time-out, unit milliseconds. */
export function ringPrior(ringTimeoutMs: number): RingPrior {
  const sigma = lognormalSigma(PRIOR_CV);
  const cdf = (cell: number): number => lognormalCdf(cell * RING_CELL_MS, PRIOR_MEDIAN_MS, sigma);
  const timeout = Math.min(RING_CELLS - 6, Math.round(ringTimeoutMs / RING_CELL_MS));
  const end = timeout + 6;
  const answers = new Float64Array(RING_CELLS);
  const failures = new Float64Array(RING_CELLS);
  for (let cell = 0; cell < end; cell++) {
    answers[cell] = ((1 - PRIOR_EVEN) * (cdf(cell + 1) - cdf(cell))) / cdf(end) + PRIOR_EVEN / end;
    failures[cell] = cell >= timeout ? (1 - PRIOR_FAST_SHARE) / 6 : cell >= 4 && cell < 12 ? PRIOR_FAST_SHARE / 8 : 0;
  }
  return { answers, answeredBy: summed(answers), failures, failedBy: summed(failures) };
}

function summed(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length + 1);
  for (let i = 0; i < masses.length; i++) sums[i + 1] = (sums[i] ?? 0) + (masses[i] ?? 0);
  return sums;
}

export function freshRingTimes(): RingTimesState {
  const zeros = () => new Array<number>(RING_CELLS).fill(0);
  return { answered: zeros(), expected: zeros(), failed: zeros(), atRisk: zeros() };
}

export function ringCellOf(ms: number): number {
  return Math.min(RING_CELLS - 1, Math.max(0, Math.floor(ms / RING_CELL_MS)));
}

/** A call rang from one age to another without an end; ages in unit milliseconds, the ratio as believed now. */
export function learnRinging(state: RingTimesState, prior: RingPrior, fromMs: number, toMs: number, ratio: number) {
  for (let cell = ringCellOf(fromMs); cell <= ringCellOf(toMs); cell++) {
    const left = Math.max(fromMs, cell * RING_CELL_MS);
    const right = cell === RING_CELLS - 1 ? toMs : Math.min(toMs, (cell + 1) * RING_CELL_MS);
    const part = (right - left) / RING_CELL_MS;
    if (!(part > 0 && part < Number.POSITIVE_INFINITY)) continue;
    state.atRisk[cell] = (state.atRisk[cell] ?? 0) + part;
    state.expected[cell] = (state.expected[cell] ?? 0) + part * priorHazard(prior, cell, ratio);
  }
}

/** Chance that a call, silent when it enters the cell, answers in it: by the prior curves at this ratio. */
function priorHazard(prior: RingPrior, cell: number, ratio: number): number {
  const silent = ratio * (1 - (prior.answeredBy[cell] ?? 1)) + (1 - ratio) * (1 - (prior.failedBy[cell] ?? 1));
  return silent < 1e-6 ? 0 : Math.min(1, (ratio * (prior.answers[cell] ?? 0)) / silent);
}

export function learnRingEnd(state: RingTimesState, answered: boolean, ringMs: number): void {
  const ends = answered ? state.answered : state.failed;
  const cell = ringCellOf(ringMs);
  ends[cell] = (ends[cell] ?? 0) + 1;
  if (!answered) return;
  const keep = 1 - 1 / MEMORY_ANSWERS;
  for (const counts of [state.answered, state.expected, state.failed, state.atRisk]) {
    for (let i = 0; i < RING_CELLS; i++) counts[i] = (counts[i] ?? 0) * keep;
  }
}

/** Both curves at the ratio believed now: hazards by cell, walked from launch. */
export function ringCurves(state: RingTimesState, prior: RingPrior, ratio: number): RingCurves {
  const answeredBy = new Float64Array(RING_CELLS + 1);
  const failedBy = new Float64Array(RING_CELLS + 1);
  let silent = 1;
  for (let cell = 0; cell < RING_CELLS; cell++) {
    const supposed = Math.min(PRIOR_ANSWERS_A_CELL, PRIOR_ANSWERS * (prior.answers[cell] ?? 0));
    const seen = (state.answered[cell] ?? 0) + supposed;
    const against = (state.expected[cell] ?? 0) + supposed;
    let answers = against > 0 ? (priorHazard(prior, cell, ratio) * seen) / against : 0;
    const priorSilent = ratio * (1 - (prior.answeredBy[cell] ?? 1)) + (1 - ratio) * (1 - (prior.failedBy[cell] ?? 1));
    const failed = (state.failed[cell] ?? 0) + PRIOR_CALLS * (1 - ratio) * (prior.failures[cell] ?? 0);
    const risk = (state.atRisk[cell] ?? 0) + PRIOR_CALLS * priorSilent;
    let fails = risk < 1e-9 ? 1 : failed / risk;
    const ends = answers + fails;
    if (ends > 1) {
      answers /= ends;
      fails /= ends;
    }
    answeredBy[cell + 1] = (answeredBy[cell] ?? 0) + silent * answers;
    failedBy[cell + 1] = (failedBy[cell] ?? 0) + silent * fails;
    silent *= Math.max(0, 1 - answers - fails);
  }
  scaleToOne(answeredBy);
  scaleToOne(failedBy);
  return { answeredBy, failedBy, exposureBy: exposures(answeredBy, failedBy, ratio) };
}

function exposures(answeredBy: Float64Array, failedBy: Float64Array, ratio: number): Float64Array {
  const exposureBy = new Float64Array(RING_CELLS + 1);
  for (let cell = 0; cell < RING_CELLS; cell++) {
    const answered = answeredBy[cell] ?? 1;
    const silent = ratio * (1 - answered) + (1 - ratio) * (1 - (failedBy[cell] ?? 1));
    const owed = silent < 1e-3 ? 0 : ((answeredBy[cell + 1] ?? 1) - answered) / silent;
    exposureBy[cell + 1] = (exposureBy[cell] ?? 0) + owed;
  }
  return exposureBy;
}

/**
 * How far answers and silence tell of the ratio, 0 to 1: until calls have rung to the late ages, few answers may mean a low
 * ratio or late answers alike.
 */
export function curveTrust(state: RingTimesState): number {
  const late = state.atRisk[LATE_CELL] ?? 0;
  return late / (late + TRUSTED_CALLS);
}

function scaleToOne(cdf: Float64Array): void {
  const total = cdf[RING_CELLS] ?? 1;
  for (let i = 0; i <= RING_CELLS; i++) cdf[i] = (cdf[i] ?? 0) / total;
}

/** Linear between the edges; `ms` in unit milliseconds. */
export function cdfAt(cdf: Float64Array, ms: number): number {
  const x = ms / RING_CELL_MS;
  if (x <= 0) return 0;
  const cell = Math.floor(x);
  if (cell >= RING_CELLS) return cdf[RING_CELLS] ?? 1;
  const low = cdf[cell] ?? 0;
  return low + ((cdf[cell + 1] ?? 1) - low) * (x - cell);
}
