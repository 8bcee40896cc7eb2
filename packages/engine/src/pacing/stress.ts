/** A stress test of the calls in flight: how many live people would find nobody if the answer ratio had just jumped. */
import type { Answers } from './answers.ts';
import type { FreeAgents } from './free-agents.ts';
import { GRID_CELLS } from './grid.ts';
import { normalCdf, normalDensity } from './math/normal.ts';
import type { Standing } from './shortage.ts';

/** Moments at which the test looks: more would say the same. */
const MOMENTS: readonly number[] = [1, 3, 5, 8];

/** Reused by decisions. */
export class Stress {
  readonly #mean = new Float64Array(MOMENTS.length);
  readonly #variance = new Float64Array(MOMENTS.length);
  readonly #launched = new Float64Array(MOMENTS.length);

  /** `answers` supposes the ratio after the jump. */
  begin(free: FreeAgents, answers: Answers, standing: Standing): void {
    const present = Math.max(1, standing.idle + free.busy);
    for (const [i, k] of MOMENTS.entries()) {
      let comes = standing.idle;
      let variance = 0;
      for (let agent = 0; agent < free.busy; agent++) {
        const chance = free.chances[agent * GRID_CELLS + k] ?? 0;
        comes += chance;
        variance += chance * (1 - chance);
      }
      comes *= standing.share * Math.max(0, 1 - (standing.leaving[k] ?? 0) / present);
      let brought = standing.waiting;
      for (let g = 0; g < answers.groups; g++) {
        const chance = Math.min(1, (answers.scales[g] ?? 0) * (answers.parts[g * GRID_CELLS + k] ?? 0));
        const count = answers.counts[g] ?? 0;
        brought += count * chance;
        variance += count * chance * (1 - chance);
      }
      this.#mean[i] = brought - comes;
      this.#variance[i] = variance;
      this.#launched[i] = answers.launchedScale * (answers.launchedParts[k] ?? 0);
    }
  }

  launch(): void {
    for (let i = 0; i < MOMENTS.length; i++) {
      const chance = this.#launched[i] ?? 0;
      this.#mean[i] = (this.#mean[i] ?? 0) + chance;
      this.#variance[i] = (this.#variance[i] ?? 0) + chance * (1 - chance);
    }
  }

  /** Expected shortage at the worst moment: E[(answers - free agents)+], normal approximation. */
  shortage(): number {
    let worst = 0;
    for (let i = 0; i < MOMENTS.length; i++) {
      const mean = this.#mean[i] ?? 0;
      const sigma = Math.sqrt((this.#variance[i] ?? 0) + 1e-9);
      const x = mean / sigma;
      worst = Math.max(worst, mean * normalCdf(x) + sigma * normalDensity(x));
    }
    return worst;
  }
}
