/** The signs that we draw with, each one cell wide, and what stands for them on an ASCII terminal. */

export const GLYPHS = {
  on: '●',
  off: '○',
  cursor: '▶',
  mark: '✓',
  up: '▲',
  down: '▼',
  arrow: '›',
  ellipsis: '…',
  dot: '·',
  rule: '─',
  corners: ['╭', '╮', '╰', '╯'],
  side: '│',
  full: '█',
  half: '▌',
  empty: '░',
  /** From lowest to highest. */
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
} as const;

const ASCII: Readonly<Record<string, string>> = {
  '●': '*',
  '○': 'o',
  '▶': '>',
  '✓': 'x',
  '▲': '^',
  '▼': 'v',
  '›': '>',
  '…': '~',
  '·': '-',
  '─': '-',
  '–': '-',
  '—': '-',
  '│': '|',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '█': '#',
  '▌': '#',
  '░': '.',
  '‼': '!',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
};

/** The same number of cells in ASCII; letters of people's names lose their accents. */
export const toAscii = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/gu, (sign) => ASCII[sign] ?? sign)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
