/** The Poisson-binomial distribution: how many of several unlike coins fall on heads. */

/** Extends `pmf` (of `count` coins, entries 0..count) by one coin in place; the array must have room for `count + 2`. */
export function addCoin(pmf: Float64Array, count: number, chance: number): void {
  const miss = 1 - chance;
  pmf[count + 1] = (pmf[count] ?? 0) * chance;
  for (let i = count; i > 0; i--) pmf[i] = (pmf[i] ?? 0) * miss + (pmf[i - 1] ?? 0) * chance;
  pmf[0] = (pmf[0] ?? 0) * miss;
}

/** The exact distribution of the number of heads, entries 0..n (the textbook recursion; Wang 1993, section 2). */
export function poissonBinomial(chances: ArrayLike<number>): Float64Array {
  const pmf = new Float64Array(chances.length + 1);
  pmf[0] = 1;
  for (let i = 0; i < chances.length; i++) addCoin(pmf, i, chances[i] ?? 0);
  return pmf;
}
