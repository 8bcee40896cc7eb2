/** One readable sentence for each pacing decision. */

import type { PacingRule } from './reasons.ts';
import type { PacingDecision } from './types.ts';

const BECAUSE: Record<PacingRule, string> = {
  paused: 'the campaign is paused',
  'one-call-per-idle-agent': 'every idle agent has a call on its way',
  'lines-per-agent': 'the lines for each idle agent are in use',
  risk: 'one more would risk more than the abandonment budget allows',
  'most-lines-per-agent': 'the cap on lines for each agent is reached',
  'free-lines': 'no more trunk lines are free',
  'calls-per-second': 'the call-rate cap is reached',
  'no-agents': 'no agents are logged in',
};

/** `Launches 2 and no more, since …: 3.1 agents expected free, 2.4 answers expected, …` */
export function explain(decision: PacingDecision): string {
  const { reasons } = decision;
  const figures = [
    `${reasons.expectedFreeAgents.toFixed(1)} agents expected free`,
    `${reasons.expectedAnswers.toFixed(1)} answers expected`,
    `answer ratio ${percent(reasons.answerRatio)}`,
    `risk ${percent(reasons.risk)} of ${percent(reasons.riskAllowed)} allowed`,
    `${reasons.jumpCost.toFixed(1)} more would be abandoned if the answer ratio jumped`,
    `room for ${reasons.budgetLeft.toFixed(1)} abandoned calls`,
  ];
  const what = decision.launch === 0 ? 'Launches nothing' : `Launches ${decision.launch} and no more`;
  return `${what}, since ${BECAUSE[reasons.rule]}: ${figures.join(', ')}.`;
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(1)} %`;
}
