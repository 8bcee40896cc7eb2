/**
 * Finds a tone, or a pair of the network's, in a frame whose noise is too strong for {@link analyseFrame}'s tone tests. Prediction from
 * neighbouring samples takes the noise with it and is pulled towards 2000 Hz; here the first frequency comes from correlations that
 * white noise has no part in (Pisarenko 1973), the phase from one quarter of the frame to the next corrects it, and what counts is the
 * share of the frame's power that the sine explains: 0.9 of it is a tone 10 dB over the noise, of any colour.
 */
import { FRAME_SAMPLES, type FrameFacts } from './frame-analysis.ts';

/** What explains a frame best: frequency (the middle of a pair), whether it is a pair, and its share of the power, 0 to 1. */
export interface NoisyTone {
  hz: number;
  pair: boolean;
  share: number;
  /** The first estimate of the frequency, and the share of the power that it speaks for. */
  firstHz: number;
  hint: number;
}

export const noNoisyTone = (): NoisyTone => ({ hz: 0, pair: false, share: 0, firstHz: 0, hint: 0 });

const RATE_HZ = 8_000;
const QUARTER = FRAME_SAMPLES / 4;
/** Less than this at the first look is no tone. */
const HINT = 0.55;
/** A single tone that explains so much needs no pair beside it. */
const PLENTY = 0.9;
/** Pairs that tell how a call goes: busy and reorder, ringing, ringing. */
const PAIRS = [
  [480, 620],
  [440, 480],
  [400, 450],
] as const;
/** Pairs are looked for among every fourth sum of four samples, which is enough up to 700 Hz and has a quarter of the noise. */
const SUMS = FRAME_SAMPLES / 4;
const PAIR_BAND_HZ = [360, 640] as const;

const MIDDLES_HZ = PAIRS.map(([low, high]) => (low + high) / 2);

/** For each pair four vectors at right angles that span all sums of two such sines, of the length that makes up for the sums of four. */
const BASES = PAIRS.map(([low, high], pair) => {
  const vectors: number[][] = [];
  for (const hz of [low, high])
    for (const phase of [0, Math.PI / 2]) {
      const one = Array.from({ length: SUMS }, (_, k) => Math.cos((8 * Math.PI * hz * k) / RATE_HZ + phase));
      for (const other of vectors) {
        const along = other.reduce((sum, x, k) => sum + x * (one[k] ?? 0), 0);
        other.forEach((x, k) => {
          one[k] = (one[k] ?? 0) - along * x;
        });
      }
      const length = Math.hypot(...one);
      vectors.push(one.map((x) => x / length));
    }
  const w = (2 * Math.PI * (MIDDLES_HZ[pair] ?? 0)) / RATE_HZ;
  const scale = (2 * Math.sin(w / 2)) / Math.sin(2 * w);
  return Float64Array.from(vectors.flat(), (x) => scale * x);
});

/** The quarters' spectrum at one frequency: real and imaginary parts, each by the phase at its quarter's end. */
const real = new Float64Array(4);
const imaginary = new Float64Array(4);

/** Goertzel's filter over the four quarters side by side, so that none waits for another. */
function quarters(samples: Int16Array, offset: number, w: number): void {
  const c = 2 * Math.cos(w);
  let a1 = 0;
  let a2 = 0;
  let b1 = 0;
  let b2 = 0;
  let c1 = 0;
  let c2 = 0;
  let d1 = 0;
  let d2 = 0;
  for (let i = offset, end = offset + QUARTER; i < end; i++) {
    const a = (samples[i] ?? 0) + c * a1 - a2;
    const b = (samples[i + QUARTER] ?? 0) + c * b1 - b2;
    const e = (samples[i + 2 * QUARTER] ?? 0) + c * c1 - c2;
    const d = (samples[i + 3 * QUARTER] ?? 0) + c * d1 - d2;
    a2 = a1;
    a1 = a;
    b2 = b1;
    b1 = b;
    c2 = c1;
    c1 = e;
    d2 = d1;
    d1 = d;
  }
  const cos = c / 2;
  const sin = Math.sin(w);
  real[0] = a1 - a2 * cos;
  imaginary[0] = a2 * sin;
  real[1] = b1 - b2 * cos;
  imaginary[1] = b2 * sin;
  real[2] = c1 - c2 * cos;
  imaginary[2] = c2 * sin;
  real[3] = d1 - d2 * cos;
  imaginary[3] = d2 * sin;
}

/** By how much the phase runs ahead of the frequency from quarter to quarter, in radians a sample. */
function correction(w: number): number {
  let re = 0;
  let im = 0;
  for (let k = 0; k < 3; k++) {
    const a = real[k] ?? 0;
    const b = real[k + 1] ?? 0;
    const ai = imaginary[k] ?? 0;
    const bi = imaginary[k + 1] ?? 0;
    re += b * a + bi * ai;
    im += bi * a - b * ai;
  }
  const turn = Math.atan2(im, re) - QUARTER * w;
  return (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) / QUARTER;
}

/** The length of the quarters' sum, squared, each turned back by the phase that a sine of this frequency gains. */
function coherent(w: number): number {
  const cos = Math.cos(QUARTER * w);
  const sin = Math.sin(QUARTER * w);
  let re = real[3] ?? 0;
  let im = imaginary[3] ?? 0;
  for (let k = 2; k >= 0; k--) {
    const turned = re * cos + im * sin;
    im = im * cos - re * sin + (imaginary[k] ?? 0);
    re = turned + (real[k] ?? 0);
  }
  return re * re + im * im;
}

const sums = new Float64Array(SUMS);

function findPair(samples: Int16Array, offset: number, energy: number, found: NoisyTone): void {
  for (let k = 0, i = offset; k < SUMS; k++, i += 4)
    sums[k] = (samples[i] ?? 0) + (samples[i + 1] ?? 0) + (samples[i + 2] ?? 0) + (samples[i + 3] ?? 0);
  for (let pair = 0; pair < PAIRS.length; pair++) {
    const basis = BASES[pair] ?? sums;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < SUMS; k++) {
      const x = sums[k] ?? 0;
      a += x * (basis[k] ?? 0);
      b += x * (basis[k + SUMS] ?? 0);
      c += x * (basis[k + 2 * SUMS] ?? 0);
      d += x * (basis[k + 3 * SUMS] ?? 0);
    }
    const share = (a * a + b * b + c * c + d * d) / energy;
    if (share <= found.share) continue;
    found.share = share;
    found.hz = MIDDLES_HZ[pair] ?? 0;
    found.pair = true;
  }
}

/** Looks for a tone in a frame that has been analysed; `found.share` is 0 where there is none. */
export function findNoisyTone(samples: Int16Array, offset: number, facts: FrameFacts, found: NoisyTone): void {
  found.share = found.hz = found.firstHz = found.hint = 0;
  found.pair = false;
  const { r1, r2 } = facts;
  if (r1 === 0 && r2 === 0) return;
  const root = Math.sqrt(r2 * r2 + 8 * r1 * r1);
  const cosine = Math.max(-1, Math.min(1, r2 < 0 ? (2 * r1) / (root - r2) : (r2 + root) / (4 * r1)));
  const twice = 2 * cosine * cosine - 1;
  const hint = (r1 * cosine + r2 * twice) / (cosine * cosine + twice * twice);
  let w = Math.acos(cosine);
  const toHz = RATE_HZ / (2 * Math.PI);
  const first = w * toHz;
  found.firstHz = first;
  found.hint = hint;
  if (hint < HINT || first < 300 || first > 2800) return;
  const energy = FRAME_SAMPLES * 32_768 ** 2 * 10 ** (facts.levelDbfs / 10);
  quarters(samples, offset, w);
  let power = 0;
  for (let k = 0; k < 4; k++) power += (real[k] ?? 0) ** 2 + (imaginary[k] ?? 0) ** 2;
  // A sine's quarters together have energy × 20; a frequency that is off by 100 Hz leaves 0.4 of it.
  if (power > 20 * 0.35 * energy) {
    w += correction(w);
    quarters(samples, offset, w);
    w += correction(w);
    found.share = (2 * coherent(w)) / (FRAME_SAMPLES * energy);
    found.hz = w * toHz;
  }
  if (found.share < PLENTY && first > PAIR_BAND_HZ[0] && first < PAIR_BAND_HZ[1])
    findPair(samples, offset, energy, found);
}
