/** The moments at which a forecast looks ahead, in the pacer's unit milliseconds. */

export const GRID_STEP_MS = 3000;
export const GRID_CELLS = 9;

/** The moment in the middle of cell `k`, counted from now. */
export function momentMs(cell: number): number {
  return (cell + 0.5) * GRID_STEP_MS;
}
