/** A level meter: dBFS from −60 to 0 as a bar with words for what is quiet, speech or too loud. */
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, span, type Tone } from '../theme/span.ts';

const FLOOR_DBFS = -60;
const LOUD_DBFS = -6;
const SPEECH_DBFS = -45;

export const levelShare = (dbfs: number): number => Math.max(0, Math.min(1, 1 - dbfs / FLOOR_DBFS));

export const levelWords = (dbfs: number): string =>
  dbfs > LOUD_DBFS ? 'loud' : dbfs > SPEECH_DBFS ? 'sound' : 'quiet';

const toneAt = (share: number): Tone =>
  share > levelShare(LOUD_DBFS) ? 'bad' : share > levelShare(-15) ? 'warn' : 'ok';

export function meter(dbfs: number, width: number): Line {
  const full = Math.round(levelShare(dbfs) * width);
  const cells: { tone: Tone; text: string }[] = [];
  for (let cell = 0; cell < full; cell += 1) {
    const tone = toneAt((cell + 1) / width);
    const last = cells.at(-1);
    if (last?.tone === tone) last.text += GLYPHS.full;
    else cells.push({ tone, text: GLYPHS.full });
  }
  return [...cells.map(({ text, tone }) => span(text, tone)), span(GLYPHS.empty.repeat(width - full), 'dim')];
}
