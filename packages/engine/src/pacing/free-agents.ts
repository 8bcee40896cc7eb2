/** For each busy agent, the chance of being free by each moment of the grid: talk that is left, then wrap-up. */
import { hazardsFrom } from './estimators/duration.ts';
import { GRID_CELLS, GRID_STEP_MS } from './grid.ts';
import { expMinus } from './math/exp-minus.ts';

/** Chances by agent and moment, row after row: agent i at moment k is `chances[i * GRID_CELLS + k]`. */
export interface FreeAgents {
  readonly busy: number;
  readonly chances: Float64Array;
}

export interface BusyAgents {
  readonly talkingMs: readonly number[];
  readonly wrapUpMs: readonly number[];
  /** Multiplies the talk hazard of each who talks; empty where agents have no names. */
  readonly factors: readonly number[];
}

/** `graceMs` is how long after the moment an agent may still come: the time a live person waits. All in unit ms. */
export function freeAgents(
  agents: BusyAgents,
  talkHazard: Float64Array,
  wrapUpHazard: Float64Array,
  graceMs: number,
): FreeAgents {
  const talking = agents.talkingMs.length;
  const busy = talking + agents.wrapUpMs.length;
  const chances = new Float64Array(busy * GRID_CELLS);
  const hazards = new Float64Array(GRID_CELLS + 1);
  const wrapped = new Float64Array(GRID_CELLS + 1);
  hazardsFrom(wrapUpHazard, graceMs, GRID_STEP_MS, hazards);
  for (let j = 0; j <= GRID_CELLS; j++) wrapped[j] = 1 - Math.exp(-(hazards[j] ?? 0));
  for (let i = 0; i < talking; i++) {
    hazardsFrom(talkHazard, agents.talkingMs[i] ?? 0, GRID_STEP_MS, hazards);
    talkRow(chances, i * GRID_CELLS, hazards, agents.factors[i] ?? 1, wrapped);
  }
  const first = new Float64Array(1);
  const later = new Float64Array(GRID_CELLS);
  for (let i = 0; i < agents.wrapUpMs.length; i++) {
    const elapsed = agents.wrapUpMs[i] ?? 0;
    hazardsFrom(wrapUpHazard, elapsed, 0, first);
    hazardsFrom(wrapUpHazard, elapsed + GRID_STEP_MS / 2 + graceMs, GRID_STEP_MS, later);
    const row = (talking + i) * GRID_CELLS;
    for (let k = 0; k < GRID_CELLS; k++) chances[row + k] = 1 - Math.exp((first[0] ?? 0) - (later[k] ?? 0));
  }
  return { busy, chances };
}

/** Convolves the talk that is left with wrap-up: talk ends about the middle of a step, moments are middles too. */
function talkRow(
  chances: Float64Array,
  row: number,
  hazards: Float64Array,
  factor: number,
  wrapped: Float64Array,
): void {
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
