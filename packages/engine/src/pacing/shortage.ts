/** The chance that a call which answers at a moment finds nobody: answers by then against agents free by then. */
import type { AnswerForecast } from './answers.ts';
import type { FreeAgents } from './free-agents.ts';
import { GRID_CELLS } from './grid.ts';
import { addCoin, emptySum } from './math/poisson-binomial.ts';
import { refinedNormalCdf } from './math/refined-normal.ts';

/** Sums of more coins than this are taken by their cumulants: exact below, within 0.002 of it above. */
export const MOST_EXACT_COINS = 96;

/** What the chances are about, beside the coins: agents free already, live people waiting already, agents who leave. */
export interface Standing {
  readonly idle: number;
  /** Chance that an idle agent is this campaign's to use. */
  readonly share: number;
  readonly waiting: number;
  /** Chance that each of those who leave before the moment leaves a free place, and how many they are, by moment. */
  readonly leaving: Float64Array;
}

/** Cumulants of a sum of coins. */
interface Cumulants {
  mean: number;
  variance: number;
  third: number;
}

/** The shortage at each moment, with calls added one by one. */
export interface Shortage {
  /** P(a call that answers at moment `k` finds nobody), with `extra` calls launched now. */
  at(cell: number, extra: number): number;
}

function add(sum: Cumulants, chance: number, times: number, sign: 1 | -1): void {
  const spread = chance * (1 - chance) * times;
  sum.mean += sign * chance * times;
  sum.variance += spread;
  sum.third += sign * spread * (1 - 2 * chance);
}

export function shortage(free: FreeAgents, answers: AnswerForecast, standing: Standing): Shortage {
  let coins = free.busy;
  for (const group of answers.groups) coins += group.calls;
  return coins <= MOST_EXACT_COINS ? exact(free, answers, standing) : byCumulants(free, answers, standing);
}

function byCumulants(free: FreeAgents, answers: AnswerForecast, standing: Standing): Shortage {
  const sums: Cumulants[] = [];
  for (let k = 0; k < GRID_CELLS; k++) {
    const sum: Cumulants = { mean: 0, variance: 0, third: 0 };
    for (let i = 0; i < free.busy; i++) add(sum, (free.chances[i * GRID_CELLS + k] ?? 0) * standing.share, 1, -1);
    add(sum, standing.share, standing.idle, -1);
    for (const group of answers.groups) add(sum, group.chances[k] ?? 0, group.calls, 1);
    sum.mean += standing.waiting + (standing.leaving[k] ?? 0);
    sums.push(sum);
  }
  return {
    at(k, extra) {
      const sum = { ...(sums[k] ?? { mean: 0, variance: 0, third: 0 }) };
      add(sum, answers.launched[k] ?? 0, extra, 1);
      return 1 - refinedNormalCdf(-1, sum.mean, sum.variance, sum.third);
    },
  };
}

function exact(free: FreeAgents, answers: AnswerForecast, standing: Standing): Shortage {
  const cells: (((extra: number) => number) | undefined)[] = [];
  return {
    at(k, extra) {
      const cell = cells[k] ?? exactCell(free, answers, standing, k);
      cells[k] = cell;
      return cell(extra);
    },
  };
}

/** One moment: the distribution of the answers against the distribution function of free agents. */
function exactCell(
  free: FreeAgents,
  answers: AnswerForecast,
  standing: Standing,
  k: number,
): (extra: number) => number {
  const freeBy = freeDistribution(free, standing, k);
  const sum = emptySum(MOST_EXACT_COINS + 8);
  for (const group of answers.groups) {
    for (let i = 0; i < group.calls; i++) addCoin(sum, group.chances[k] ?? 0);
  }
  let added = 0;
  const launched = answers.launched[k] ?? 0;
  const ahead = standing.waiting + Math.round(standing.leaving[k] ?? 0);
  return (extra) => {
    for (; added < extra; added++) addCoin(sum, launched);
    let none = 0;
    for (let x = 0; x <= sum.top; x++) {
      const taken = x + ahead;
      none += (sum.pmf[x] ?? 0) * (taken < freeBy.length ? (freeBy[taken] ?? 0) : 1);
    }
    return none;
  };
}

/** P(free agents ≤ m) at moment k, entries 0..all. */
function freeDistribution(free: FreeAgents, standing: Standing, k: number): Float64Array {
  const sum = emptySum(standing.idle + free.busy + 1);
  for (let i = 0; i < free.busy; i++) addCoin(sum, (free.chances[i * GRID_CELLS + k] ?? 0) * standing.share);
  if (standing.share < 1) for (let i = 0; i < standing.idle; i++) addCoin(sum, standing.share);
  const sure = standing.share < 1 ? 0 : standing.idle;
  const cdf = new Float64Array(sure + sum.top + 1);
  let below = 0;
  for (let y = 0; y <= sum.top; y++) {
    below += sum.pmf[y] ?? 0;
    cdf[sure + y] = below;
  }
  return cdf;
}
