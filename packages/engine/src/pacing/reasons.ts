/** Why a pacer launched what it launched: the figures, and the rule that bound the number. */

/** The rule that stopped the decision from launching more. */
export type PacingRule =
  | 'paused'
  | 'one-call-per-idle-agent'
  | 'lines-per-agent'
  | 'risk'
  | 'most-lines-per-agent'
  | 'free-lines'
  | 'calls-per-second'
  | 'no-agents';

export interface PacingReasons {
  readonly rule: PacingRule;
  /** What the mode alone would have launched, before paused, caps and rates. */
  readonly wanted: number;
  /** Agents expected to be free by the time at which a call launched now would typically answer. */
  readonly expectedFreeAgents: number;
  /** Live answers expected by then of the calls in flight and of those launched now. */
  readonly expectedAnswers: number;
  /** The first less the second. */
  readonly margin: number;
  /** Chance that the next call, if a person answers it, finds nobody; 0 where the mode does not forecast. */
  readonly risk: number;
  /** The chance up to which launching is worth it now. */
  readonly riskAllowed: number;
  /** Live people who would find nobody if the answer ratio had just jumped: a part of it is kept in reserve. */
  readonly jumpCost: number;
  /** Abandoned calls that the window still has room for (negative: overdrawn). */
  readonly budgetLeft: number;
  readonly answerRatio: number;
}
