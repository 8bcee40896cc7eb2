/** A sparkline: eight heights for a row of values. Zero stands on the floor; what is not known is a blank. */
import { GLYPHS } from '../theme/glyphs.ts';

export function sparkText(
  values: readonly (number | null)[],
  glyphs: readonly string[] = GLYPHS.spark,
  ceiling?: number,
): string {
  const known = values.filter((value) => value !== null);
  const top = ceiling ?? Math.max(0, ...known);
  return values
    .map((value) => {
      if (value === null) return ' ';
      const height = top <= 0 ? 0 : Math.round((Math.min(value, top) / top) * (glyphs.length - 1));
      return glyphs[Math.max(0, height)] ?? ' ';
    })
    .join('');
}
