/** How a detector's parts put their state into numbers and take it back: one method a part, for both directions. */

/** A part of the detector whose whole state is numbers. */
export interface Stored {
  visit(cursor: StateCursor): void;
}

/**
 * Goes through a part's state in a fixed order, from a place in the cells on; each call gives the value that the part is to keep.
 * One class for both directions, so that the compiler sees one method at each of the two hundred places that call it.
 */
export class StateCursor {
  readonly #cells: Float64Array;
  readonly #reading: boolean;
  #at: number;

  constructor(direction: 'read' | 'write', cells: Float64Array, from = 0) {
    this.#reading = direction === 'read';
    this.#cells = cells;
    this.#at = from;
  }

  number(current: number): number {
    const at = this.#at++;
    if (this.#reading) return this.#cells[at] ?? 0;
    this.#cells[at] = current;
    return current;
  }

  array(current: Float64Array): void {
    const cells = this.#cells;
    const from = this.#at;
    const length = current.length;
    if (this.#reading) for (let i = 0; i < length; i++) current[i] = cells[from + i] ?? 0;
    else for (let i = 0; i < length; i++) cells[from + i] = current[i] ?? 0;
    this.#at = from + length;
  }

  /** Cells gone through up to here. */
  get length(): number {
    return this.#at;
  }
}
