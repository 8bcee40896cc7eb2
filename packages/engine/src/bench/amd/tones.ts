/** Tones of the network and of machines, by their standards: what generated calls are made of. */

/** Samples as floating point, full scale 32767, 8 kHz. */
export type Sound = Float64Array;
export const RATE_HZ = 8_000;
export const samplesOf = (ms: number): number => Math.round((ms * RATE_HZ) / 1000);
export const silence = (ms: number): Sound => new Float64Array(samplesOf(ms));
/** Amplitude of a sine of so many dBFS (a full-scale sine is −3 dBFS of power; this is by its peak). */
export const amplitude = (dbfs: number): number => 32_767 * 10 ** (dbfs / 20);

export function concat(...parts: readonly Sound[]): Sound {
  const out = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Sines of the given frequencies together, with 3 ms ramps. */
export function tone(ms: number, frequenciesHz: readonly number[], dbfs = -14, phase = 0): Sound {
  const out = silence(ms);
  const a = amplitude(dbfs) / frequenciesHz.length;
  for (const hz of frequenciesHz)
    for (let i = 0; i < out.length; i++)
      out[i] = (out[i] ?? 0) + a * Math.sin((2 * Math.PI * hz * i) / RATE_HZ + phase);
  const ramp = Math.min(24, out.length >> 1);
  for (let i = 0; i < ramp; i++) {
    const gain = i / ramp;
    out[i] = (out[i] ?? 0) * gain;
    out[out.length - 1 - i] = (out[out.length - 1 - i] ?? 0) * gain;
  }
  return out;
}

/** A frequency that glides from one value to another. */
export function sweep(ms: number, fromHz: number, toHz: number, dbfs = -14): Sound {
  const out = silence(ms);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    phase += (2 * Math.PI * (fromHz + ((toHz - fromHz) * i) / out.length)) / RATE_HZ;
    out[i] = amplitude(dbfs) * Math.sin(phase);
  }
  return out;
}

/** A tone of the network: frequencies, and on/off times in milliseconds that repeat. */
export interface Cadence {
  readonly hz: readonly number[];
  readonly onOffMs: readonly number[];
}

export const BUSY_TONES: Readonly<Record<string, Cadence>> = {
  'us-busy': { hz: [480, 620], onOffMs: [500, 500] },
  'us-reorder': { hz: [480, 620], onOffMs: [250, 250] },
  'uk-busy': { hz: [400], onOffMs: [375, 375] },
  'uk-congestion': { hz: [400], onOffMs: [400, 350, 225, 525] },
  'eu-busy': { hz: [425], onOffMs: [500, 500] },
  'eu-congestion': { hz: [425], onOffMs: [200, 200] },
  'fr-busy': { hz: [440], onOffMs: [500, 500] },
  'br-busy': { hz: [425], onOffMs: [250, 250] },
  'it-congestion': { hz: [425], onOffMs: [200, 200] },
  'de-busy': { hz: [425], onOffMs: [480, 480] },
  'de-congestion': { hz: [425], onOffMs: [240, 240] },
  'jp-busy': { hz: [400], onOffMs: [500, 500] },
};

export const RINGBACK_TONES: Readonly<Record<string, Cadence>> = {
  us: { hz: [440, 480], onOffMs: [2000, 4000] },
  uk: { hz: [400, 450], onOffMs: [400, 200, 400, 2000] },
  eu: { hz: [425], onOffMs: [1000, 4000] },
  fr: { hz: [440], onOffMs: [1500, 3500] },
  es: { hz: [425], onOffMs: [1500, 3000] },
  au: { hz: [400, 425], onOffMs: [400, 200, 400, 2000] },
  se: { hz: [425], onOffMs: [1000, 5000] },
  jp: { hz: [400], onOffMs: [1000, 2000] },
};

/** A cadence that begins `skipMs` into its period and lasts `ms`. */
export function cadence({ hz, onOffMs }: Cadence, ms: number, dbfs = -16, skipMs = 0): Sound {
  const parts: Sound[] = [];
  let length = 0;
  let skip = skipMs % onOffMs.reduce((sum, part) => sum + part, 0);
  for (let i = 0; length < ms; i++) {
    const part = onOffMs[i % onOffMs.length] ?? 0;
    const partMs = part - skip;
    skip = Math.max(0, skip - part);
    if (partMs <= 0) continue;
    parts.push(i % 2 === 0 ? tone(partMs, hz, dbfs) : silence(partMs));
    length += partMs;
  }
  return concat(...parts).subarray(0, samplesOf(ms));
}

/** Special information tones: three frequencies and lengths (Bellcore SR-2275; ITU-T E.180 for the last). */
export const SIT_TONES = {
  intercept: [913.8, 274, 1370.6, 274, 1776.7, 380],
  'vacant-code': [985.2, 380, 1370.6, 274, 1776.7, 380],
  'ineffective-other': [913.8, 380, 1370.6, 274, 1776.7, 380],
  'reorder-intra': [913.8, 274, 1428.5, 380, 1776.7, 380],
  'reorder-inter': [985.2, 274, 1428.5, 380, 1776.7, 380],
  'no-circuit-intra': [985.2, 274, 1370.6, 380, 1776.7, 380],
  'no-circuit-inter': [913.8, 380, 1428.5, 380, 1776.7, 380],
  itu: [950, 330, 1400, 330, 1800, 330],
} as const;
export type SitTone = keyof typeof SIT_TONES;

export function sit(kind: SitTone, dbfs = -14, gapMs = 0): Sound {
  const [f1, d1, f2, d2, f3, d3] = SIT_TONES[kind];
  const gap = silence(gapMs);
  return concat(tone(d1, [f1], dbfs), gap, tone(d2, [f2], dbfs), gap, tone(d3, [f3], dbfs));
}

/** Binary frequency shift keying of random or given bits, continuous phase. */
export function fsk(
  ms: number,
  markHz: number,
  spaceHz: number,
  baud: number,
  bit: (i: number) => boolean,
  dbfs = -14,
): Sound {
  const out = silence(ms);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    phase += (2 * Math.PI * (bit(Math.floor((i * baud) / RATE_HZ)) ? markHz : spaceHz)) / RATE_HZ;
    out[i] = amplitude(dbfs) * Math.sin(phase);
  }
  return out;
}

/** V.21 channel 2 with HDLC flags (01111110), as a called fax sends before its identification. */
export const v21Flags = (ms: number, dbfs = -14): Sound =>
  fsk(ms, 1650, 1850, 300, (i) => i % 8 !== 0 && i % 8 !== 7, dbfs);

/** ANSam (V.8): 2100 Hz, 20 % modulated at 15 Hz, its phase reversed every 450 ms. */
export function ansAm(ms: number, dbfs = -14, reversals = true, modulated = true): Sound {
  const out = silence(ms);
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE_HZ;
    const sign = reversals && Math.floor(t / 0.45) % 2 === 1 ? -1 : 1;
    const am = modulated ? 1 + 0.2 * Math.sin(2 * Math.PI * 15 * t) : 1;
    out[i] = (sign * am * amplitude(dbfs) * Math.sin(2 * Math.PI * 2100 * t)) / 1.2;
  }
  return out;
}
