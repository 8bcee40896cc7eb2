/**
 * Tries the tone bank and the beep finder on every tone of the standards as lines make it: faint, off its frequency by up to 1 %, in
 * noise, with packets lost, through both laws. Needs no speech engine.
 *   node packages/engine/dist/bench/amd/tone-trial.js [--each 60] [--seed 3] [--only GROUP]
 */
import { parseArgs } from 'node:util';
import { type Random, seededRandom } from '@outdial/shared';
import { classify } from '../../amd/amd-files.ts';
import { type Clip, loadClips } from '../../amd/clips.ts';
import { music } from './backgrounds.ts';
import { atLevel, losePackets, mixIn, noise, telephoneBand, throughCodec } from './line.ts';
import { uniform } from './through-line.ts';
import {
  ansAm,
  BUSY_TONES,
  type Cadence,
  cadence,
  concat,
  fsk,
  RINGBACK_TONES,
  SIT_TONES,
  type SitTone,
  type Sound,
  silence,
  sit,
  tone,
  v21Flags,
} from './tones.ts';

/** What a trial is to be heard as, and how it is made. */
interface Trial {
  readonly group: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly sitKind?: string;
  make(random: Random): { readonly sound: Sound; readonly beepMs?: number };
}

/** Everything of a sound higher or lower by a share: it is read faster or slower, between its samples by a cubic through the nearest six. */
function shifted(sound: Sound, share: number): Sound {
  const at = (i: number): number => sound[i] ?? 0;
  return Float64Array.from({ length: Math.floor(sound.length / (1 + share)) }, (_, i) => {
    const place = i * (1 + share);
    const k = Math.floor(place);
    const t = place - k;
    const slope = (n: number): number => (8 * (at(n + 1) - at(n - 1)) - (at(n + 2) - at(n - 2))) / 12;
    const [a, b, da, db] = [at(k), at(k + 1), slope(k), slope(k + 1)];
    return a + t * (da + t * (3 * (b - a) - 2 * da - db + t * (da + db - 2 * (b - a))));
  });
}

/** How far a tone is above the noise of its line, dB. */
type Noise = readonly [number, number];
const USUAL: Noise = [20, 45];
export const STRONG: Noise = [12, 20];

/** The line: a level of −38 to −8 dBFS, a noise below that, up to 3 % of packets lost. */
function line(random: Random, sound: Sound, [least, most]: Noise): Int16Array {
  const dbfs = uniform(random, -38, -8);
  const gain = 10 ** ((dbfs + 14) / 20);
  let call: Sound = shifted(sound, uniform(random, -0.01, 0.01)).map((x) => x * gain);
  // A tone of so many dBFS by its peak has 3 dB less of power.
  mixIn(
    call,
    noise(random, call.length / 8, Math.max(-74, dbfs - 3 - uniform(random, least, most)), 0.7 * random.next()),
  );
  if (random.chance(0.4)) call = losePackets(random, call, uniform(random, 0, 0.03), random.chance(0.5) ? 0 : 0.6);
  return throughCodec(call, random.chance(0.5) ? 'mu-law' : 'a-law');
}

const KINDS: Readonly<Record<SitTone, string>> = {
  intercept: 'intercept',
  'vacant-code': 'vacant-code',
  'ineffective-other': 'unknown',
  'reorder-intra': 'reorder',
  'reorder-inter': 'reorder',
  'no-circuit-intra': 'no-circuit',
  'no-circuit-inter': 'no-circuit',
  itu: 'unknown',
};

const lead = (random: Random): Sound => silence(uniform(random, 100, 900));
const after = silence(800);
const cadences = (group: string, table: Readonly<Record<string, Cadence>>, ms: number): Trial[] =>
  Object.entries(table).map(([name, entry]) => ({
    group,
    name,
    labels: [group],
    make: (random) => ({ sound: cadence(entry, ms, -14, random.next() < 0.5 ? 0 : uniform(random, 0, 3000)) }),
  }));
const data = (name: string, make: (random: Random) => Sound): Trial => ({
  group: 'fax and modem',
  name,
  labels: ['fax', 'modem'],
  make: (random) => ({ sound: concat(lead(random), make(random), after) }),
});

const greetings: readonly Clip[] = loadClips().filter(({ kind, beepMs }) => kind === 'machine' && beepMs !== null);
const talk = (random: Random): Sound => {
  const clip = greetings[random.below(greetings.length)];
  return Float64Array.from(clip?.samples.subarray(0, ((clip.beepMs ?? 0) - 40) * 8) ?? []);
};
function beep(name: string, sound: (random: Random, hz: number) => Sound): Trial {
  return {
    group: 'beeps',
    name,
    labels: [],
    make: (random) => {
      const before = concat(talk(random), silence(uniform(random, 60, 1500)));
      // What follows the greeting is as loud as it, or 14 dB less.
      const gain = 10 ** (uniform(random, -14, 6) / 20);
      const one = sound(random, uniform(random, 400, 1980)).map((x) => x * gain);
      return { sound: concat(before, one, silence(900)), beepMs: before.length / 8 };
    },
  };
}
const nothing = (name: string, make: (random: Random) => Sound): Trial => ({
  group: 'no beep',
  name,
  labels: [],
  make: (random) => ({ sound: make(random) }),
});
const keys = [697, 770, 852, 941, 1209, 1336, 1477] as const;
const key = (random: Random, ms: number): Sound =>
  tone(ms, [keys[random.below(4)] ?? 697, keys[4 + random.below(3)] ?? 1209], -14);

const TRIALS: readonly Trial[] = [
  ...(Object.keys(SIT_TONES) as SitTone[]).map(
    (kind): Trial => ({
      group: 'SIT',
      name: kind,
      labels: ['sit'],
      sitKind: KINDS[kind],
      make: (random) => ({
        sound: concat(lead(random), sit(kind, -14, random.chance(0.5) ? 0 : uniform(random, 0, 30)), after),
      }),
    }),
  ),
  ...cadences('busy', BUSY_TONES, 4500),
  ...cadences('ringback', RINGBACK_TONES, 8000),
  data('CED', () => tone(2600, [2100])),
  data('CED and V.21', () => concat(tone(1500, [2100]), silence(75), v21Flags(1200))),
  data('V.21 flags', () => v21Flags(1500)),
  data('CNG', () => concat(tone(500, [1100]), silence(3000), tone(500, [1100]))),
  data('ANS', () => ansAm(3000, -14, true, false)),
  data('ANSam', () => ansAm(3000)),
  data('ANSam without reversals', () => ansAm(3000, -14, false)),
  data('Bell 103 answer', () => tone(2500, [2225])),
  data('V.22 unscrambled', () => tone(2500, [2250])),
  data('V.21 answer carrier', () => fsk(2500, 1650, 1650, 300, () => true)),
  beep('single', (random, hz) => tone(uniform(random, 120, 700), [hz])),
  beep('double', (random, hz) => {
    const one = tone(uniform(random, 150, 320), [hz]);
    return concat(one, silence(uniform(random, 80, 160)), one);
  }),
  beep('two tones', (random, hz) =>
    tone(uniform(random, 120, 700), [hz, Math.min(2100, hz * uniform(random, 1.2, 1.6))]),
  ),
  nothing('speech', talk),
  nothing('music', (random) => atLevel(music(random, 8000), -14)),
  nothing('speech and music', (random) => {
    const sound = talk(random);
    mixIn(sound, atLevel(music(random, sound.length / 8), uniform(random, -34, -20)));
    return sound;
  }),
  nothing('keys', (random) => concat(lead(random), key(random, 90), silence(150), key(random, 180), silence(900))),
  ...Object.entries(RINGBACK_TONES).map(([name, entry]) => nothing(`ringback ${name}`, () => cadence(entry, 8000))),
  ...Object.entries(BUSY_TONES).map(([name, entry]) => nothing(`busy ${name}`, () => cadence(entry, 4500))),
];

/** What became of the trials of one name: shares from 0 to 1. */
export interface ToneResult {
  readonly group: string;
  readonly name: string;
  readonly tried: number;
  readonly right: number;
  readonly kindRight?: number;
  readonly others: Readonly<Record<string, number>>;
}

export function tryTones(each: number, seed: number, noise: Noise = USUAL, only = ''): ToneResult[] {
  return TRIALS.filter(({ group }) => group.includes(only)).map(({ group, name, labels, sitKind, make }) => {
    const random = seededRandom(seed).stream(`${group} ${name}`);
    for (let warm = 0; warm < 8; warm++) random.next();
    let [right, kindRight] = [0, 0];
    const others: Record<string, number> = {};
    for (let i = 0; i < each; i++) {
      const { sound, beepMs } = make(random);
      // A line changes a beep's time by as much as it shifts the pitch.
      const heard = classify(
        name,
        beepMs === undefined ? line(random, sound, noise) : throughCodec(telephoneBand(sound), 'mu-law'),
      );
      const found = heard.beepAll.some((atMs) => Math.abs(atMs - (beepMs ?? 0)) <= 150);
      const ok =
        labels.length > 0 ? labels.includes(heard.label) : beepMs === undefined ? heard.beepAll.length === 0 : found;
      const said = labels.length > 0 ? heard.label : beepMs === undefined ? 'a beep' : 'no beep';
      if (ok) right += 1;
      else others[said] = (others[said] ?? 0) + 1;
      if (heard.sitKind === sitKind) kindRight += 1;
    }
    const kind = sitKind === undefined ? {} : { kindRight: kindRight / each };
    return { group, name, tried: each, right: right / each, ...kind, others };
  });
}

/** The share of trials that were right, by group. */
export function shares(results: readonly ToneResult[]): Record<string, number> {
  const groups = [...new Set(results.map(({ group }) => group))];
  return Object.fromEntries(
    groups.map((group) => {
      const own = results.filter((result) => result.group === group);
      return [group, Math.round((1000 * own.reduce((sum, { right }) => sum + right, 0)) / own.length) / 1000];
    }),
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      each: { type: 'string', default: '60' },
      seed: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
    },
  });
  const [each, seed] = [Number(values.each), Number(values.seed)];
  const results = tryTones(each, seed, USUAL, values.only);
  const strong = shares(tryTones(each, seed, STRONG, values.only));
  process.stdout.write(`${JSON.stringify({ groups: shares(results), inStrongNoise: strong, results }, null, 1)}\n`);
}
