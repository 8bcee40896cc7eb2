/** From the account to the risk that a call may have: the more the budget has left, the more a call may risk. */
import type { Account, BudgetState } from './budget.ts';

/** What the account allows now. */
export interface Allowance {
  /** Abandoned calls that the window still has room for. */
  readonly budgetLeft: number;
  /** The risk up to which a call is worth launching, where `stress` more would be abandoned if the answer ratio had just jumped. */
  riskAt(stress: number): number;
}

/** Abandoned calls kept in reserve: at this balance a call may risk what, in the long run, spends what is earned. */
const FIRST_RESERVE = 2.6;
/** The reserve grows with the root of the live answers, as chance does: it is ever less of what is earned. */
const RESERVE_GROWTH = 0.02;
/** This part of what a jump of the answer ratio would cost is kept in reserve too … */
const STRESS_WEIGHT = 0.2;
/** … and this much more of it about the 200th live answer, when a single burst can still move the share by percents. */
const EARLY_STRESS_WEIGHT = 2.6;
const EARLY_LIVE = 200;
/** A jump that would cost fewer than this weighs less: the reserve alone pays one or two, and small floors have no more in flight. */
const FEW = 2;
/** With nothing left a call may still risk this part of the long-run risk: a stop costs half of all talk on a poor list. */
const LEAST_TIMES = 0.1;
/** Overdrawn, or short of what a jump would cost, by this many abandoned calls: the least part has shrunk to a third. */
const OVERDRAWN = 0.6;
/** Each reserve beyond the first lets a call risk this much more: flat, since talk gains ever less from more risk. */
const RISE = 0.6;
/** However much is left, no more than this many times the long-run risk. */
const MOST_TIMES = 2.5;
/** A cold start may spend this many before it has earned them, and gives them back over the first live answers. */
const START_CREDIT = 1;
const CREDIT_LIVE = 70;
/** A live answer moves the log of the long-run risk by this much when the balance is a whole reserve off … */
const SLOW_GAIN = 0.003;
/** … or by less, where live answers come quicker than this: what they cost is seen a ring later. */
const LIVE_ANSWER_MS = 6000;
/** The long-run risk stays within this factor of the target. */
const WIDEST = 4;
/** The usual stress is a mean over about this long, unit milliseconds. */
const STRESS_MEMORY_MS = 60_000;

export function freshBudget(): BudgetState {
  return { slots: [], logRisk: 0, lastLiveMs: null, usualStress: 0 };
}

/** Abandoned calls to spare, less what is kept for a jump of the answer ratio. */
function spare(account: Account, target: number, stress: number): number {
  const credit = START_CREDIT * Math.exp(-account.live / CREDIT_LIVE);
  const early = (account.live / EARLY_LIVE) * Math.exp(1 - account.live / EARLY_LIVE);
  const kept = (STRESS_WEIGHT + EARLY_STRESS_WEIGHT * early * early) * stress * Math.min(1, stress / FEW);
  return target * account.live + credit - account.abandoned - kept;
}

function reserveOf(account: Account): number {
  return FIRST_RESERVE + RESERVE_GROWTH * Math.sqrt(account.live);
}

/** The slow part of the steering: finds the risk at which this campaign spends what it earns. `atMs` in unit milliseconds. */
export function steer(state: BudgetState, account: Account, target: number, atMs: number): void {
  const gain = SLOW_GAIN * Math.min(1, Math.max(0, atMs - (state.lastLiveMs ?? atMs)) / LIVE_ANSWER_MS);
  state.lastLiveMs = atMs;
  const off = spare(account, target, state.usualStress ?? 0) / reserveOf(account) - 1;
  const limit = Math.log(WIDEST);
  state.logRisk = Math.max(-limit, Math.min(limit, state.logRisk + gain * Math.max(-1, Math.min(1, off))));
}

export function learnStress(state: BudgetState, stress: number, elapsedMs: number): void {
  const usual = state.usualStress ?? 0;
  state.usualStress = usual + (stress - usual) * Math.min(1, elapsedMs / STRESS_MEMORY_MS);
}

export function allowance(state: BudgetState, account: Account, target: number): Allowance {
  const longRun = target * Math.exp(state.logRisk);
  const reserve = reserveOf(account);
  return {
    budgetLeft: target * account.live - account.abandoned,
    riskAt: (stress) => longRun * timesAt(spare(account, target, stress), reserve),
  };
}

/** The risk a call may have, in units of the long-run risk, with this many abandoned calls to spare. */
function timesAt(left: number, reserve: number): number {
  if (left < 0) return LEAST_TIMES * Math.exp(left / OVERDRAWN);
  const reserves = left / reserve;
  return Math.min(
    MOST_TIMES,
    LEAST_TIMES + (1 - LEAST_TIMES) * Math.min(1, reserves) + RISE * Math.max(0, reserves - 1),
  );
}
