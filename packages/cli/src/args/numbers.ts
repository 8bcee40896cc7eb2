/** Numbers on the command line, with their bounds in the error. */
import { UsageError } from './usage-error.ts';

export interface Bounds {
  min: number;
  max: number;
}

/** Throws UsageError where the text is no whole number within the bounds. */
export function parseWhole(text: string, option: string, { min, max }: Bounds): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

/** Throws UsageError where the text is no number within the bounds. */
export function parseNumber(text: string, option: string, { min, max }: Bounds): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max) {
    throw new UsageError(`${option} takes a number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}
