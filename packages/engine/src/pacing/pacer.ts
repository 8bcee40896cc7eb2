/** The pacer: learns from what it is told, decides from what it sees, and says why. */

import { accountOf, countLive } from './budget.ts';
import { copyOf } from './copy.ts';
import { AgentFactors } from './estimators/agent-factor.ts';
import { answerRatioBelief } from './estimators/answer-ratio.ts';
import { type Frame, freshEstimators, isPlausible, learn, learnRingingCalls } from './learning.ts';
import { applyLimits, callsInFlight, refill } from './limits.ts';
import { type PacerSettings, settingsOf } from './options.ts';
import type { Forecast } from './predictive.ts';
import type { PacingRule } from './reasons.ts';
import { PacingRoom } from './room.ts';
import { powerLaunch, progressiveLaunch } from './simple-modes.ts';
import { allowance, freshBudget, learnStress, steer } from './steering.ts';
import type { Pacer, PacerOptions, PacerState, PacingDecision, PacingSnapshot } from './types.ts';

/** Makes a pacer, cold or from the state of an earlier one. Throws PacerOptionError. */
export function createPacer(options: PacerOptions, state?: PacerState): Pacer {
  const { observe, decide, state: copy } = passingPacer(options, state, new PacingRoom());
  return { observe, decide, state: copy };
}

/** A pacer for one task: its state can be taken as it is, and the pacer must not be used after that. */
export interface PassingPacer extends Pacer {
  takeState(): PacerState;
}

export function passingPacer(options: PacerOptions, state: PacerState | undefined, room: PacingRoom): PassingPacer {
  return pacerOver(settingsOf(options), state === undefined ? freshState() : copyOf(state), room);
}

function freshState(): PacerState {
  return { version: 1, estimators: freshEstimators(), budget: freshBudget(), rateTokens: 0, lastDecisionMs: null };
}

/** A pacer that writes to the state it is given. */
function pacerOver(settings: PacerSettings, given: PacerState, room: PacingRoom): PassingPacer {
  const { estimators, budget } = given;
  const agents = new AgentFactors(estimators.agentFactor);
  const frame: Frame = { unit: settings.unit, ringPrior: room.ringPrior(settings.ringTimeoutMs / settings.unit) };
  let { rateTokens, lastDecisionMs } = given;
  const account = () => {
    const { live, abandoned } = accountOf(budget);
    return { live: Math.max(0, live + settings.alreadyLive), abandoned: abandoned + settings.alreadyAbandoned };
  };

  const current = (): PacerState => ({ version: 1, estimators, budget, rateTokens, lastDecisionMs });

  return {
    observe(observation) {
      const since = lastDecisionMs === null ? 0 : Math.max(0, observation.atMs - lastDecisionMs);
      if (isPlausible(observation)) learn(estimators, agents, observation, settings.unit, since);
      if (observation.type !== 'connected' && observation.type !== 'abandoned') return;
      const atMs = Number.isFinite(observation.atMs) ? observation.atMs : (lastDecisionMs ?? 0);
      countLive(budget, settings.abandonWindow, atMs, observation.type === 'abandoned');
      steer(budget, account(), settings.abandonTarget, atMs / settings.unit);
    },

    decide(snapshot) {
      const elapsed = lastDecisionMs === null ? 0 : Math.max(0, snapshot.nowMs - lastDecisionMs);
      const curves = learnRingingCalls(estimators, snapshot.calls.ringingMs, snapshot.nowMs, elapsed, frame);
      const answerRatio = answerRatioBelief(estimators.answerRatio).mean;
      const allowed = allowance(budget, account(), settings.abandonTarget);
      const idle = idleShare(snapshot, settings);
      const floor = progressiveLaunch(snapshot, idle);
      const wanted =
        settings.mode === 'predictive'
          ? {
              ...room.predictive.decide(estimators, agents, settings, curves, snapshot, allowed.riskAt, floor),
              rule: 'risk' as const,
            }
          : plainWish(settings, snapshot, idle, floor);
      if (settings.mode === 'predictive') learnStress(budget, wanted.stress, elapsed / settings.unit);
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
          riskAllowed: wanted.riskAllowed,
          jumpCost: wanted.stress,
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

/** What the modes that do not forecast want. */
function plainWish(settings: PacerSettings, snapshot: PacingSnapshot, idle: number, floor: number): Wanted {
  const figures = {
    risk: 0,
    riskAllowed: 0,
    stress: 0,
    expectedFreeAgents: idle,
    expectedAnswers: callsInFlight(snapshot),
  };
  if (settings.mode === 'progressive') return { ...figures, launch: floor, rule: 'one-call-per-idle-agent' };
  return { ...figures, launch: powerLaunch(snapshot, idle, settings.linesPerAgent), rule: 'lines-per-agent' };
}

/** A dither holds for this long, about a ring: drawn anew at every decision it would round up sooner or later. */
const DITHER_MS = 20_000;
const GOLDEN = 0.6180339887498949;

/** This campaign's idle agents; a share that is no whole number is rounded by a dither that the seed and the time make. */
function idleShare(snapshot: PacingSnapshot, settings: PacerSettings): number {
  const share = snapshot.limits?.agentShare ?? 1;
  if (share >= 1) return snapshot.agents.idle;
  const turn = (Math.floor(snapshot.nowMs / settings.unit / DITHER_MS) + settings.seed) * GOLDEN;
  return Math.floor(snapshot.agents.idle * Math.max(0, share) + turn - Math.floor(turn));
}
