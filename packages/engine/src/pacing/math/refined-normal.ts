/** Tail of a sum of unlike coins by its first three cumulants: the refined normal approximation (Volkova 1996). */
import { normalCdf, normalDensity } from './normal.ts';

/** P(sum ≤ whole), for a whole-numbered sum of this mean, variance and third central moment. */
export function refinedNormalCdf(whole: number, mean: number, variance: number, third: number): number {
  if (variance < 1e-12) return whole + 0.5 >= mean ? 1 : 0;
  const sigma = Math.sqrt(variance);
  const x = (whole + 0.5 - mean) / sigma;
  const skew = third / (variance * sigma);
  const value = normalCdf(x) + (skew * (1 - x * x) * normalDensity(x)) / 6;
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
