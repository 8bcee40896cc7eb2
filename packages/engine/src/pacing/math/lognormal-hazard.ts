/** The hazard of a lognormal, from a table: it depends on the age only through the standardised logarithm. */
import { normalCdf, normalDensity } from './normal.ts';

const LOWEST = -8;
const HIGHEST = 5;
const STEPS = 32;

/** φ(z) / (1 − Φ(z)), the inverse Mills ratio, at z from -8 to 5 in steps of 1/32. */
const MILLS: Float64Array = Float64Array.from({ length: (HIGHEST - LOWEST) * STEPS + 1 }, (_, i) => {
  const z = LOWEST + i / STEPS;
  return normalDensity(z) / normalCdf(-z);
});

/** Hazard a millisecond at age `ms`, where `standardised` = ln(ms / median) / sigma; beyond five sigmas as at five. */
export function lognormalHazard(ms: number, standardised: number, sigma: number): number {
  const x = (Math.max(LOWEST, Math.min(HIGHEST - 1e-9, standardised)) - LOWEST) * STEPS;
  const cell = Math.floor(x);
  const low = MILLS[cell] ?? 0;
  return (low + ((MILLS[cell + 1] ?? low) - low) * (x - cell)) / (sigma * ms);
}
