/** For each busy agent, the chance of being free by each moment of the grid: talk that is left, then wrap-up. */
import { hazardAt } from './estimators/duration.ts';
import { GRID_CELLS, GRID_STEP_MS, momentMs } from './grid.ts';

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
  const busy = agents.talkingMs.length + agents.wrapUpMs.length;
  const chances = new Float64Array(busy * GRID_CELLS);
  const wrapped = wrapUpBy(wrapUpHazard, graceMs);
  for (let i = 0; i < agents.talkingMs.length; i++) {
    talkRow(chances, i * GRID_CELLS, talkHazard, agents.talkingMs[i] ?? 0, agents.factors[i] ?? 1, wrapped);
  }
  for (let i = 0; i < agents.wrapUpMs.length; i++) {
    const row = (agents.talkingMs.length + i) * GRID_CELLS;
    const elapsed = agents.wrapUpMs[i] ?? 0;
    const base = hazardAt(wrapUpHazard, elapsed);
    for (let k = 0; k < GRID_CELLS; k++) {
      chances[row + k] = 1 - Math.exp(base - hazardAt(wrapUpHazard, elapsed + momentMs(k) + graceMs));
    }
  }
  return { busy, chances };
}

/** P(wrap-up ≤ j steps + grace), the step in which talk ended counting from its middle. */
function wrapUpBy(wrapUpHazard: Float64Array, graceMs: number): Float64Array {
  const wrapped = new Float64Array(GRID_CELLS + 1);
  for (let j = 0; j <= GRID_CELLS; j++) {
    wrapped[j] = 1 - Math.exp(-hazardAt(wrapUpHazard, j * GRID_STEP_MS + graceMs));
  }
  return wrapped;
}

/** Convolves the talk that is left with wrap-up: talk ends about the middle of a step, moments are middles too. */
function talkRow(
  chances: Float64Array,
  row: number,
  hazard: Float64Array,
  elapsedMs: number,
  factor: number,
  wrapped: Float64Array,
): void {
  const base = hazardAt(hazard, elapsedMs);
  let before = 1;
  for (let step = 0; step < GRID_CELLS; step++) {
    const after = Math.exp(factor * (base - hazardAt(hazard, elapsedMs + (step + 1) * GRID_STEP_MS)));
    const ends = before - after;
    before = after;
    for (let k = step; k < GRID_CELLS; k++) {
      chances[row + k] = (chances[row + k] ?? 0) + ends * (wrapped[k - step] ?? 0) * (k === step ? 0.5 : 1);
    }
  }
}
