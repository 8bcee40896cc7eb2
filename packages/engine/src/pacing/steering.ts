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
const RESERVE = 3.5;
/** At this balance nothing more is risked: what is in flight may still be abandoned. */
const EMPTY = 0.3;
/** A cold start may spend this many before it has earned them, and gives them back over the first live answers. */
const START_CREDIT = 2.2;
const CREDIT_LIVE = 80;
/** However much is left, no more than this many times the long-run risk. */
const MOST_TIMES = 2;
/** A live answer moves the log of the long-run risk by this much for each abandoned call off the reserve. */
const SLOW_GAIN = 0.0008;
/** The long-run risk stays within this factor of the target. */
const WIDEST = 2.5;

export function freshBudget(): BudgetState {
  return { slots: [], logRisk: 0 };
}

function balance(account: Account, target: number): number {
  const credit = START_CREDIT * Math.exp(-account.live / CREDIT_LIVE);
  return target * account.live + credit - account.abandoned;
}

/** The slow part of the steering: finds the risk at which this campaign spends what it earns. */
export function steer(state: BudgetState, account: Account, target: number): void {
  const off = Math.max(-RESERVE, Math.min(RESERVE, balance(account, target) - RESERVE));
  const limit = Math.log(WIDEST);
  state.logRisk = Math.max(-limit, Math.min(limit, state.logRisk + SLOW_GAIN * off));
}

export function allowance(state: BudgetState, account: Account, target: number): Allowance {
  const left = balance(account, target);
  const times = Math.max(0, Math.min(MOST_TIMES, (left - EMPTY) / (RESERVE - EMPTY)));
  return { budgetLeft: target * account.live - account.abandoned, risk: target * Math.exp(state.logRisk) * times };
}
