/** The normal distribution: density, distribution function and the lognormal hazard made of them. */

const INV_SQRT_2PI = 0.3989422804014327;

export function normalDensity(x: number): number {
  return INV_SQRT_2PI * Math.exp(-0.5 * x * x);
}

/** P(Z ≤ x), Zelen and Severo 1964 (Abramowitz and Stegun 26.2.17), absolute error below 7.5e-8. */
export function normalCdf(x: number): number {
  const a = x < 0 ? -x : x;
  if (a > 12) return x < 0 ? 0 : 1;
  const t = 1 / (1 + 0.2316419 * a);
  const tail =
    normalDensity(a) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x < 0 ? tail : 1 - tail;
}

/** P(X ≤ x) for X lognormal with the given median and sigma of its logarithm. */
export function lognormalCdf(x: number, median: number, sigma: number): number {
  return x <= 0 ? 0 : normalCdf(Math.log(x / median) / sigma);
}

/** Sigma of the logarithm of a lognormal with this coefficient of variation. */
export function lognormalSigma(cv: number): number {
  return Math.sqrt(Math.log(1 + cv * cv));
}
