/**
 * The answer ratio, watched for changes: a Bayesian filter over "when did the present ratio begin" (Adams and MacKay 2007),
 * with a gamma posterior for each beginning (answers against ring exposure: calls that stay silent teach before they time out).
 */

export interface AnswerRatioState {
  /** Answers, ring exposure (in calls) and log weight of each possible beginning, oldest first. */
  answers: number[];
  exposure: number[];
  logWeight: number[];
  /** Answers and exposure over the longest memory: where a new beginning starts from. */
  longAnswers: number;
  longExposure: number;
  /** When evidence was last filtered, unit seconds; null before the first. */
  filteredS: number | null;
  /** Evidence that has not been filtered yet. */
  pendingAnswers: number;
  pendingExposure: number;
}

/** What the filter believes of the ratio: its mean, and two cases that stand for the whole belief. */
export interface AnswerRatioBelief {
  readonly mean: number;
  readonly cases: readonly { readonly ratio: number; readonly weight: number }[];
}

/** A cold start believes in a ratio of about 0.25, as if two answers in eight calls had been seen. */
const PRIOR_ANSWERS = 2;
const PRIOR_EXPOSURE = 8;
/** One change in this many seconds is what the filter expects. */
const SECONDS_BETWEEN_CHANGES = 1000;
/** Calls of the same second are alike: beyond this many, more of them say ever less. */
const CALLS_ALIKE_A_SECOND = 10;
/** Beginnings remembered; beyond that, the two that are most alike become one. */
const MOST_BEGINNINGS = 18;
/** What a beginning's weight counts for, as a power of it, when those most alike are looked for. */
const WEIGHT_POWER = 0.5;
/** Half of the beginnings are for the better: they start about three times as high, with less weight. */
const HIGH_ANSWERS = 1.5;
const HIGH_TIMES = 3;
/** No beginning remembers more calls than this. */
const LONGEST_MEMORY = 3000;
/** The jump that a stress test supposes: the odds of an answer so many times as high (10 % becomes 44 %) … */
const JUMP_ODDS = 7;
/** … or the ratio this much above the long run's, where the list stands low just now. */
const JUMP_OVER_LONG_RUN = 1.5;
const MIN_RATIO = 0.002;
const MAX_RATIO = 0.95;
/** A ratio known better than this (coefficient of variation) is taken as known. */
const WELL_KNOWN = 0.03;

export function freshAnswerRatio(): AnswerRatioState {
  return {
    answers: [PRIOR_ANSWERS],
    exposure: [PRIOR_EXPOSURE],
    logWeight: [0],
    longAnswers: PRIOR_ANSWERS,
    longExposure: PRIOR_EXPOSURE,
    filteredS: null,
    pendingAnswers: 0,
    pendingExposure: 0,
  };
}

export function countAnswer(state: AnswerRatioState): void {
  state.pendingAnswers += 1;
}

/** Adds ring exposure (in calls) up to a time in unit seconds; evidence is filtered in steps of about a call or a second. */
export function learnAnswerRatio(state: AnswerRatioState, exposure: number, trust: number, atS: number): void {
  if (!(exposure >= 0 && exposure < Number.POSITIVE_INFINITY) || !Number.isFinite(atS)) return;
  state.pendingExposure += exposure;
  const { pendingAnswers, pendingExposure } = state;
  const spentS = Math.max(0, atS - (state.filteredS ?? atS));
  state.filteredS ??= atS;
  if (pendingAnswers + pendingExposure < 1) return;
  const part = trust / (1 + (pendingAnswers + pendingExposure) / (CALLS_ALIKE_A_SECOND * Math.max(0.25, spentS)));
  filter(state, pendingAnswers * part, pendingExposure * part, 1 - Math.exp(-spentS / SECONDS_BETWEEN_CHANGES));
  state.pendingAnswers = 0;
  state.pendingExposure = 0;
  state.filteredS = atS;
}

/**
 * The two cases match the belief's mean, variance and skewness (Gauss's quadrature with two nodes), so that a small chance
 * of a much higher ratio stays one.
 */
export function answerRatioBelief(state: AnswerRatioState): AnswerRatioBelief {
  let weights = 0;
  let first = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < state.answers.length; i++) {
    const a = state.answers[i] ?? 0;
    const b = state.exposure[i] ?? 1;
    const w = Math.exp(state.logWeight[i] ?? 0);
    const x = a / b;
    weights += w;
    first += w * x;
    second += (w * x * (a + 1)) / b;
    third += (w * x * (a + 1) * (a + 2)) / (b * b);
  }
  const mean = first / weights;
  const variance = second / weights - mean * mean;
  const sigma = Math.sqrt(Math.max(0, variance));
  if (sigma < WELL_KNOWN * mean) return { mean: within(mean), cases: [{ ratio: within(mean), weight: 1 }] };
  const skew = (third / weights - 3 * mean * variance - mean ** 3) / (variance * sigma);
  const root = Math.sqrt(1 + (skew * skew) / 4);
  const high = (1 - skew / 2 / root) / 2;
  return {
    mean: within(mean),
    cases: [
      { ratio: within(mean + sigma * (skew / 2 + root)), weight: high },
      { ratio: within(mean + sigma * (skew / 2 - root)), weight: 1 - high },
    ],
  };
}

/** The ratio that the stress test supposes: much better odds than now, or above what this list has brought in the long run. */
export function ratioAfterJump(state: AnswerRatioState, mean: number): number {
  const odds = JUMP_ODDS * mean;
  return within(Math.max(odds / (1 - mean + odds), (JUMP_OVER_LONG_RUN * state.longAnswers) / state.longExposure));
}

function within(ratio: number): number {
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio));
}

/** Log of the negative binomial predictive P(answers | a, b, exposure), without the terms that all beginnings share. */
function logPredictive(a: number, b: number, answers: number, exposure: number): number {
  let sum = a * Math.log(b / (b + exposure)) - answers * Math.log(b + exposure);
  for (let i = 0; i < answers; i++) sum += Math.min(1, answers - i) * Math.log(a + i);
  return sum;
}

function filter(state: AnswerRatioState, answers: number, exposure: number, change: number): void {
  const { logWeight } = state;
  const priorExposure = (PRIOR_ANSWERS * state.longExposure) / state.longAnswers;
  const born = Math.log(Math.max(change, 1e-9) / 2) + logPredictive(PRIOR_ANSWERS, priorExposure, answers, exposure);
  const highExposure = (HIGH_ANSWERS * state.longExposure) / (HIGH_TIMES * state.longAnswers);
  const bornHigh = Math.log(Math.max(change, 1e-9) / 2) + logPredictive(HIGH_ANSWERS, highExposure, answers, exposure);
  let best = Math.max(born, bornHigh);
  for (let i = 0; i < logWeight.length; i++) {
    const a = state.answers[i] ?? 0;
    const b = state.exposure[i] ?? 1;
    const w = (logWeight[i] ?? 0) + Math.log(1 - change) + logPredictive(a, b, answers, exposure);
    const keep = b > LONGEST_MEMORY ? LONGEST_MEMORY / b : 1;
    logWeight[i] = w;
    state.answers[i] = (a + answers) * keep;
    state.exposure[i] = (b + exposure) * keep;
    if (w > best) best = w;
  }
  const keep = state.longExposure > LONGEST_MEMORY ? LONGEST_MEMORY / state.longExposure : 1;
  state.longAnswers = (state.longAnswers + answers) * keep;
  state.longExposure = (state.longExposure + exposure) * keep;
  logWeight.push(born, bornHigh);
  state.answers.push(PRIOR_ANSWERS + answers, HIGH_ANSWERS + answers);
  state.exposure.push(priorExposure + exposure, highExposure + exposure);
  normalise(state, best);
  while (logWeight.length > MOST_BEGINNINGS) mergeMostAlike(state);
}

/** Weights sum to 1, as the filter's recursion wants. */
function normalise(state: AnswerRatioState, best: number): void {
  const { logWeight } = state;
  let sum = 0;
  for (const w of logWeight) sum += Math.exp(w - best);
  const shift = best + Math.log(sum);
  for (let i = 0; i < logWeight.length; i++) logWeight[i] = Math.max(-60, (logWeight[i] ?? 0) - shift);
}

/**
 * Makes one of the two beginnings that are most alike. To forget the least likely instead would forget every new beginning
 * before its first answers come: a ring time passes until a change shows, and each starts with a weight of a thousandth.
 */
function mergeMostAlike(state: AnswerRatioState): void {
  const { answers, exposure, logWeight } = state;
  let least = Number.POSITIVE_INFINITY;
  let one = 0;
  let other = 1;
  for (let i = 1; i < logWeight.length; i++) {
    const a = (answers[i] ?? 0) / (exposure[i] ?? 1);
    const w = logWeight[i] ?? 0;
    for (let j = 0; j < i; j++) {
      const b = (answers[j] ?? 0) / (exposure[j] ?? 1);
      const apart = (a - b) / (a + b);
      const cost = apart * apart * Math.exp(WEIGHT_POWER * Math.min(w, logWeight[j] ?? 0));
      if (cost >= least) continue;
      least = cost;
      one = j;
      other = i;
    }
  }
  const top = Math.max(logWeight[one] ?? 0, logWeight[other] ?? 0);
  const w = Math.exp((logWeight[one] ?? 0) - top);
  const v = Math.exp((logWeight[other] ?? 0) - top);
  answers[one] = (w * (answers[one] ?? 0) + v * (answers[other] ?? 0)) / (w + v);
  exposure[one] = (w * (exposure[one] ?? 0) + v * (exposure[other] ?? 0)) / (w + v);
  logWeight[one] = top + Math.log(w + v);
  answers.splice(other, 1);
  exposure.splice(other, 1);
  logWeight.splice(other, 1);
}
