/** What the lab's phones say: looped or one-time µ-law, in frames of 20 ms. */
import { muLawByte } from '@outdial/shared';

export const FRAME_SAMPLES = 160;
const SAMPLE_RATE_HZ = 8_000;
const SILENT_BYTE = 0xff;

/** Every kind of sound in the lab has a tone of its own, so that an ear can tell who is heard. */
export const LAB_TONES_HZ = {
  contact: 600,
  agent: 800,
  supervisor: 1_000,
  target: 1_200,
  music: 1_600,
  message: 1_800,
} as const;

export interface Sound {
  readonly bytes: Uint8Array;
  readonly loop: boolean;
}

export const SILENCE: Sound = { bytes: new Uint8Array(FRAME_SAMPLES).fill(SILENT_BYTE), loop: true };

/** Linear samples as a sound that is played once. */
export function soundOf(samples: Int16Array): Sound {
  const frames = Math.ceil(samples.length / FRAME_SAMPLES);
  const bytes = new Uint8Array(frames * FRAME_SAMPLES).fill(SILENT_BYTE);
  samples.forEach((sample, i) => {
    bytes[i] = muLawByte(sample);
  });
  return { bytes, loop: false };
}

/** A tone for ever. Its frequency is a multiple of 50 Hz, so that a frame holds whole periods. */
export function toneSound(frequencyHz: number): Sound {
  return { bytes: soundOf(toneSamples(frequencyHz, 20)).bytes, loop: true };
}

/** Linear samples of a tone, at −16 dBFS. */
export function toneSamples(frequencyHz: number, lengthMs: number): Int16Array {
  return Int16Array.from({ length: (lengthMs * SAMPLE_RATE_HZ) / 1_000 }, (_, i) =>
    Math.round(5_000 * Math.sin((2 * Math.PI * frequencyHz * i) / SAMPLE_RATE_HZ)),
  );
}
