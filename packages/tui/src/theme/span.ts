/** A line of the screen as data: spans of text with a tone each; how a tone looks is the theme's. */
import { cells, clean, cut } from './text.ts';

const TONES = [
  'plain',
  'dim',
  'strong',
  'accent',
  'ok',
  'notice',
  'warn',
  'bad',
  'heading',
  'underline',
  'bar',
  'alarm',
  'chosen',
] as const;
export type Tone = (typeof TONES)[number];

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

/** A span of text; what could steer the terminal is taken out here, once for all. */
export const span = (text: string | number, tone: Tone = 'plain'): Span => ({ text: clean(String(text)), tone });

export const line = (...parts: readonly (Span | string | null | false)[]): Line =>
  parts.filter((part) => part !== null && part !== false).map((part) => (typeof part === 'string' ? span(part) : part));

export const blank: Line = [];

export const lineCells = (spans: Line): number => spans.reduce((sum, { text }) => sum + cells(text), 0);

/** The line in exactly `width` cells: cut where it is longer, filled with blanks where it is shorter. */
export function fitLine(spans: Line, width: number, mark = '…'): Line {
  const result: Span[] = [];
  let room = width;
  const whole = lineCells(spans);
  for (const { text, tone } of spans) {
    if (room <= 0) break;
    const wide = cells(text);
    const last = whole > width && wide >= room;
    const shown = last ? cut(wide === room ? `${text}${mark}` : text, room, mark) : text;
    result.push({ text: shown, tone });
    room -= cells(shown);
  }
  if (room > 0) result.push({ text: ' '.repeat(room), tone: 'plain' });
  return result;
}

/** Left and right ends of one line, the right one kept where both do not fit. */
export function ends(left: Line, right: Line, width: number, mark = '…'): Line {
  const wide = lineCells(right);
  if (wide >= width) return fitLine(right, width, mark);
  return [...fitLine(left, width - wide, mark), ...right];
}
