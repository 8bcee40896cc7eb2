/** What one frame of 20 ms shows by itself: level, short-time correlation, and whether it is one tone or two. */

export const FRAME_MS = 20;
export const FRAME_SAMPLES = 160;
const FULL_SCALE = 32_768;
/** Below this a frame is silence to the tone tests, dBFS. */
const TONE_FLOOR_DBFS = -50;

/** Figures of one frame; frequencies in hertz, 0 where there is no tone. */
export interface FrameFacts {
  /** Power, dBFS (a full-scale sine is −3), never under −96. */
  levelDbfs: number;
  /** Mean of the samples, and the share of the power that is nothing but this mean. */
  mean: number;
  meanShare: number;
  /** Zero crossings, 0 to 1 of the samples. */
  crossings: number;
  /** Normalised correlation at a lag of one and of two samples, −1 to 1: the slope and curve of the spectrum. */
  r1: number;
  r2: number;
  /** Frequency of the one tone that fits best and by how much it predicts the frame, dB. */
  toneHz: number;
  toneGainDb: number;
  /** The two frequencies that fit best (lower, higher) and by how much they predict the frame, dB. */
  pairLowHz: number;
  pairHighHz: number;
  pairGainDb: number;
}

export const noFacts = (): FrameFacts => ({
  levelDbfs: -96,
  mean: 0,
  meanShare: 0,
  crossings: 0,
  r1: 0,
  r2: 0,
  toneHz: 0,
  toneGainDb: 0,
  pairLowHz: 0,
  pairHighHz: 0,
  pairGainDb: 0,
});

const decibels = (ratio: number): number => 10 * Math.log10(Math.max(ratio, 1e-10));
const hertz = (cosine: number): number => (Math.acos(Math.max(-1, Math.min(1, cosine))) * 8_000) / (2 * Math.PI);

/**
 * Analyses a frame into `facts`. The tone tests are symmetric linear prediction (Prony's method with poles on the unit circle): a sine
 * obeys x[n] + x[n−2] = 2 cos ω · x[n−1] exactly, and two sines x[n] + x[n−4] = a (x[n−1] + x[n−3]) + b x[n−2], whatever the phase.
 */
export function analyseFrame(samples: Int16Array, offset: number, facts: FrameFacts): void {
  let x4 = samples[offset] ?? 0;
  let x3 = samples[offset + 1] ?? 0;
  let x2 = samples[offset + 2] ?? 0;
  let x1 = samples[offset + 3] ?? 0;
  let energy = x1 * x1 + x2 * x2 + x3 * x3 + x4 * x4;
  let sum = x1 + x2 + x3 + x4;
  const end = offset + FRAME_SAMPLES;
  for (let i = offset + 4; i < end; i++) {
    const x0 = samples[i] ?? 0;
    energy += x0 * x0;
    sum += x0;
  }
  facts.mean = sum / FRAME_SAMPLES;
  facts.meanShare = energy > 0 ? (sum * sum) / (FRAME_SAMPLES * energy) : 0;
  facts.levelDbfs = Math.max(-96, decibels(energy / FRAME_SAMPLES / (FULL_SCALE * FULL_SCALE)));
  facts.toneHz = facts.toneGainDb = facts.pairLowHz = facts.pairHighHz = facts.pairGainDb = 0;
  facts.crossings = facts.r1 = facts.r2 = 0;
  if (facts.levelDbfs < TONE_FLOOR_DBFS) return;

  let crossings = 0;
  let [q, qc, qq, ss, st, su, tt] = [0, 0, 0, 0, 0, 0, 0];
  let r2 = 0;
  for (let i = offset + 4; i < end; i++) {
    const x0 = samples[i] ?? 0;
    const around = x0 + x2;
    const s = x0 + x4;
    const t = x1 + x3;
    q += x1 * x1;
    qc += around * x1;
    qq += around * around;
    ss += s * s;
    st += s * t;
    su += s * x2;
    tt += t * t;
    r2 += x0 * x2;
    if ((x0 ^ x1) < 0) crossings += 1;
    x4 = x3;
    x3 = x2;
    x2 = x1;
    x1 = x0;
  }
  facts.crossings = crossings / (FRAME_SAMPLES - 4);
  facts.r1 = q > 0 ? qc / (2 * q) : 0;
  facts.r2 = q > 0 ? Math.max(-1, Math.min(1, r2 / q)) : 0;
  if (q <= 0) return;
  // The sums over x[n−2]² and (x[n−1]+x[n−3])·x[n−2] differ from those one sample later by the frame's edges alone.
  facts.toneHz = hertz(qc / (2 * q));
  facts.toneGainDb = decibels(q / Math.max(qq - (qc * qc) / q, 1e-6 * q));
  fitPair(samples, offset, ss, st, su, tt, facts);
}

/** Solves the two-tone prediction's normal equations (2 × 2), and its polynomial for the two frequencies. */
function fitPair(
  samples: Int16Array,
  offset: number,
  ss: number,
  st: number,
  su: number,
  tt: number,
  facts: FrameFacts,
): void {
  let tu = 0;
  let uu = 0;
  for (let i = offset + 2, end = offset + FRAME_SAMPLES - 2; i < end; i++) {
    const x = samples[i] ?? 0;
    uu += x * x;
    tu += x * ((samples[i + 1] ?? 0) + (samples[i - 1] ?? 0));
  }
  const determinant = tt * uu - tu * tu;
  if (determinant <= 1e-9 * tt * uu) return;
  const a = (st * uu - su * tu) / determinant;
  const b = (su * tt - st * tu) / determinant;
  const residual = Math.max(ss - a * st - b * su, 1e-6 * uu);
  // With y = 2 cos ω: y² − a y − (2 + b) = 0.
  const root = a * a + 4 * (2 + b);
  if (root < 0) return;
  const square = Math.sqrt(root);
  facts.pairLowHz = hertz((a + square) / 4);
  facts.pairHighHz = hertz((a - square) / 4);
  facts.pairGainDb = decibels(uu / residual);
}
