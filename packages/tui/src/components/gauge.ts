/** A gauge: how much of a whole is used, as a bar of cells; and a bar of several shares beside one another. */
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, span, type Tone } from '../theme/span.ts';

/** `share` 0 to 1 (more is shown as full). A share above zero shows at least one cell. */
export function gauge(share: number, width: number, tone: Tone): Line {
  const full = share <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * width));
  return [span(GLYPHS.full.repeat(full), tone), span(GLYPHS.empty.repeat(width - full), 'dim')];
}

export interface Share {
  value: number;
  tone: Tone;
  /** One sign for the share, so that it can be told from its neighbour without colour. */
  sign: string;
}

/** Shares of a whole, each at least one cell where it is not zero; largest remainders get the cells left over. */
export function sharesBar(shares: readonly Share[], width: number): Line {
  const sum = shares.reduce((total, { value }) => total + value, 0);
  if (sum === 0) return [span(GLYPHS.empty.repeat(width), 'dim')];
  const exact = shares.map(({ value }) => (value / sum) * width);
  const taken = exact.map((cells, index) => ((shares[index]?.value ?? 0) > 0 ? Math.max(1, Math.floor(cells)) : 0));
  const order = exact
    .map((cells, index) => ({ index, rest: cells - Math.floor(cells) }))
    .sort((a, b) => b.rest - a.rest);
  let room = width - taken.reduce((total, cells) => total + cells, 0);
  for (const { index } of order) {
    if (room <= 0) break;
    if ((taken[index] ?? 0) === 0) continue;
    taken[index] = (taken[index] ?? 0) + 1;
    room -= 1;
  }
  // Many small shares on a narrow bar: the largest gives.
  while (room < 0) {
    const largest = taken.indexOf(Math.max(...taken));
    taken[largest] = (taken[largest] ?? 0) - 1;
    room += 1;
  }
  return shares.map(({ tone, sign }, index) => span(sign.repeat(taken[index] ?? 0), tone));
}
