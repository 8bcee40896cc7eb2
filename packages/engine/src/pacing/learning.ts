/** What each observation teaches which estimator; and what the calls that are still ringing teach at a decision. */
import { type AgentFactors, freshAgentFactor } from './estimators/agent-factor.ts';
import { answerRatioBelief, countAnswer, freshAnswerRatio, learnAnswerRatio } from './estimators/answer-ratio.ts';
import {
  cumulativeHazard,
  DURATION_BINS,
  freshDuration,
  hazardAt,
  learnDuration,
  TALK_PRIOR,
  WRAP_UP_PRIOR,
} from './estimators/duration.ts';
import {
  cdfAt,
  curveTrust,
  freshRingTimes,
  learnRingEnd,
  learnRinging,
  type RingCurves,
  type RingPrior,
  ringCurves,
} from './estimators/ring-times.ts';
import { freshScreening, learnScreening } from './estimators/screening.ts';
import type { EstimatorState } from './estimators/state.ts';
import type { PacingObservation } from './types.ts';

/** What does not change while a pacer learns. */
export interface Frame {
  /** Milliseconds of the world for one unit millisecond. */
  readonly unit: number;
  readonly ringPrior: RingPrior;
}

export function freshEstimators(): EstimatorState {
  return {
    answerRatio: freshAnswerRatio(),
    ringTimes: freshRingTimes(),
    talk: freshDuration(TALK_PRIOR),
    wrapUp: freshDuration(WRAP_UP_PRIOR),
    screening: freshScreening(),
    agentFactor: freshAgentFactor(),
    endedRings: [],
  };
}

/** The duration that an observation carries, milliseconds; 0 where it has none. */
function durationMs(observation: PacingObservation): number {
  switch (observation.type) {
    case 'answered':
    case 'unanswered':
      return observation.ringMs;
    case 'screened':
      return observation.screeningMs;
    case 'connected':
    case 'abandoned':
      return observation.waitMs;
    case 'talk-ended':
      return observation.talkMs;
    case 'wrap-up-ended':
      return observation.wrapUpMs;
    case 'agents-changed':
      return 0;
  }
}

/** Whether times are numbers from 0 up: what is not is not learnt from, but a live answer still counts on the account. */
export function isPlausible(observation: PacingObservation): boolean {
  const ms = durationMs(observation);
  return Number.isFinite(observation.atMs) && Number.isFinite(ms) && ms >= 0;
}

/** `sinceMs`: world milliseconds since the last decision, up to which the ringing of this call has been counted. */
export function learn(
  state: EstimatorState,
  agents: AgentFactors,
  observation: PacingObservation,
  unit: number,
  sinceMs: number,
): void {
  switch (observation.type) {
    case 'answered':
    case 'unanswered': {
      const answered = observation.type === 'answered';
      if (answered) countAnswer(state.answerRatio);
      state.endedRings.push([Math.max(0, observation.ringMs - sinceMs), observation.ringMs, answered]);
      return;
    }
    case 'screened': {
      const live = observation.verdict === 'live' || observation.verdict === 'unknown';
      learnScreening(state.screening, observation.screeningMs / unit, live);
      return;
    }
    case 'talk-ended': {
      const talkMs = observation.talkMs / unit;
      if (observation.agentId !== undefined) {
        const floor = cumulativeHazard(state.talk, TALK_PRIOR, [], new Float64Array(DURATION_BINS + 1));
        agents.learn(observation.agentId, hazardAt(floor, talkMs));
      }
      learnDuration(state.talk, TALK_PRIOR, talkMs);
      return;
    }
    case 'wrap-up-ended':
      learnDuration(state.wrapUp, WRAP_UP_PRIOR, observation.wrapUpMs / unit);
      return;
    case 'connected':
    case 'abandoned':
    case 'agents-changed':
      return;
  }
}

/**
 * What ringing since the last decision teaches, of calls that ended and of those that ring on: first when calls answer and
 * fail, then the ratio, as answers over ring exposure (the share of answers that comes at these ages, for a call that is
 * still silent), which holds however old the calls are. Gives the curves as learnt now.
 */
export function learnRingingCalls(
  state: EstimatorState,
  ringingMs: readonly number[],
  nowMs: number,
  spanMs: number,
  frame: Frame,
): RingCurves {
  const ratio = answerRatioBelief(state.answerRatio).mean;
  const { ringTimes, endedRings } = state;
  const { ringPrior, unit } = frame;
  for (const [fromMs, toMs] of endedRings) learnRinging(ringTimes, ringPrior, fromMs / unit, toMs / unit, ratio);
  if (spanMs > 0) {
    for (const ms of ringingMs) learnRinging(ringTimes, ringPrior, Math.max(0, ms - spanMs) / unit, ms / unit, ratio);
  }
  for (const [, toMs, answered] of endedRings) learnRingEnd(ringTimes, answered, toMs / unit);
  const curves = ringCurves(ringTimes, ringPrior, ratio);
  let exposure = 0;
  const count = (fromMs: number, toMs: number): void => {
    exposure += cdfAt(curves.exposureBy, toMs / unit) - cdfAt(curves.exposureBy, fromMs / unit);
  };
  for (const [fromMs, toMs] of endedRings) count(fromMs, toMs);
  if (spanMs > 0) for (const ms of ringingMs) count(Math.max(0, ms - spanMs), ms);
  endedRings.length = 0;
  learnAnswerRatio(state.answerRatio, exposure, curveTrust(ringTimes), nowMs / unit / 1000);
  return curves;
}
