/** Paints one line of spans into one string with its SGR codes: what a row's single `<Text>` holds. */
import { toAscii } from './glyphs.ts';
import { fitLine, type Line } from './span.ts';
import type { Theme } from './theme.ts';

export interface PaintOptions {
  width: number;
  /** The row under the cursor. */
  chosen?: boolean;
  /** Old data: everything dimmed. */
  faded?: boolean;
}

export function paint(spans: Line, theme: Theme, { width, chosen = false, faded = false }: PaintOptions): string {
  let painted = '';
  for (const { text, tone } of fitLine(spans, width)) {
    const shown = theme.ascii ? toAscii(text) : text;
    const own = faded && tone !== 'alarm' && tone !== 'bar' ? theme.codes.dim : theme.codes[tone];
    const code = chosen ? [theme.codes.bar, own].filter((one) => one !== '').join(';') : own;
    painted += code === '' ? shown : `\u001b[${code}m${shown}\u001b[0m`;
  }
  return painted;
}
