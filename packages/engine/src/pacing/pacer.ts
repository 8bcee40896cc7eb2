/** The pacer: learns from what it is told, decides from what it sees, and says why. */
import { accountOf, countLive } from './budget.ts';
import { copyOf } from './copy.ts';
import { answerRatioBelief } from './estimators/answer-ratio.ts';
import { type RingCurves, ringPrior } from './estimators/ring-times.ts';
import { type Frame, freshEstimators, learn, learnRingingCalls } from './learning.ts';
import { applyLimits, callsInFlight, refill } from './limits.ts';
import { type PacerSettings, settingsOf } from './options.ts';
import { type Forecast, PredictiveMode } from './predictive.ts';
import type { PacingRule } from './reasons.ts';
import { powerLaunch, progressiveLaunch } from './simple-modes.ts';
import { allowance, freshBudget, steer } from './steering.ts';
import type { Pacer, PacerOptions, PacerState, PacingDecision, PacingSnapshot } from './types.ts';

/** Makes a pacer, cold or from the state of an earlier one. Throws PacerOptionError. */
export function createPacer(options: PacerOptions, state?: PacerState): Pacer {
  const { observe, decide, state: copy } = passingPacer(options, state);
  return { observe, decide, state: copy };
}

/** A pacer for one task: its state can be taken as it is, and the pacer must not be used after that. */
export interface PassingPacer extends Pacer {
  takeState(): PacerState;
}

export function passingPacer(options: PacerOptions, state?: PacerState): PassingPacer {
  return pacerOver(settingsOf(options), state === undefined ? freshState() : copyOf(state));
}

function freshState(): PacerState {
  return { version: 1, estimators: freshEstimators(), budget: freshBudget(), rateTokens: 0, lastDecisionMs: null };
}

/** A pacer that writes to the state it is given. */
function pacerOver(settings: PacerSettings, given: PacerState): PassingPacer {
  const { estimators, budget } = given;
  const predictive = new PredictiveMode();
  const frame: Frame = { unit: settings.unit, ringPrior: ringPrior(settings.ringTimeoutMs / settings.unit) };
  let { rateTokens, lastDecisionMs } = given;
  const account = () => {
    const { live, abandoned } = accountOf(budget);
    return { live: live + settings.alreadyLive, abandoned: abandoned + settings.alreadyAbandoned };
  };

  const current = (): PacerState => ({ version: 1, estimators, budget, rateTokens, lastDecisionMs });

  return {
    observe(observation) {
      const since = lastDecisionMs === null ? 0 : Math.max(0, observation.atMs - lastDecisionMs);
      learn(estimators, observation, settings.unit, since);
      if (observation.type !== 'connected' && observation.type !== 'abandoned') return;
      countLive(budget, settings.abandonWindow, observation.atMs, observation.type === 'abandoned');
      steer(budget, account(), settings.abandonTarget, observation.atMs / settings.unit);
    },

    decide(snapshot) {
      const elapsed = lastDecisionMs === null ? 0 : Math.max(0, snapshot.nowMs - lastDecisionMs);
      const curves = learnRingingCalls(estimators, snapshot.calls.ringingMs, snapshot.nowMs, elapsed, frame);
      const answerRatio = answerRatioBelief(estimators.answerRatio).mean;
      const underWay = answerRatio * snapshot.calls.ringingMs.length;
      const allowed = allowance(budget, account(), settings.abandonTarget, underWay);
      const wanted = want(settings, curves, snapshot, allowed.risk, estimators, predictive);
      const perSecond = snapshot.limits?.callsPerSecond;
      const tokens = refill(rateTokens, perSecond, lastDecisionMs === null ? 1000 : elapsed);
      const limited = applyLimits(snapshot, wanted, settings.maxLinesPerAgent, tokens);
      rateTokens = limited.rateTokens;
      lastDecisionMs = lastDecisionMs === null ? snapshot.nowMs : Math.max(lastDecisionMs, snapshot.nowMs);
      return {
        launch: limited.launch,
        reasons: {
          rule: limited.rule,
          wanted: wanted.launch,
          expectedFreeAgents: wanted.expectedFreeAgents,
          expectedAnswers: wanted.expectedAnswers,
          margin: wanted.expectedFreeAgents - wanted.expectedAnswers,
          risk: wanted.risk,
          riskAllowed: allowed.risk,
          budgetLeft: allowed.budgetLeft,
          answerRatio,
        },
      } satisfies PacingDecision;
    },

    state: () => copyOf(current()),
    takeState: current,
  };
}

type Wanted = Forecast & { readonly rule: PacingRule };

function want(
  settings: PacerSettings,
  curves: RingCurves,
  snapshot: PacingSnapshot,
  riskAllowed: number,
  estimators: PacerState['estimators'],
  predictive: PredictiveMode,
): Wanted {
  const share = Math.max(0, Math.min(1, snapshot.limits?.agentShare ?? 1));
  const idle = snapshot.agents.idle * share;
  const plain = { risk: 0, expectedFreeAgents: idle, expectedAnswers: callsInFlight(snapshot) };
  switch (settings.mode) {
    case 'progressive':
      return { ...plain, launch: progressiveLaunch(snapshot, idle), rule: 'one-call-per-idle-agent' };
    case 'power':
      return { ...plain, launch: powerLaunch(snapshot, idle, settings.linesPerAgent), rule: 'lines-per-agent' };
    case 'predictive': {
      const floor = progressiveLaunch(snapshot, idle);
      return { ...predictive.decide(estimators, settings, curves, snapshot, riskAllowed, floor), rule: 'risk' };
    }
  }
}
