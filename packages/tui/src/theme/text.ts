/** Text as a terminal counts it: cells instead of characters, and nothing in it that could steer the terminal. */

/** Control characters, escape sequences' openers and marks that turn the reading direction. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu;

/** Names and notes come from files and people: what could steer the terminal becomes a blank. */
export const clean = (text: string): string => text.replace(UNSAFE, ' ');

const PLAIN = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u23e8\u2500-\u25fc]*$/;
const ZERO = /^(?:\p{M}|\p{Cf})+$/u;
/** East Asian wide and emoji, by block (Unicode TR 11): each takes two cells. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Made when the first text needs it: it costs a tenth of the start, and most texts never do. */
let made: Intl.Segmenter | null = null;
function graphemes(text: string): Intl.Segments {
  made ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return made.segment(text);
}

const cellsOf = (grapheme: string): number => (ZERO.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1);

/** Cells that a text takes. */
export function cells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes(text)) sum += cellsOf(segment);
  return sum;
}

/** The text cut to at most `width` cells, its end marked with `mark` where something was cut. */
export function cut(text: string, width: number, mark = '…'): string {
  if (width <= 0) return '';
  if (cells(text) <= width) return text;
  const room = width - mark.length;
  let sum = 0;
  let kept = '';
  for (const { segment } of graphemes(text)) {
    const next = cellsOf(segment);
    if (sum + next > room) break;
    sum += next;
    kept += segment;
  }
  return room < 0 ? mark.slice(0, width) : kept + mark;
}

/** The text in exactly `width` cells. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left', mark = '…'): string {
  const short = cut(text, width, mark);
  const room = ' '.repeat(Math.max(0, width - cells(short)));
  return align === 'left' ? short + room : room + short;
}

/** The text in lines of at most `width` cells, broken at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (cells(joined) <= width) line = joined;
    else {
      if (line !== '') lines.push(line);
      line = cut(word, width);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The text in at most `most` lines; where it needs more, the last one ends with a mark. */
export function wrapIn(text: string, width: number, most: number): string[] {
  const lines = wrap(text, width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), width)];
}
