/** From the account to the risk that a call may have: the more the budget has left, the more a call may risk. */
import type { Account, BudgetState } from './budget.ts';

/** What the account allows now. */
export interface Allowance {
  /** Abandoned calls that the window still has room for. */
  readonly budgetLeft: number;
  /** The risk up to which a call is worth launching. */
  readonly risk: number;
}

/** Abandoned calls kept in reserve: at this balance a call may risk what, in the long run, spends what is earned. */
const FIRST_RESERVE = 2.2;
/** The reserve grows with the root of the live answers, as chance does: it is ever less of what is earned. */
const RESERVE_GROWTH = 0.04;
/** And with the live answers that are still expected of calls in flight: what they do is not on the account yet. */
const UNDER_WAY = 0.3;
const EARLY_UNDER_WAY = 0.45;
const EARLY_LIVE = 300;
/**
 * With nothing left a call may still risk this part of the long-run risk: the account then mends nearly as fast as by
 * progressive dialing, which on a poor list costs half of all talk. Overdrawn, the part shrinks further.
 */
const LEAST_TIMES = 0.07;
/** Overdrawn by this many abandoned calls, the least part has shrunk to a third. */
const OVERDRAWN = 2.5;
/** A cold start may spend this many before it has earned them, and gives them back over the first live answers. */
const START_CREDIT = 3;
const CREDIT_LIVE = 70;
/** However much is left, no more than this many times the long-run risk. */
const MOST_TIMES = 2.5;
/** A live answer moves the log of the long-run risk by this much when the balance is a whole reserve off … */
const SLOW_GAIN = 0.003;
/** … or by less, where live answers come quicker than this: what they cost is seen a ring later. */
const LIVE_ANSWER_MS = 6000;
/** The long-run risk stays within this factor of the target. */
const WIDEST = 4;

export function freshBudget(): BudgetState {
  return { slots: [], logRisk: 0, lastLiveMs: null };
}

function balance(account: Account, target: number): number {
  const credit = START_CREDIT * Math.exp(-account.live / CREDIT_LIVE);
  return target * account.live + credit - account.abandoned;
}

/** What is under way weighs most about the 300th live answer, when a single burst can still move the share by a percent. */
function underWayWeight(live: number): number {
  return UNDER_WAY + EARLY_UNDER_WAY * (live / EARLY_LIVE) * Math.exp(1 - live / EARLY_LIVE);
}

function reserveOf(account: Account, underWay: number): number {
  return FIRST_RESERVE + RESERVE_GROWTH * Math.sqrt(account.live) + underWayWeight(account.live) * underWay;
}

/** The slow part of the steering: finds the risk at which this campaign spends what it earns. `atMs` in unit milliseconds. */
export function steer(state: BudgetState, account: Account, target: number, atMs: number): void {
  const reserve = reserveOf(account, 0);
  const gain = SLOW_GAIN * Math.min(1, Math.max(0, atMs - (state.lastLiveMs ?? atMs)) / LIVE_ANSWER_MS);
  state.lastLiveMs = atMs;
  const off = Math.max(-1, Math.min(1, balance(account, target) / reserve - 1));
  const limit = Math.log(WIDEST);
  state.logRisk = Math.max(-limit, Math.min(limit, state.logRisk + gain * off));
}

/** `underWay`: live answers expected of the calls in flight. */
export function allowance(state: BudgetState, account: Account, target: number, underWay: number): Allowance {
  const left = balance(account, target);
  const risk = target * Math.exp(state.logRisk) * timesAt(left / reserveOf(account, underWay), left);
  return { budgetLeft: target * account.live - account.abandoned, risk };
}

/** The risk a call may have, in units of the long-run risk, at this balance (in reserves, and in calls). */
function timesAt(reserves: number, left: number): number {
  if (left < 0) return LEAST_TIMES * Math.exp(left / OVERDRAWN);
  return Math.min(MOST_TIMES, LEAST_TIMES + (1 - LEAST_TIMES) * reserves * Math.min(1, Math.sqrt(reserves)));
}
