/** What the estimators know, as one JSON value. */
import type { AgentFactorState } from './agent-factor.ts';
import type { AnswerRatioState } from './answer-ratio.ts';
import type { DurationState } from './duration.ts';
import type { RingTimesState } from './ring-times.ts';
import type { ScreeningState } from './screening.ts';

export interface EstimatorState {
  readonly answerRatio: AnswerRatioState;
  readonly ringTimes: RingTimesState;
  readonly talk: DurationState;
  readonly wrapUp: DurationState;
  readonly screening: ScreeningState;
  readonly agentFactor: AgentFactorState;
  /** Calls that ended since the last decision: ages from which and to which their ringing is not counted yet. */
  readonly endedRings: [fromMs: number, toMs: number, answered: boolean][];
}
