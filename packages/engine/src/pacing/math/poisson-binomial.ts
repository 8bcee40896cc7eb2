/** The Poisson-binomial distribution: how many of several unlike coins fall on heads. */

/** A distribution being built coin by coin; mass above `top` is below `NEGLIGIBLE` and dropped. */
export interface CoinSum {
  readonly pmf: Float64Array;
  /** Highest count that has any mass. */
  top: number;
}

const NEGLIGIBLE = 1e-7;

/** The sum of no coins yet, with room for so many heads; what would be beyond stays in the highest. */
export function emptySum(mostHeads: number): CoinSum {
  const sum = { pmf: new Float64Array(mostHeads + 1), top: 0 };
  clearSum(sum);
  return sum;
}

export function clearSum(sum: CoinSum): void {
  sum.pmf[0] = 1;
  sum.top = 0;
}

/** Adds one coin in place (the textbook recursion; Wang 1993, section 2). */
export function addCoin(sum: CoinSum, chance: number): void {
  const { pmf, top } = sum;
  if (chance < NEGLIGIBLE) return;
  const miss = 1 - chance;
  const above = (pmf[top] ?? 0) * chance;
  const full = top + 1 >= pmf.length;
  for (let i = top; i > 0; i--) pmf[i] = (pmf[i] ?? 0) * miss + (pmf[i - 1] ?? 0) * chance;
  pmf[0] = (pmf[0] ?? 0) * miss;
  if (full || above < NEGLIGIBLE) {
    pmf[top] = (pmf[top] ?? 0) + above;
    return;
  }
  pmf[top + 1] = above;
  sum.top = top + 1;
}
