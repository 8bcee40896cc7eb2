/** The Poisson-binomial distribution: how many of several unlike coins fall on heads. */

/** A distribution being built coin by coin; mass above `top` is below `NEGLIGIBLE` and dropped. */
export interface CoinSum {
  readonly pmf: Float64Array;
  /** Highest count that has any mass. */
  top: number;
}

const NEGLIGIBLE = 1e-9;

export function emptySum(mostCoins: number): CoinSum {
  const pmf = new Float64Array(mostCoins + 1);
  pmf[0] = 1;
  return { pmf, top: 0 };
}

/** Adds one coin in place (the textbook recursion; Wang 1993, section 2). */
export function addCoin(sum: CoinSum, chance: number): void {
  const { pmf, top } = sum;
  if (chance <= 0) return;
  const miss = 1 - chance;
  const above = (pmf[top] ?? 0) * chance;
  for (let i = top; i > 0; i--) pmf[i] = (pmf[i] ?? 0) * miss + (pmf[i - 1] ?? 0) * chance;
  pmf[0] = (pmf[0] ?? 0) * miss;
  if (above < NEGLIGIBLE || top + 1 >= pmf.length) return;
  pmf[top + 1] = above;
  sum.top = top + 1;
}
