/** How tones look: SGR codes by palette; without colour, words and signs say the same. */
import type { Tone } from './span.ts';

export const PALETTES = ['standard', 'colour-blind', 'none'] as const;
export type Palette = (typeof PALETTES)[number];

type Codes = Readonly<Record<Tone, string>>;

/** Sixteen colours only: every terminal has them, and its owner chose how they look. */
const STANDARD: Codes = {
  plain: '',
  dim: '2',
  strong: '1',
  accent: '36',
  ok: '32',
  notice: '36',
  warn: '33',
  bad: '1;31',
  heading: '1;36',
  underline: '1;4',
  bar: '7',
  alarm: '1;7;31',
  chosen: '1;7',
};

/** Blue, yellow and magenta stay apart for eyes that see red and green alike. */
const COLOUR_BLIND: Codes = { ...STANDARD, ok: '94', warn: '93', bad: '1;95', alarm: '1;7;95' };

const NONE: Codes = {
  plain: '',
  dim: '',
  strong: '1',
  accent: '',
  ok: '',
  notice: '',
  warn: '1',
  bad: '1',
  heading: '1',
  underline: '1;4',
  bar: '7',
  alarm: '1;7',
  chosen: '1;7',
};

const CODES: Record<Palette, Codes> = { standard: STANDARD, 'colour-blind': COLOUR_BLIND, none: NONE };

export interface Theme {
  readonly codes: Codes;
  readonly ascii: boolean;
}

export const makeTheme = (options: { palette?: Palette; ascii?: boolean } = {}): Theme => ({
  codes: CODES[options.palette ?? 'standard'],
  ascii: options.ascii ?? false,
});

/** What the environment says of colours and characters: NO_COLOR (no-color.org), TERM, the locale. */
export function themeFromEnvironment(env: Readonly<Record<string, string | undefined>>): Theme {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const ascii = env.OUTDIAL_ASCII === '1' || env.TERM === 'linux' || /^(C|POSIX)$|8859|ascii/i.test(locale);
  const none = (env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb';
  const palette = none ? 'none' : env.OUTDIAL_PALETTE === 'colour-blind' ? 'colour-blind' : 'standard';
  return makeTheme({ palette, ascii });
}
