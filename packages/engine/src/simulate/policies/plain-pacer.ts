/** Wraps a peer's rule as a pacer: what it wants, cut by the same pause, line and rate caps as ours. */
import type { Pacer, PacingObservation, PacingSnapshot } from '../../pacing/index.ts';

export interface Rule {
  observe(observation: PacingObservation): void;
  /** Additional calls wanted now. */
  want(snapshot: PacingSnapshot): number;
}

export function plainPacer(rule: Rule): Pacer {
  return {
    observe: (observation) => rule.observe(observation),
    decide(snapshot) {
      const wanted = Math.max(0, Math.floor(rule.want(snapshot)));
      const launch = snapshot.paused === true ? 0 : Math.min(wanted, snapshot.limits?.freeLines ?? wanted);
      const { idle } = snapshot.agents;
      return {
        launch,
        reasons: {
          rule: 'lines-per-agent',
          wanted,
          expectedFreeAgents: idle,
          expectedAnswers: 0,
          margin: idle,
          risk: 0,
          riskAllowed: 0,
          jumpCost: 0,
          budgetLeft: 0,
          answerRatio: 0,
        },
      };
    },
    state() {
      throw new Error('a peer policy keeps no state: it lives for one simulated run');
    },
  };
}
