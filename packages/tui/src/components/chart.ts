/** A trend over several rows, one bar a value, with its ceiling named; one row of it is a sparkline. */
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, span, type Tone } from '../theme/span.ts';
import { sparkText } from './sparkline.ts';

export interface ChartOptions {
  height: number;
  tone: Tone;
  /** Value of a full bar; the highest value where it is left out. */
  ceiling?: number;
}

/** Rows from the top one down. A known value shows at least the lowest sign, so that zero differs from unknown. */
export function chart(values: readonly (number | null)[], { height, tone, ceiling }: ChartOptions): Line[] {
  const top = ceiling ?? Math.max(0, ...values.filter((value) => value !== null));
  if (height <= 1) return [[span(sparkText(values, GLYPHS.spark, top), tone)]];
  const steps = GLYPHS.spark.length;
  const heights = values.map((value) =>
    value === null ? 0 : Math.max(1, top <= 0 ? 1 : Math.round((Math.min(value, top) / top) * height * steps)),
  );
  return Array.from({ length: height }, (_, row) => {
    const floor = (height - 1 - row) * steps;
    const text = heights
      .map((cells) => (cells <= floor ? ' ' : (GLYPHS.spark[Math.min(steps, cells - floor) - 1] ?? ' ')))
      .join('');
    return [span(text, tone)];
  });
}
