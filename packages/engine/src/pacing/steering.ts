/** From the account to the risk that a call may have: the more the budget has left, the more a call may risk. */
import type { Account, BudgetState } from './budget.ts';

/** What the account allows now. */
export interface Allowance {
  /** Abandoned calls that the window still has room for. */
  readonly budgetLeft: number;
  /** The risk up to which a call is worth launching. */
  readonly risk: number;
}

/** Abandoned calls kept in reserve: what chance may still take before anyone can react. */
const RESERVE = 3;
/** A cold start may spend this many before it has earned them, and gives them back over the first live answers. */
const START_CREDIT = 2;
const CREDIT_LIVE = 60;
/** One abandoned call too many lowers the log of the risk by this much. */
const GAIN = 0.3;
const SLOW_GAIN = 0.0008;
const LOG_RISK_START = Math.log(0.12);
const MOST_RISK = 0.6;

export function freshBudget(): BudgetState {
  return { slots: [], logRisk: LOG_RISK_START };
}

function surplus(account: Account, target: number): number {
  const credit = START_CREDIT * Math.exp(-account.live / CREDIT_LIVE);
  return target * account.live + credit - account.abandoned;
}

/** The slow part of the steering: finds the risk at which this campaign spends what it earns. */
export function steer(state: BudgetState, account: Account, target: number): void {
  const off = Math.max(-4, Math.min(4, surplus(account, target) - RESERVE));
  state.logRisk = Math.max(Math.log(0.01), Math.min(Math.log(0.5), state.logRisk + SLOW_GAIN * off));
}

export function allowance(state: BudgetState, account: Account, target: number): Allowance {
  const left = surplus(account, target);
  const off = Math.max(-12, Math.min(4, left - RESERVE));
  const brake = Math.max(0, Math.min(1, (left + 1) / 2));
  const risk = target === 0 ? 0 : Math.min(MOST_RISK, Math.exp(state.logRisk + GAIN * off) * brake);
  return { budgetLeft: target * account.live - account.abandoned, risk };
}
