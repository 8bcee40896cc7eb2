/** The answer ratio of the last calls, as the peers keep it: a plain moving average. */

export class RecentRatio {
  #ratio: number;
  readonly #weight: number;

  constructor(start: number, calls: number) {
    this.#ratio = start;
    this.#weight = 1 / calls;
  }

  count(answered: boolean): void {
    this.#ratio += ((answered ? 1 : 0) - this.#ratio) * this.#weight;
  }

  get value(): number {
    return Math.max(0.01, this.#ratio);
  }
}
