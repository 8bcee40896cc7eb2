/** The forecasting mode: launch the next call while the risk that it finds nobody stays under what the budget allows. */
import { type AnswerModel, answerForecast, answerWeights, ringingByAge } from './answers.ts';
import { agentFactor } from './estimators/agent-factor.ts';
import { type AnswerRatioBelief, answerRatioBelief } from './estimators/answer-ratio.ts';
import { cumulativeHazard, DURATION_BINS, TALK_PRIOR, WRAP_UP_PRIOR } from './estimators/duration.ts';
import { type RingPrior, ringCurves } from './estimators/ring-times.ts';
import { liveShare } from './estimators/screening.ts';
import type { EstimatorState } from './estimators/state.ts';
import { type FreeAgents, freeAgents } from './free-agents.ts';
import { GRID_CELLS, momentMs } from './grid.ts';
import type { PacerSettings } from './options.ts';
import { type Standing, shortage } from './shortage.ts';
import type { PacingSnapshot } from './types.ts';

/** What the forecast says; the launch is before caps. */
export interface Forecast {
  readonly launch: number;
  readonly risk: number;
  readonly expectedFreeAgents: number;
  readonly expectedAnswers: number;
}

/** Most calls that one decision adds. */
const MOST_AT_ONCE = 64;
/** An answer ratio known better than this (coefficient of variation) is taken as known. */
const WELL_KNOWN = 0.04;
const MAX_RATIO = 0.95;
/** Weight of answers below which a moment is not looked at. */
const NEGLIGIBLE = 0.01;

export function predictiveLaunch(
  estimators: EstimatorState,
  settings: PacerSettings,
  ringPrior: RingPrior,
  snapshot: PacingSnapshot,
  riskAllowed: number,
  floor: number,
): Forecast {
  const { unit } = settings;
  const belief = answerRatioBelief(estimators.answerRatio);
  const model: AnswerModel = {
    ...ringCurves(estimators.ringTimes, ringPrior, belief.mean),
    screeningMs: estimators.screening.meanMs,
    liveShare: liveShare(estimators.screening),
  };
  const free = busyAgents(estimators, snapshot, unit, settings.connectWithinMs / unit);
  const screening = snapshot.calls.screeningMs.map((ms) => ms / unit);
  const ringing = ringingByAge(snapshot.calls.ringingMs, unit);
  const answers = answerForecast(model, belief.mean, ringing, screening);
  const standing = standingOf(snapshot, settings, free);
  const weights = answerWeights(model);
  const cases = ratioCases(belief).map(([weight, ratio]) => ({
    weight,
    short: shortage(free, answerForecast(model, ratio, ringing, screening), standing),
  }));
  const riskOf = (extra: number): number => {
    let risk = 0;
    for (const { weight, short } of cases) risk += weight * averageRisk(short.at, weights, extra);
    return risk;
  };

  let launch = floor;
  let risk = riskOf(launch);
  while (launch < floor + MOST_AT_ONCE && risk < riskAllowed) {
    launch += 1;
    risk = riskOf(launch);
  }
  return { launch, risk, ...expectations(model, weights, free, answers, standing, launch) };
}

/**
 * The belief about the answer ratio as three cases, each [weight, ratio]: Gauss and Hermite's nodes for its logarithm.
 * A risk averaged over them pays for what is not known: answers then come together or not at all.
 */
function ratioCases({ mean, cv }: AnswerRatioBelief): (readonly [number, number])[] {
  if (cv < WELL_KNOWN) return [[1, mean]];
  const variance = Math.log(1 + cv * cv);
  const middle = mean * Math.exp(-variance / 2);
  const factor = Math.exp(Math.sqrt(3 * variance));
  return [
    [2 / 3, Math.min(MAX_RATIO, middle)],
    [1 / 6, Math.min(MAX_RATIO, middle * factor)],
    [1 / 6, middle / factor],
  ];
}

/** The next call's risk after `extra` others, averaged over when it answers. */
function averageRisk(at: (cell: number, extra: number) => number, weights: Float64Array, extra: number): number {
  let risk = 0;
  let mass = 0;
  for (let k = 0; k < GRID_CELLS; k++) {
    const weight = weights[k] ?? 0;
    if (weight < NEGLIGIBLE) continue;
    risk += weight * at(k, extra);
    mass += weight;
  }
  return mass === 0 ? 1 : risk / mass;
}

function busyAgents(estimators: EstimatorState, snapshot: PacingSnapshot, unit: number, graceMs: number): FreeAgents {
  const { talking } = snapshot.agents;
  const talkingMs = (talking?.map((agent) => agent.elapsedMs) ?? snapshot.agents.talkingMs).map((ms) => ms / unit);
  const wrapUpMs = snapshot.agents.wrapUpMs.map((ms) => ms / unit);
  const factors = talking?.map((agent) => agentFactor(estimators.agentFactor, agent.agentId)) ?? [];
  const edges = DURATION_BINS + 1;
  const talk = cumulativeHazard(estimators.talk, TALK_PRIOR, talkingMs, new Float64Array(edges));
  const wrapUp = cumulativeHazard(estimators.wrapUp, WRAP_UP_PRIOR, wrapUpMs, new Float64Array(edges));
  return freeAgents({ talkingMs, wrapUpMs, factors }, talk, wrapUp, graceMs);
}

function expectedFree(free: FreeAgents, standing: Pick<Standing, 'idle' | 'share'>, cell: number): number {
  let sum = standing.idle;
  for (let i = 0; i < free.busy; i++) sum += free.chances[i * GRID_CELLS + cell] ?? 0;
  return sum * standing.share;
}

function standingOf(snapshot: PacingSnapshot, settings: PacerSettings, free: FreeAgents): Standing {
  const idle = snapshot.agents.idle + (snapshot.agents.reserved ?? 0);
  const share = Math.max(0, Math.min(1, snapshot.limits?.agentShare ?? 1));
  const leaving = new Float64Array(GRID_CELLS);
  const agents = idle + free.busy;
  for (const { inMs } of snapshot.agents.departures ?? []) {
    for (let k = 0; k < GRID_CELLS; k++) {
      if (inMs > momentMs(k) * settings.unit + settings.connectWithinMs || agents === 0) continue;
      leaving[k] = (leaving[k] ?? 0) + expectedFree(free, { idle, share }, k) / agents;
    }
  }
  return { idle, share, waiting: snapshot.calls.waitingMs.length, leaving };
}

/** Free agents and answers at the moment by which half of the answers of a call launched now have come. */
function expectations(
  model: AnswerModel,
  weights: Float64Array,
  free: FreeAgents,
  answers: ReturnType<typeof answerForecast>,
  standing: Standing,
  launch: number,
): { expectedFreeAgents: number; expectedAnswers: number } {
  let cell = 0;
  for (let mass = weights[0] ?? 0; mass < 0.5 && cell < GRID_CELLS - 1; mass += weights[cell] ?? 0) cell += 1;
  let expectedAnswers = standing.waiting + launch * (answers.launched[cell] ?? 0) * model.liveShare;
  for (const group of answers.groups) expectedAnswers += group.calls * (group.chances[cell] ?? 0);
  return { expectedFreeAgents: expectedFree(free, standing, cell) - (standing.leaving[cell] ?? 0), expectedAnswers };
}
