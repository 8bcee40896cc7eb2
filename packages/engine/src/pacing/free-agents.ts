/** For each busy agent, the chance of being free by each moment of the grid: talk that is left, then wrap-up. */
import { hazardsFrom } from './estimators/duration.ts';
import { GRID_CELLS, GRID_STEP_MS } from './grid.ts';
import { expMinus } from './math/exp-minus.ts';

export interface BusyAgents {
  readonly talkingMs: readonly number[];
  readonly wrapUpMs: readonly number[];
  /** Multiplies the talk hazard of each who talks; empty where agents have no names. */
  readonly factors: readonly number[];
}

/** Chances by agent and moment, row after row: agent i at moment k is `chances[i * GRID_CELLS + k]`. Reused by decisions. */
export class FreeAgents {
  busy = 0;
  chances = new Float64Array(32 * GRID_CELLS);
  readonly #hazards = new Float64Array(GRID_CELLS + 1);
  readonly #wrapped = new Float64Array(GRID_CELLS + 1);

  /** `graceMs`: how long after the moment an agent may still come, as long as a live person waits. All in unit ms. */
  forecast(agents: BusyAgents, talkHazard: Float64Array, wrapUpHazard: Float64Array, graceMs: number): void {
    const talking = agents.talkingMs.length;
    this.busy = talking + agents.wrapUpMs.length;
    if (this.chances.length < this.busy * GRID_CELLS) this.chances = new Float64Array(2 * this.busy * GRID_CELLS);
    const hazards = this.#hazards;
    const wrapped = this.#wrapped;
    hazardsFrom(wrapUpHazard, graceMs, GRID_STEP_MS, hazards);
    for (let j = 0; j <= GRID_CELLS; j++) wrapped[j] = 1 - Math.exp(-(hazards[j] ?? 0));
    for (let i = 0; i < talking; i++) {
      hazardsFrom(talkHazard, agents.talkingMs[i] ?? 0, GRID_STEP_MS, hazards);
      this.#talkRow(i * GRID_CELLS, agents.factors[i] ?? 1);
    }
    for (let i = 0; i < agents.wrapUpMs.length; i++) {
      hazardsFrom(wrapUpHazard, agents.wrapUpMs[i] ?? 0, GRID_STEP_MS / 2 + graceMs, hazards);
      const base = hazards[0] ?? 0;
      hazardsFrom(wrapUpHazard, (agents.wrapUpMs[i] ?? 0) + GRID_STEP_MS / 2 + graceMs, GRID_STEP_MS, hazards);
      const row = (talking + i) * GRID_CELLS;
      for (let k = 0; k < GRID_CELLS; k++) this.chances[row + k] = 1 - Math.exp(base - (hazards[k] ?? 0));
    }
  }

  /** Convolves the talk that is left with wrap-up: talk ends about the middle of a step, moments are middles too. */
  #talkRow(row: number, factor: number): void {
    const { chances } = this;
    const hazards = this.#hazards;
    const wrapped = this.#wrapped;
    for (let k = 0; k < GRID_CELLS; k++) chances[row + k] = 0;
    let left = 1;
    for (let step = 0; step < GRID_CELLS; step++) {
      const after = left * expMinus(factor * ((hazards[step + 1] ?? 0) - (hazards[step] ?? 0)));
      const ends = left - after;
      left = after;
      chances[row + step] = (chances[row + step] ?? 0) + 0.5 * ends * (wrapped[0] ?? 0);
      for (let k = step + 1; k < GRID_CELLS; k++) {
        chances[row + k] = (chances[row + k] ?? 0) + ends * (wrapped[k - step] ?? 0);
      }
    }
  }

  /** Mean number of busy agents who are free by moment `k`. */
  expected(k: number): number {
    let sum = 0;
    for (let i = 0; i < this.busy; i++) sum += this.chances[i * GRID_CELLS + k] ?? 0;
    return sum;
  }
}
