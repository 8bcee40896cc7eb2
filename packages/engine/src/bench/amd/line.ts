/** A telephone line: noise, band limits, level, echo, loss and codec, all from a seeded stream of chance. */
import type { Random } from '@outdial/shared';
import { A_LAW, aLawByte, MU_LAW, muLawByte } from '@outdial/shared';
import { RATE_HZ, type Sound, samplesOf } from './tones.ts';

export const rms = (sound: Sound): number =>
  Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / Math.max(1, sound.length));

/** Scales a sound to a level (dBFS of its root mean square over the frames that are not silent). */
export function atLevel(sound: Sound, dbfs: number): Sound {
  let sum = 0;
  let n = 0;
  const floor = (rms(sound) * 0.2) ** 2;
  for (const x of sound) {
    if (x * x < floor) continue;
    sum += x * x;
    n += 1;
  }
  const gain = (32_767 * 10 ** (dbfs / 20)) / Math.max(1, Math.sqrt(sum / Math.max(1, n)));
  return sound.map((x) => x * gain);
}

/** White noise through a one-pole low-pass (0 keeps it white, 0.95 makes it dull), at a level in dBFS. */
export function noise(random: Random, ms: number, dbfs: number, dullness = 0.6): Sound {
  const out = new Float64Array(samplesOf(ms));
  let state = 0;
  for (let i = 0; i < out.length; i++) {
    state = dullness * state + random.normal();
    out[i] = state;
  }
  const gain = (32_767 * 10 ** (dbfs / 20)) / Math.max(1e-9, rms(out));
  return out.map((x) => x * gain);
}

/** Adds `part` into `base` from `atMs` on, as far as `base` goes. */
export function mixIn(base: Sound, part: Sound, atMs = 0): void {
  const from = samplesOf(atMs);
  for (let i = 0; i < part.length && from + i < base.length; i++)
    base[from + i] = (base[from + i] ?? 0) + (part[i] ?? 0);
}

/** A second-order section (Bristow-Johnson's cookbook): high-pass or low-pass at a frequency. */
export function biquad(sound: Sound, kind: 'high' | 'low', hz: number, q = Math.SQRT1_2): Sound {
  const w = (2 * Math.PI * hz) / RATE_HZ;
  const alpha = Math.sin(w) / (2 * q);
  const c = Math.cos(w);
  const b1 = kind === 'low' ? 1 - c : -(1 + c);
  const b0 = Math.abs(b1) / 2;
  const out = new Float64Array(sound.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < sound.length; i++) {
    const x = sound[i] ?? 0;
    const y = (b0 * x + b1 * x1 + b0 * x2 + 2 * c * y1 - (1 - alpha) * y2) / (1 + alpha);
    [x2, x1, y2, y1] = [x1, x, y1, y];
    out[i] = y;
  }
  return out;
}

/** The band of a telephone. */
export const telephoneBand = (sound: Sound, lowHz = 280, highHz = 3400): Sound =>
  biquad(biquad(biquad(sound, 'high', lowHz), 'low', highHz, 0.9), 'low', Math.min(3700, highHz * 1.05), 0.6);

/** Rounds and clips to 16 bits, by way of a codec. */
export function throughCodec(sound: Sound, law: 'mu-law' | 'a-law' | 'none'): Int16Array {
  return Int16Array.from(sound, (x) => {
    const linear = Math.max(-32_768, Math.min(32_767, Math.round(x)));
    if (law === 'none') return linear;
    return (law === 'mu-law' ? MU_LAW[muLawByte(linear)] : A_LAW[aLawByte(linear)]) ?? 0;
  });
}

/** Loses 20 ms packets at random, in bursts; a lost one repeats the last at `kept` of its level (0: it is silence). */
export function losePackets(random: Random, sound: Sound, ratio: number, kept: number, meanBurst = 1.5): Sound {
  const out = sound.slice();
  const packet = samplesOf(20);
  let burst = 0;
  let fade = 1;
  for (let at = packet; at + packet <= out.length; at += packet) {
    if (burst > 0 ? !random.chance(1 / meanBurst) : random.chance(ratio / meanBurst)) {
      burst += 1;
      fade *= kept;
      for (let i = 0; i < packet; i++) out[at + i] = (out[at + i - packet] ?? 0) * fade;
    } else {
      burst = 0;
      fade = 1;
    }
  }
  return out;
}

/** Adds an echo, delayed and weaker. */
export function withEcho(sound: Sound, delayMs: number, lossDb: number): Sound {
  const out = sound.slice();
  const gain = 10 ** (-lossDb / 20);
  const delay = samplesOf(delayMs);
  for (let i = delay; i < out.length; i++) out[i] = (out[i] ?? 0) + gain * (sound[i - delay] ?? 0);
  return out;
}

/** A room around the far end: feedback delays that fall by 60 dB in `decayMs`, at a level below the voice. */
export function inRoom(random: Random, sound: Sound, decayMs: number, lossDb: number): Sound {
  const out = sound.slice();
  for (let comb = 0; comb < 4; comb++) {
    const delay = samplesOf(23 + 20 * random.next());
    const feedback = 10 ** ((-3 * delay) / samplesOf(decayMs));
    const line = new Float64Array(delay);
    const gain = 10 ** (-lossDb / 20) / 2;
    for (let i = 0; i < sound.length; i++) {
      const at = i % delay;
      const late = line[at] ?? 0;
      out[i] = (out[i] ?? 0) + gain * late;
      line[at] = (sound[i] ?? 0) + feedback * late;
    }
  }
  return out;
}

/** Makes a sound darker (tilt < 0) or brighter (> 0), by its difference from one sample to the next. */
export function tilted(sound: Sound, tilt: number): Sound {
  let before = 0;
  return sound.map((x) => {
    const y = tilt < 0 ? x + -tilt * before : x - tilt * before;
    before = x;
    return y;
  });
}
