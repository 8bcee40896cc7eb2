/** The voices of the recipe, each in one fold: speech engines, and people who were recorded for Debian's packages. */
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
/** Voices read the texts of the nearest language: it is their sound that is wanted. */
const FESTIVAL: readonly (readonly [string, Language])[] = [
  ['kal_diphone', 'en'],
  ['cmu_us_slt_arctic_hts', 'en'],
  ['lp_diphone', 'it'],
  ['pc_diphone', 'it'],
  ['ked_diphone', 'en'],
  ['czech_dita', 'pl'],
  ['czech_machac', 'pl'],
  ['czech_krb', 'pl'],
  ['suo_fi_lj_diphone', 'it'],
  ['hy_fi_mv_diphone', 'it'],
  ['upc_ca_ona_hts', 'es'],
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

/** Somebody who was recorded: single words, phrases, and the parts of a carrier's announcement by name where there are such. */
export interface Recorded {
  readonly name: string;
  readonly fold: number;
  readonly words: readonly string[];
  readonly phrases: readonly string[];
  readonly announcement: ((part: string) => string) | null;
}

const sounds = (folder: string, deep = false): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: deep, encoding: 'utf8' })
        .filter((file) => /\.(wav|gsm|ogg|mp3)$/.test(file))
        .sort()
        .map((file) => join(folder, file))
    : [];

/** Speakers of telephone prompts (asterisk-core-sounds-*-wav, asterisk-prompt-*); one person speaks two languages. */
const PROMPTS = '/usr/share/asterisk/sounds';
const PROMPT_FOLDS: readonly (readonly [string, number])[] = [
  ['en_US_f_Allison', 0],
  ['es_MX_f_Allison', 0],
  ['fr_CA_f_June', 1],
  ['it_IT_f_Menardi', 2],
  ['it_IT_m_Carlo', 3],
  ['ru_RU_f_IvrvoiceRU', 4],
  ['es', 1],
  ['fr', 3],
];
const NO_SPEECH = /beep|tone|silence|ring|music/;
const PROMPT_SPEAKERS = PROMPT_FOLDS.filter(([name]) => existsSync(join(PROMPTS, name))).map(
  ([name, fold]): Recorded => ({
    name,
    fold,
    words: ['digits', 'letters', 'phonetic'].flatMap((folder) => sounds(join(PROMPTS, name, folder))),
    phrases: sounds(join(PROMPTS, name)).filter((path) => !NO_SPEECH.test(path.slice(PROMPTS.length + name.length))),
    announcement: (part) => join(PROMPTS, name, part),
  }),
);

/** Games that speak, in many languages, each read by people at home; what is of one language is in one fold. */
const HOME_FOLDS: readonly string[] = [
  'fr bg de nds sl ar ml sk',
  'ru be fi nn nb sr cs en_GB',
  'ro el ga pt pt_BR sv he id',
  'ca da gl uk hu tn it',
  'es lt nl wa en',
];
const KTUBERLING = '/usr/share/ktuberling/sounds';
const KLETTRES = '/usr/share/klettres';
const TUXPAINT = '/usr/share/tuxpaint/stamps';

function homeSpeakers(): Recorded[] {
  const stamps = sounds(TUXPAINT, true).filter((path) => path.includes('_desc'));
  return HOME_FOLDS.flatMap((languages, fold) =>
    languages.split(' ').flatMap((language): Recorded[] => {
      const spoken = stamps.filter((path) => new RegExp(`_desc_${language}\\.`).test(path));
      const words = [
        ...sounds(join(KTUBERLING, language)),
        ...sounds(join(KLETTRES, language, 'syllab')),
        ...sounds(join(KLETTRES, language, 'alpha')),
      ];
      const speaker = (name: string, own: readonly string[]): Recorded[] =>
        own.length < 12
          ? []
          : [
              {
                name: `${name} ${language}`,
                fold,
                words: own,
                phrases: name === 'stamps' ? own : [],
                announcement: null,
              },
            ];
      return [...speaker('stamps', spoken), ...speaker('words', words)];
    }),
  );
}

/** Everybody who was recorded, as far as the packages are installed. */
export const RECORDED: readonly Recorded[] = [...PROMPT_SPEAKERS, ...homeSpeakers()];
