/** How a detector's parts put their state into numbers and take it back: one method a part, for both directions. */

/** Goes through a part's state in a fixed order; each call gives the value that the part is to keep. */
export interface StateCursor {
  number(current: number): number;
  array(current: Float64Array): void;
}

/** A part of the detector whose whole state is numbers. */
export interface Stored {
  visit(cursor: StateCursor): void;
}

/** Writes the state of parts into cells. */
export class StateWriter implements StateCursor {
  readonly #cells: Float64Array;
  #at: number;

  constructor(cells: Float64Array, from = 0) {
    this.#cells = cells;
    this.#at = from;
  }

  number(current: number): number {
    this.#cells[this.#at++] = current;
    return current;
  }

  array(current: Float64Array): void {
    this.#cells.set(current, this.#at);
    this.#at += current.length;
  }

  /** Cells written up to here. */
  get length(): number {
    return this.#at;
  }
}

/** Gives parts the state that a {@link StateWriter} wrote. */
export class StateReader implements StateCursor {
  readonly #cells: Float64Array;
  #at: number;

  constructor(cells: Float64Array, from = 0) {
    this.#cells = cells;
    this.#at = from;
  }

  number(): number {
    return this.#cells[this.#at++] ?? 0;
  }

  array(current: Float64Array): void {
    for (let i = 0; i < current.length; i++) current[i] = this.#cells[this.#at++] ?? 0;
  }
}
