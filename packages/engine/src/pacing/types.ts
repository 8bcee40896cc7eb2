/** The pacing contract: what a pacer is told, what it answers, and what it keeps. Times are milliseconds, ratios 0 to 1. */

import type { BudgetState } from './budget.ts';
import type { EstimatorState } from './estimators/state.ts';
import type { PacingReasons } from './reasons.ts';

export interface PacerOptions {
  readonly mode: 'progressive' | 'power' | 'predictive';
  /** Power mode: lines for each idle agent (default 2). */
  readonly linesPerAgent?: number;
  /** Predictive and power mode: calls in flight for each agent who is logged in, at most (default: no such cap). */
  readonly maxLinesPerAgent?: number;
  /** Share of live answers that may be abandoned over the window (default 0.03). */
  readonly abandonTarget?: number;
  /** Over what the share is counted (default `campaign`). */
  readonly abandonWindow?: '24h' | '30d' | 'campaign';
  /** How long a live person waits before the call counts as abandoned (default 2000); priors are stated for 2000 and stretch with it. */
  readonly connectWithinMs?: number;
  /** How long a call may ring (default 22000). */
  readonly ringTimeoutMs?: number;
  /** Seed of the dither that rounds a share of agents (default 1). */
  readonly seed?: number;
  /** Live answers of the window before this pacer began. */
  readonly alreadyLive?: number;
  /** Abandoned calls of the window before this pacer began. */
  readonly alreadyAbandoned?: number;
}

export interface PacingSnapshot {
  readonly nowMs: number;
  readonly paused?: boolean;
  readonly agents: {
    readonly idle: number;
    /** Agents held for a call that is being set up, and so no longer idle. */
    readonly reserved?: number;
    /** Time spent talking so far, one entry an agent. */
    readonly talkingMs: readonly number[];
    readonly wrapUpMs: readonly number[];
    /** The same agents as `talkingMs`, with their names, where the caller knows them. */
    readonly talking?: readonly { readonly agentId: string; readonly elapsedMs: number }[];
    /** Agents who will log out or go on a break, soonest or not. */
    readonly departures?: readonly { readonly inMs: number }[];
  };
  readonly calls: {
    /** Since launch. */
    readonly ringingMs: readonly number[];
    /** Since the answer. */
    readonly screeningMs: readonly number[];
    /** Live people without an agent, since the window's starting point. */
    readonly waitingMs: readonly number[];
  };
  readonly limits?: {
    readonly freeLines?: number;
    readonly callsPerSecond?: number;
    /** The part of these agents that this campaign may count on, 0 to 1. */
    readonly agentShare?: number;
  };
}

export type PacingObservation = { readonly atMs: number } & (
  | { readonly type: 'answered'; readonly ringMs: number }
  | { readonly type: 'unanswered'; readonly ringMs: number; readonly outcome: 'busy' | 'no-answer' | 'failed' }
  | {
      readonly type: 'screened';
      readonly screeningMs: number;
      readonly verdict: 'live' | 'machine' | 'tone' | 'unknown';
    }
  | { readonly type: 'connected'; readonly waitMs: number; readonly agentId?: string }
  | { readonly type: 'abandoned'; readonly waitMs: number }
  | { readonly type: 'talk-ended'; readonly talkMs: number; readonly agentId?: string }
  | { readonly type: 'wrap-up-ended'; readonly wrapUpMs: number; readonly agentId?: string }
  | { readonly type: 'agents-changed'; readonly loggedIn: number }
);

export interface PacingDecision {
  /** Additional calls to launch now; the caller may do fewer. */
  readonly launch: number;
  readonly reasons: PacingReasons;
}

/** What a pacer has learnt and spent, as JSON: it survives a restart. */
export interface PacerState {
  readonly version: 1;
  readonly estimators: EstimatorState;
  readonly budget: BudgetState;
  /** Rate-cap allowance left, in calls, as of the last decision. */
  readonly rateTokens: number;
  /** Time of the last decision; null before the first. */
  readonly lastDecisionMs: number | null;
}

export interface Pacer {
  observe(observation: PacingObservation): void;
  /** Any cadence will do (4 a second is usual), and twice in a row does no harm. */
  decide(snapshot: PacingSnapshot): PacingDecision;
  state(): PacerState;
}
