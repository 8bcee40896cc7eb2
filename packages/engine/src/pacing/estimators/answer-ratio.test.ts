import { seededRandom } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import {
  type AnswerRatioState,
  answerRatioBelief,
  countAnswer,
  freshAnswerRatio,
  learnAnswerRatio,
  ratioAfterJump,
} from './answer-ratio.ts';

/** Two calls' worth of exposure each second at this ratio; gives the second after which the belief passed `level`. */
function dial(state: AnswerRatioState, fromS: number, toS: number, ratio: number, level = 1): number | null {
  const random = seededRandom(11).stream(`from ${fromS}`);
  for (let atS = fromS; atS < toS; atS++) {
    for (let call = 0; call < 2; call++) if (random.chance(ratio)) countAnswer(state);
    learnAnswerRatio(state, 2, 1, atS);
    if (answerRatioBelief(state).mean > level) return atS - fromS;
  }
  return null;
}

describe('the answer ratio', () => {
  it('is learnt, and a step up is believed within half a minute', () => {
    const state = freshAnswerRatio();
    dial(state, 0, 1200, 0.1);
    expect(answerRatioBelief(state).mean).toBeGreaterThan(0.06);
    expect(answerRatioBelief(state).mean).toBeLessThan(0.15);
    expect(dial(state, 1200, 1300, 0.4, 0.25)).toBeLessThan(30);
  });

  it('keeps a bounded number of beginnings whose weights sum to 1, however long it dials', () => {
    const state = freshAnswerRatio();
    dial(state, 0, 5000, 0.3);
    expect(state.logWeight.length).toBeLessThanOrEqual(18);
    expect(state.logWeight.reduce((sum, w) => sum + Math.exp(w), 0)).toBeCloseTo(1, 6);
    const { cases, mean } = answerRatioBelief(state);
    expect(cases.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(cases.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0)).toBeCloseTo(mean, 2);
  });

  it('supposes a jump to better odds, and to the long run at least', () => {
    const state = freshAnswerRatio();
    dial(state, 0, 2000, 0.3);
    expect(ratioAfterJump(state, 0.1)).toBeGreaterThan(0.4);
    expect(ratioAfterJump(state, 0.001)).toBeGreaterThan(0.35);
    expect(ratioAfterJump(state, 0.9)).toBeLessThanOrEqual(0.95);
  });
});
