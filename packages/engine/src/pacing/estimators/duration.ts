/**
 * How long talk or wrap-up lasts, given how long it has lasted: a piecewise constant hazard over logarithmic bins (events
 * against exposure, so that what is still under way counts too), shrunk towards a lognormal whose scale is learnt first.
 */
import { lognormalHazard } from '../math/lognormal-hazard.ts';
import { lognormalSigma } from '../math/normal.ts';

export interface DurationState {
  /** Ends seen, a bin. */
  events: number[];
  /** Time spent, a bin, in unit milliseconds, by durations that have ended. */
  exposureMs: number[];
  /** Median of the lognormal towards which the hazards are shrunk, unit milliseconds. */
  medianMs: number;
}

/** Where a duration begins: a lognormal of this mean and coefficient of variation. */
export interface DurationPrior {
  readonly meanMs: number;
  readonly cv: number;
}

export const TALK_PRIOR: DurationPrior = { meanMs: 120_000, cv: 0.9 };
export const WRAP_UP_PRIOR: DurationPrior = { meanMs: 15_000, cv: 0.7 };

export const DURATION_BINS = 36;
const FIRST_EDGE_MS = 1000;
const BIN_RATIO = 1.25;
/** Remembers about this many durations. */
const MEMORY = 2000;
/** Weight of the prior median, in durations. */
const PRIOR_WEIGHT = 3;
/** Weight of the lognormal shape in each bin, in ends. */
const SHAPE_WEIGHT = 2;
/** … but no more than so many durations' time in the bin: where the shape says "never", a few early ends must tell otherwise. */
const SHAPE_DURATIONS = 20;

/** Left edges of the bins, and a last edge that closes them; unit milliseconds. */
const DURATION_EDGES_MS: readonly number[] = Array.from({ length: DURATION_BINS + 1 }, (_, i) =>
  i === 0 ? 0 : FIRST_EDGE_MS * BIN_RATIO ** (i - 1),
);
const LOG_RATIO = Math.log(BIN_RATIO);
const MIDDLES_MS: readonly number[] = Array.from(
  { length: DURATION_BINS },
  (_, bin) => ((DURATION_EDGES_MS[bin] ?? 0) + (DURATION_EDGES_MS[bin + 1] ?? 0)) / 2,
);
const LOG_MIDDLES: readonly number[] = MIDDLES_MS.map(Math.log);

function binOf(ms: number): number {
  if (ms < FIRST_EDGE_MS) return 0;
  return Math.min(DURATION_BINS - 1, 1 + Math.floor(Math.log(ms / FIRST_EDGE_MS) / LOG_RATIO + 1e-9));
}

export function freshDuration(prior: DurationPrior): DurationState {
  return {
    events: new Array<number>(DURATION_BINS).fill(0),
    exposureMs: new Array<number>(DURATION_BINS).fill(0),
    medianMs: priorMedianMs(prior),
  };
}

function priorMedianMs(prior: DurationPrior): number {
  return prior.meanMs / Math.sqrt(1 + prior.cv * prior.cv);
}

/** Learns one duration that ended after `ms` (unit milliseconds). */
export function learnDuration(state: DurationState, prior: DurationPrior, ms: number): void {
  const keep = 1 - 1 / MEMORY;
  const last = binOf(ms);
  for (let bin = 0; bin < DURATION_BINS; bin++) {
    const from = DURATION_EDGES_MS[bin] ?? 0;
    const spent = bin < last ? (DURATION_EDGES_MS[bin + 1] ?? 0) - from : bin === last ? ms - from : 0;
    state.exposureMs[bin] = (state.exposureMs[bin] ?? 0) * keep + spent;
    state.events[bin] = (state.events[bin] ?? 0) * keep + (bin === last ? 1 : 0);
  }
  state.medianMs = nextMedianMs(state.events, state.exposureMs, prior, state.medianMs);
}

/** One step towards the median under which as many ends are expected as were seen. */
function nextMedianMs(
  events: ArrayLike<number>,
  exposureMs: ArrayLike<number>,
  prior: DurationPrior,
  medianMs: number,
) {
  const sigma = lognormalSigma(prior.cv);
  const logMedian = Math.log(medianMs);
  let seen = PRIOR_WEIGHT;
  let expected = PRIOR_WEIGHT * (priorMedianMs(prior) / medianMs);
  for (let bin = 0; bin < DURATION_BINS; bin++) {
    seen += events[bin] ?? 0;
    const spent = exposureMs[bin] ?? 0;
    if (spent > 0) expected += spent * shapeHazard(bin, logMedian, sigma);
  }
  return medianMs * Math.min(1.5, Math.max(0.67, expected / seen));
}

function shapeHazard(bin: number, logMedian: number, sigma: number): number {
  return lognormalHazard(MIDDLES_MS[bin] ?? 1, ((LOG_MIDDLES[bin] ?? 0) - logMedian) / sigma, sigma);
}

/** Cumulative hazard at the bins' edges, entries 0..DURATION_BINS, with `underWayMs` counted as exposure without an end. */
export function cumulativeHazard(
  state: DurationState,
  prior: DurationPrior,
  underWayMs: ArrayLike<number>,
  into: Float64Array,
): Float64Array {
  const spent = exposureOf(underWayMs);
  for (let bin = 0; bin < DURATION_BINS; bin++) spent[bin] = (spent[bin] ?? 0) + (state.exposureMs[bin] ?? 0);
  let medianMs = state.medianMs;
  for (let step = 0; step < 3; step++) medianMs = nextMedianMs(state.events, spent, prior, medianMs);
  const sigma = lognormalSigma(prior.cv);
  const logMedian = Math.log(medianMs);
  into[0] = 0;
  for (let bin = 0; bin < DURATION_BINS; bin++) {
    const shape = shapeHazard(bin, logMedian, sigma);
    const width = (DURATION_EDGES_MS[bin + 1] ?? 0) - (DURATION_EDGES_MS[bin] ?? 0);
    const supposedMs = Math.min(SHAPE_WEIGHT / shape, SHAPE_DURATIONS * width);
    const hazard = ((state.events[bin] ?? 0) + supposedMs * shape) / ((spent[bin] ?? 0) + supposedMs);
    into[bin + 1] = (into[bin] ?? 0) + hazard * width;
  }
  return into;
}

/** Exposure of durations still under way, a bin: counted by the bin each has reached, then summed from the top. */
function exposureOf(elapsedMs: ArrayLike<number>): Float64Array {
  const spent = new Float64Array(DURATION_BINS);
  const reached = new Float64Array(DURATION_BINS);
  for (let i = 0; i < elapsedMs.length; i++) {
    const ms = elapsedMs[i] ?? 0;
    const bin = binOf(ms);
    spent[bin] = (spent[bin] ?? 0) + ms - (DURATION_EDGES_MS[bin] ?? 0);
    reached[bin] = (reached[bin] ?? 0) + 1;
  }
  let beyond = 0;
  for (let bin = DURATION_BINS - 1; bin >= 0; bin--) {
    const width = (DURATION_EDGES_MS[bin + 1] ?? 0) - (DURATION_EDGES_MS[bin] ?? 0);
    spent[bin] = (spent[bin] ?? 0) + beyond * width;
    beyond += reached[bin] ?? 0;
  }
  return spent;
}

/** The cumulative hazard at age `ms`, linear within a bin and beyond the last. */
export function hazardAt(cumulative: Float64Array, ms: number): number {
  const bin = binOf(ms);
  const from = DURATION_EDGES_MS[bin] ?? 0;
  const width = (DURATION_EDGES_MS[bin + 1] ?? 1) - from;
  const low = cumulative[bin] ?? 0;
  return low + (((cumulative[bin + 1] ?? 0) - low) * (ms - from)) / width;
}

/** The cumulative hazard at `from + i × step` for i = 0, 1, …: fills `into`, walking the bins instead of looking each up. */
export function hazardsFrom(cumulative: Float64Array, fromMs: number, stepMs: number, into: Float64Array): void {
  let bin = binOf(fromMs);
  let left = DURATION_EDGES_MS[bin] ?? 0;
  let right = DURATION_EDGES_MS[bin + 1] ?? 0;
  let low = cumulative[bin] ?? 0;
  let slope = ((cumulative[bin + 1] ?? 0) - low) / (right - left);
  for (let i = 0; i < into.length; i++) {
    const ms = fromMs + i * stepMs;
    while (ms >= right && bin < DURATION_BINS - 1) {
      bin += 1;
      left = right;
      right = DURATION_EDGES_MS[bin + 1] ?? 0;
      low = cumulative[bin] ?? 0;
      slope = ((cumulative[bin + 1] ?? 0) - low) / (right - left);
    }
    into[i] = low + slope * (ms - left);
  }
}
