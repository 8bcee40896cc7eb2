/** The chance that a call which answers at a moment finds nobody: answers by then against agents free by then. */
import type { Answers } from './answers.ts';
import type { FreeAgents } from './free-agents.ts';
import { GRID_CELLS } from './grid.ts';
import { addCoin, type CoinSum, clearSum, emptySum } from './math/poisson-binomial.ts';
import { refinedNormalCdf } from './math/refined-normal.ts';

/** Sums of more coins than this are taken by their cumulants: exact below, within 0.01 of it above. */
const MOST_EXACT_COINS = 48;

/** What the chances are about, beside the coins: agents free already, live people waiting already, agents who leave. */
export interface Standing {
  readonly idle: number;
  /** Chance that an agent is this campaign's to use. */
  readonly share: number;
  readonly waiting: number;
  /** Free places that are lost by each moment to agents who leave. */
  readonly leaving: Float64Array;
}

/** P(a call that answers at a moment finds nobody), moment by moment. Reused by decisions. */
export class Shortage {
  readonly #mean = new Float64Array(GRID_CELLS);
  readonly #variance = new Float64Array(GRID_CELLS);
  readonly #third = new Float64Array(GRID_CELLS);
  readonly #launched = new Float64Array(GRID_CELLS);
  readonly #calls: readonly CoinSum[] = Array.from({ length: GRID_CELLS }, () => emptySum(MOST_EXACT_COINS + 2));
  readonly #free: readonly CoinSum[] = Array.from({ length: GRID_CELLS }, () => emptySum(MOST_EXACT_COINS + 2));
  #exact = false;
  #sure = 0;
  #ahead = 0;

  /** The free side, which does not depend on the answer ratio. Moments of no weight are passed over. */
  agents(free: FreeAgents, standing: Standing, calls: number, weights: Float64Array): void {
    const loose = standing.share < 1 ? standing.idle : 0;
    this.#sure = standing.idle - loose;
    this.#ahead = standing.waiting;
    this.#exact = free.busy + loose + calls <= MOST_EXACT_COINS;
    for (let k = 0; k < GRID_CELLS; k++) {
      if ((weights[k] ?? 0) < NEGLIGIBLE) continue;
      if (this.#exact) this.#freeDistribution(free, standing, loose, k);
      else this.#freeCumulants(free, standing, loose, k);
    }
  }

  #freeDistribution(free: FreeAgents, standing: Standing, loose: number, k: number): void {
    const sum = this.#free[k];
    if (sum === undefined) return;
    clearSum(sum);
    const stays = 1 - Math.min(1, (standing.leaving[k] ?? 0) / Math.max(1, standing.idle + free.busy));
    for (let i = 0; i < free.busy; i++) addCoin(sum, (free.chances[i * GRID_CELLS + k] ?? 0) * standing.share * stays);
    for (let i = 0; i < loose; i++) addCoin(sum, standing.share * stays);
    let below = 0;
    for (let y = 0; y <= sum.top; y++) {
      below += sum.pmf[y] ?? 0;
      sum.pmf[y] = below;
    }
  }

  #freeCumulants(free: FreeAgents, standing: Standing, loose: number, k: number): void {
    const { share } = standing;
    let mean = share * loose;
    let variance = mean * (1 - share);
    let third = variance * (1 - 2 * share);
    for (let i = 0; i < free.busy; i++) {
      const chance = (free.chances[i * GRID_CELLS + k] ?? 0) * share;
      const spread = chance * (1 - chance);
      mean += chance;
      variance += spread;
      third += spread * (1 - 2 * chance);
    }
    const lost = ((mean + this.#sure) * (standing.leaving[k] ?? 0)) / Math.max(1, standing.idle + free.busy);
    this.#freeMean[k] = mean - lost;
    this.#freeVariance[k] = variance;
    this.#freeThird[k] = third;
  }

  readonly #freeMean = new Float64Array(GRID_CELLS);
  readonly #freeVariance = new Float64Array(GRID_CELLS);
  readonly #freeThird = new Float64Array(GRID_CELLS);

  /** The calls in flight, under the answer ratio that `answers` supposes. */
  calls(answers: Answers): void {
    for (let k = 0; k < GRID_CELLS; k++) {
      if ((answers.weights[k] ?? 0) < NEGLIGIBLE) continue;
      this.#launched[k] = answers.launchedScale * (answers.launchedParts[k] ?? 0);
      if (this.#exact) this.#callDistribution(answers, k);
      else this.#callCumulants(answers, k);
    }
  }

  #callDistribution(answers: Answers, k: number): void {
    const sum = this.#calls[k];
    if (sum === undefined) return;
    clearSum(sum);
    for (let g = 0; g < answers.groups; g++) {
      const chance = (answers.scales[g] ?? 0) * (answers.parts[g * GRID_CELLS + k] ?? 0);
      for (let i = answers.counts[g] ?? 0; i > 0; i--) addCoin(sum, chance);
    }
  }

  #callCumulants(answers: Answers, k: number): void {
    let mean = 0;
    let variance = 0;
    let third = 0;
    for (let g = 0; g < answers.groups; g++) {
      const chance = (answers.scales[g] ?? 0) * (answers.parts[g * GRID_CELLS + k] ?? 0);
      const count = answers.counts[g] ?? 0;
      const spread = count * chance * (1 - chance);
      mean += count * chance;
      variance += spread;
      third += spread * (1 - 2 * chance);
    }
    this.#mean[k] = mean + this.#ahead - this.#sure - (this.#freeMean[k] ?? 0);
    this.#variance[k] = variance + (this.#freeVariance[k] ?? 0);
    this.#third[k] = third - (this.#freeThird[k] ?? 0);
  }

  /** Adds one call launched now to the calls in flight. */
  launch(): void {
    for (let k = 0; k < GRID_CELLS; k++) {
      const chance = this.#launched[k] ?? 0;
      if (this.#exact) {
        const sum = this.#calls[k];
        if (sum !== undefined) addCoin(sum, chance);
        continue;
      }
      const spread = chance * (1 - chance);
      this.#mean[k] = (this.#mean[k] ?? 0) + chance;
      this.#variance[k] = (this.#variance[k] ?? 0) + spread;
      this.#third[k] = (this.#third[k] ?? 0) + spread * (1 - 2 * chance);
    }
  }

  /** P(a call that answers at moment `k` finds nobody). */
  at(k: number): number {
    if (!this.#exact) {
      return 1 - refinedNormalCdf(-1, this.#mean[k] ?? 0, this.#variance[k] ?? 0, this.#third[k] ?? 0);
    }
    const calls = this.#calls[k];
    const free = this.#free[k];
    if (calls === undefined || free === undefined) return 1;
    let none = 0;
    for (let x = 0; x <= calls.top; x++) {
      const short = x + this.#ahead - this.#sure;
      if (short < 0) continue;
      none += (calls.pmf[x] ?? 0) * (short <= free.top ? (free.pmf[short] ?? 0) : 1);
    }
    return none;
  }

  /** The same averaged over when a call launched now answers. */
  average(weights: Float64Array): number {
    let risk = 0;
    let mass = 0;
    let worst = 0;
    for (let k = GRID_CELLS - 1; k >= 0; k--) {
      const weight = weights[k] ?? 0;
      if (weight < NEGLIGIBLE) continue;
      worst = Math.max(worst, this.at(k));
      risk += weight * worst;
      mass += weight;
    }
    return mass === 0 ? 1 : risk / mass;
  }
}

/** Share of answers below which a moment is not looked at. */
const NEGLIGIBLE = 0.02;
