/** Blocks of lines: headings, boxes, blocks beside and below one another, cut to the room that there is. */
import { GLYPHS } from '../theme/glyphs.ts';
import { blank, fitLine, type Line, line, lineCells, span, type Tone } from '../theme/span.ts';

export interface Row {
  readonly line: Line;
  /** Under the cursor. */
  readonly chosen?: boolean;
}

/** A rule with a title in it: `── Calls ─────── right ──`. */
export function heading(title: string, width: number, right: Line = blank): Line {
  const start = line(span(`${GLYPHS.rule}${GLYPHS.rule} `, 'dim'), span(title, 'heading'), ' ');
  const end = right.length === 0 ? blank : line(' ', ...right, span(` ${GLYPHS.rule}`, 'dim'));
  const room = width - lineCells(start) - lineCells(end);
  if (room < 1) return fitLine(start, width);
  return [...start, span(GLYPHS.rule.repeat(room), 'dim'), ...end];
}

/** Exactly `height` lines: cut, or filled with blank ones. */
export const inHeight = (lines: readonly Line[], height: number): readonly Line[] =>
  lines.length >= height
    ? lines.slice(0, Math.max(0, height))
    : [...lines, ...Array.from<Line>({ length: height - lines.length }).fill(blank)];

export interface BoxOptions {
  title: Line;
  /** What stands at the right of the title. */
  right?: Line;
  width: number;
  height: number;
  tone?: Tone;
}

/** A box with its title in the border; `height` counts the border. */
export function box(lines: readonly Line[], { title, right = blank, width, height, tone = 'dim' }: BoxOptions): Line[] {
  const [topLeft, topRight, bottomLeft, bottomRight] = GLYPHS.corners;
  const inside = width - 4;
  const room = inside - lineCells(title) - lineCells(right) - (right.length > 0 ? 2 : 0);
  const top =
    room < 0
      ? line(span(`${topLeft} `, tone), ...fitLine(title, inside), span(` ${topRight}`, tone))
      : line(
          span(`${topLeft} `, tone),
          ...title,
          span(` ${GLYPHS.rule.repeat(room)}`, tone),
          ...(right.length > 0 ? [span(' '), ...right, span(' ')] : []),
          span(topRight, tone),
        );
  const middle = inHeight(lines, height - 2).map((one) =>
    line(span(`${GLYPHS.side} `, tone), ...fitLine(one, inside), span(` ${GLYPHS.side}`, tone)),
  );
  return [top, ...middle, [span(bottomLeft + GLYPHS.rule.repeat(width - 2) + bottomRight, tone)]];
}

/** Blocks side by side, each in its own width, `gap` cells between them. */
export function beside(blocks: readonly { lines: readonly Line[]; width: number }[], gap = 2): Line[] {
  const height = Math.max(0, ...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap(({ lines, width }, index) => [
      ...(index === 0 ? [] : [span(' '.repeat(gap))]),
      ...fitLine(lines[row] ?? blank, width),
    ]),
  );
}

/** `label  value` with the label in a column of its own. */
export const labelled = (label: string, value: Line, labelWidth = 11): Line => [
  span(label.padEnd(labelWidth), 'dim'),
  ...value,
];

/** Spans with a dot between them. */
export const dotted = (...parts: readonly (readonly (Line[number] | string)[] | null)[]): Line =>
  parts
    .filter((part) => part !== null)
    .flatMap((part, index) => [...(index === 0 ? [] : [span(` ${GLYPHS.dot} `, 'dim')]), ...line(...part)]);
