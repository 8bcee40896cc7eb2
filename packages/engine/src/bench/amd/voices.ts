/** The voices of the recipe, each in one fold, and recorded prompts where Debian's packages of them are installed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './phrases.ts';
import type { Voice } from './speech.ts';

/** A voice of an engine with the language that it speaks. */
export interface Speaker {
  readonly voice: Voice;
  readonly language: Language;
}

const VARIANTS =
  'm1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 Andrea Annie Denis Gene Jacky Lee Marco Mario Michael Mike Alicia belinda adam edward linda max pablo paul rob steph travis zac'.split(
    ' ',
  );
const ESPEAK: readonly (readonly [string, Language])[] = [
  ['en-us', 'en'],
  ['en-gb', 'en'],
  ['en-gb-scotland', 'en'],
  ['en-029', 'en'],
  ['fr-fr', 'fr'],
  ['fr-be', 'fr'],
  ['de', 'de'],
  ['es', 'es'],
  ['es-419', 'es'],
  ['pt', 'pt'],
  ['pt-br', 'pt'],
  ['pl', 'pl'],
  ['it', 'it'],
  ['nl', 'nl'],
];
const FLITE = ['kal16', 'awb', 'rms', 'slt'] as const;
const FESTIVAL: readonly (readonly [string, Language])[] = [
  ['kal_diphone', 'en'],
  ['cmu_us_slt_arctic_hts', 'en'],
  ['lp_diphone', 'it'],
  ['pc_diphone', 'it'],
];

/** All voices; `weight` of the engines is by how often they are listed. */
export const SPEAKERS: readonly Speaker[] = [
  ...ESPEAK.flatMap(([name, language]) =>
    VARIANTS.map((variant): Speaker => ({ voice: { engine: 'espeak-ng', name: `${name}+${variant}` }, language })),
  ),
  ...FLITE.map((name): Speaker => ({ voice: { engine: 'flite', name }, language: 'en' })),
  ...(existsSync('/usr/bin/text2wave')
    ? FESTIVAL.map(([name, language]): Speaker => ({ voice: { engine: 'festival', name }, language }))
    : []),
];

const PROMPTS = '/usr/share/asterisk/sounds';
/** Speakers of the packages asterisk-core-sounds-*-wav. */
export const PROMPT_SPEAKERS: readonly string[] = existsSync(PROMPTS)
  ? readdirSync(PROMPTS).filter((name) => existsSync(join(PROMPTS, name, 'vm-intro.wav')))
  : [];

/** Recorded words (digits, letters) and recorded phrases of a speaker, by path. */
export function prompts(speaker: string): { readonly words: readonly string[]; readonly phrases: readonly string[] } {
  const list = (folder: string): string[] =>
    existsSync(join(PROMPTS, speaker, folder))
      ? readdirSync(join(PROMPTS, speaker, folder))
          .filter((file) => file.endsWith('.wav'))
          .sort()
          .map((file) => join(PROMPTS, speaker, folder, file))
      : [];
  const noSpeech = /beep|tone|silence|ring|music/;
  return {
    words: [...list('digits'), ...list('letters'), ...list('phonetic')],
    phrases: list('.').filter((path) => !noSpeech.test(path)),
  };
}

/** The parts of a carrier's announcement in the voice of a prompt speaker. */
export const prompt = (speaker: string, name: string): string => join(PROMPTS, speaker, `${name}.wav`);
