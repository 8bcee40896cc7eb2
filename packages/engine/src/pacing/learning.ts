/** What each observation teaches which estimator; and what the calls that are still ringing teach at a decision. */
import { learnAgentFactor } from './estimators/agent-factor.ts';
import { answerRatioBelief, freshAnswerRatio, learnAnswerRatio } from './estimators/answer-ratio.ts';
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
  freshRingTimes,
  learnRingEnd,
  learnRinging,
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
    agentFactor: {},
  };
}

/** `sinceMs`: world milliseconds since the last decision, up to which the ringing of this call has been counted. */
export function learn(state: EstimatorState, observation: PacingObservation, frame: Frame, sinceMs: number): void {
  const { unit } = frame;
  switch (observation.type) {
    case 'answered': {
      learnExposure(state, [observation.ringMs], sinceMs, frame);
      learnAnswerRatio(state.answerRatio, 1, 0);
      learnRingEnd(state.ringTimes, true, observation.ringMs / unit);
      return;
    }
    case 'unanswered': {
      learnExposure(state, [observation.ringMs], sinceMs, frame);
      learnRingEnd(state.ringTimes, false, observation.ringMs / unit);
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
        learnAgentFactor(state.agentFactor, observation.agentId, hazardAt(floor, talkMs));
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
 * Ring exposure of calls over the last `spanMs`: the share of answers that comes at these ages, for a call that is still
 * silent. Answers over exposure is then the answer ratio, whatever the age of the calls in flight.
 */
export function learnExposure(state: EstimatorState, ringingMs: readonly number[], spanMs: number, frame: Frame): void {
  if (ringingMs.length === 0 || spanMs <= 0) return;
  const ratio = answerRatioBelief(state.answerRatio).mean;
  const { answeredBy, failedBy } = ringCurves(state.ringTimes, frame.ringPrior, ratio);
  let exposure = 0;
  for (const ms of ringingMs) {
    const from = Math.max(0, ms - spanMs) / frame.unit;
    const to = ms / frame.unit;
    const before = cdfAt(answeredBy, from);
    const silent = ratio * (1 - before) + (1 - ratio) * (1 - cdfAt(failedBy, from));
    if (silent > 1e-6) exposure += (cdfAt(answeredBy, to) - before) / silent;
    learnRinging(state.ringTimes, frame.ringPrior, from, to, ratio);
  }
  learnAnswerRatio(state.answerRatio, 0, exposure);
}
