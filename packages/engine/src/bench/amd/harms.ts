/** What lines, gateways and rooms do to a call beyond what the recipe has: each harm is made of the call and a seeded stream of chance. */
import { A_LAW, aLawByte, MU_LAW, muLawByte, type Random, readWav, wavOf } from '@outdial/shared';
import { background, music } from './backgrounds.ts';
import { atLevel, biquad, losePackets, mixIn, noise, rms, telephoneBand, withEcho } from './line.ts';
import { cadence, concat, type Sound, silence, tone } from './tones.ts';

/** What a harm makes of a call; `laterMs` is by how much everything in it is moved. */
interface Harmed {
  readonly sound: Sound;
  readonly laterMs?: number;
}

export interface Harm {
  readonly name: string;
  /** The rate of the file that the call is read from; 8 kHz unless told. */
  readonly rateHz?: 16_000;
  apply(sound: Sound, random: Random, beds: Beds): Harmed;
}

const plain = (name: string, apply: (sound: Sound, random: Random, beds: Beds) => Sound): Harm => ({
  name,
  apply: (sound, random, beds) => ({ sound: apply(sound, random, beds) }),
});
const gain = (db: number): Harm =>
  plain(`gain ${db > 0 ? '+' : ''}${db} dB`, (sound) => sound.map((x) => x * 10 ** (db / 20)));

/** The level of what is not silence, dBFS: what a noise is so many decibels under. */
function loudDbfs(sound: Sound): number {
  const floor = (rms(sound) * 0.2) ** 2;
  let [sum, n] = [0, 0];
  for (const x of sound) {
    if (x * x < floor) continue;
    sum += x * x;
    n += 1;
  }
  return n === 0 || sum === 0 ? -60 : 10 * Math.log10(sum / n / 32_767 ** 2);
}

/** Noise of −10 dB a decade, by Kellet's three one-pole filters. */
function pink(random: Random, samples: number): Sound {
  const out = new Float64Array(samples);
  let [a, b, c] = [0, 0, 0];
  for (let i = 0; i < samples; i++) {
    const white = random.normal();
    a = 0.997_65 * a + 0.099_046 * white;
    b = 0.963 * b + 0.296_516_4 * white;
    c = 0.57 * c + 1.052_691_3 * white;
    out[i] = a + b + c + 0.1848 * white;
  }
  return telephoneBand(out);
}

/** A minute of each sound, of which every call hears a part of its own. */
const BED_MS = 60_000;
const BEDS: Readonly<Record<string, (random: Random, voices: () => Sound) => Sound>> = {
  white: (random) => noise(random, BED_MS, -30, 0),
  pink: (random) => pink(random, 8 * BED_MS),
  babble: (random, voices) => background(random, 'babble', BED_MS, voices),
  television: (random, voices) => background(random, 'tv', BED_MS, voices),
  music: (random) => music(random, BED_MS),
};

/** What is heard behind calls, made from a seed once. */
export class Beds {
  readonly #random: Random;
  readonly #voices: () => Sound;
  readonly #beds = new Map<string, Sound>();

  /** `voices` gives somebody's speech. */
  constructor(random: Random, voices: () => Sound) {
    this.#random = random;
    this.#voices = voices;
  }

  part(kind: string, random: Random, samples: number): Sound {
    let bed = this.#beds.get(kind);
    if (bed === undefined) {
      const make = BEDS[kind];
      if (make === undefined)
        throw new RangeError(`there is no bed ${kind}; there are ${Object.keys(BEDS).join(', ')}`);
      bed = make(this.#random.stream(kind), this.#voices);
      this.#beds.set(kind, bed);
    }
    const from = random.below(bed.length - samples);
    return bed.slice(from, from + samples);
  }
}

const behind = (kind: string, snrDb: number): Harm =>
  plain(`${kind} at ${snrDb} dB`, (sound, random, beds) => {
    const out = sound.slice();
    const added = beds.part(kind, random, sound.length);
    const factor = (32_767 * 10 ** ((loudDbfs(sound) - snrDb) / 20)) / Math.max(1, rms(added));
    mixIn(
      out,
      added.map((x) => x * factor),
    );
    return out;
  });
const loss = (share: number, kept: number): Harm =>
  plain(
    `${100 * share} % lost, ${kept === 0 ? 'silence' : kept < 1 ? 'repeated, fading' : 'repeated'}`,
    (sound, random) => losePackets(random, sound, share, kept),
  );
/** Everything that was there, some milliseconds later; `before` gives what is heard until then. */
const later = (name: string, before: (sound: Sound, random: Random, beds: Beds) => Sound): Harm => ({
  name,
  apply: (sound, random, beds) => {
    const first = before(sound, random, beds);
    return { sound: concat(first, sound), laterMs: first.length / 8 };
  },
});
const hum = (hz: number): Harm =>
  plain(`hum of ${hz} Hz`, (sound) => {
    const out = sound.slice();
    const level = loudDbfs(sound) - 15;
    for (const [harmonic, under] of [
      [1, 0],
      [2, 8],
      [3, 5],
      [5, 12],
    ] as const)
      mixIn(out, tone(sound.length / 8, [hz * harmonic], level + 3 - under));
    return out;
  });
const law = (name: string, through: (x: number) => number): Harm =>
  plain(name, (sound) => sound.map((x) => through(Math.max(-32_768, Math.min(32_767, Math.round(x))))));
const aLaw = (x: number): number => A_LAW[aLawByte(x)] ?? 0;
const muLaw = (x: number): number => MU_LAW[muLawByte(x)] ?? 0;

/** IMA's adaptive differential code, 4 bits a sample (32 kbit/s), there and back. */
function throughAdpcm(sound: Sound): Sound {
  let [value, step] = [0, 16];
  return sound.map((x) => {
    const off = x - value;
    const size = Math.min(7, Math.floor((4 * Math.abs(off)) / step));
    value = Math.max(-32_768, Math.min(32_767, value + (Math.sign(off) * (2 * size + 1) * step) / 8));
    step = Math.max(7, Math.min(32_767, step * (size < 4 ? 0.91 : ([1.2, 1.44, 1.73, 2.07][size - 4] ?? 1))));
    return value;
  });
}

/** Twice as many samples, what is new between two of the old by a windowed sinc of 32. */
function doubled(sound: Sound): Sound {
  return Float64Array.from({ length: 2 * sound.length }, (_, i) => {
    if (i % 2 === 0) return sound[i >> 1] ?? 0;
    let sum = 0;
    for (let k = -16; k < 16; k++) {
      const distance = k + 0.5;
      const window = 0.54 + 0.46 * Math.cos((Math.PI * distance) / 16.5);
      sum += (sound[(i >> 1) - k] ?? 0) * (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
    }
    return sum;
  });
}

export const HARMS: readonly Harm[] = [
  plain('nothing', (sound) => sound),
  ...[6, -6, -10, -20, -30].map(gain),
  plain('+15 dB, clipped', (sound) => sound.map((x) => Math.max(-32_768, Math.min(32_767, x * 5.6)))),
  ...['white', 'pink', 'babble'].flatMap((kind) => [20, 15, 10].map((snrDb) => behind(kind, snrDb))),
  behind('television', 15),
  behind('music', 15),
  ...[0, 0.6].flatMap((kept) => [0.02, 0.05].map((ratio) => loss(ratio, kept))),
  loss(0.05, 1),
  law('A-law', aLaw),
  law('µ-law, A-law, µ-law', (x) => muLaw(aLaw(muLaw(x)))),
  plain('32 kbit/s', throughAdpcm),
  { ...plain('16 kHz', doubled), rateHz: 16_000 },
  ...[80, 300].map((ms) => later(`${ms} ms of silence first`, () => silence(ms))),
  later('300 ms of ringing first', (sound) => cadence({ hz: [425], onOffMs: [1000, 4000] }, 300, loudDbfs(sound))),
  later('900 ms of ringing first', (sound) => cadence({ hz: [425], onOffMs: [600, 4000] }, 900, loudDbfs(sound))),
  later('1.5 s of music first', (sound, random, beds) =>
    atLevel(beds.part('music', random, 12_000), loudDbfs(sound) - 3),
  ),
  plain('offset of 1 %', (sound) => sound.map((x) => x + 330)),
  plain('offset of 4 %', (sound) => sound.map((x) => x + 1300)),
  ...[50, 60].map(hum),
  plain('echo of 40 ms, −12 dB', (sound) => withEcho(sound, 40, 12)),
  plain('echo of 180 ms, −15 dB', (sound) => withEcho(sound, 180, 15)),
  plain('a narrow band', (sound) => biquad(biquad(sound, 'high', 400), 'low', 2600)),
];

/** The call as the detector gets it: 16 bits, by way of a file where the harm is of one. */
export function harmed(harm: Harm, samples: Int16Array, random: Random, beds: Beds) {
  const { sound, laterMs = 0 } = harm.apply(Float64Array.from(samples), random, beds);
  const rounded = Int16Array.from(sound, (x) => Math.max(-32_768, Math.min(32_767, Math.round(x))));
  if (harm.rateHz === undefined) return { samples: rounded, laterMs };
  const file = wavOf(rounded);
  new DataView(file.buffer).setUint32(24, harm.rateHz, true);
  return { samples: readWav(file).samples, laterMs };
}
