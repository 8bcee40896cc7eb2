/** One clip over one line: mixed and cut into frames when somebody first asks for them. */
import type { Clip } from '../../amd/clips.ts';
import type { AudioFrame } from '../port.ts';

export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;

/** Root mean square of a frame, in samples' units, from which on it counts as sound: about −44 dBFS. */
const SOUND_RMS = 200;

/** Gains are taken in whole numbers of 2⁻¹³: a sample times twice its size still fits. */
const GAIN_BITS = 13;
const HALF = 1 << (GAIN_BITS - 1);

export interface Recording {
  /** The same for the same clip over the same line; null where there is no clip. */
  readonly name: string | null;
  /** Shared by all calls: they are read, never written. */
  readonly frames: readonly AudioFrame[];
  /** The first frame with sound in it, and the one after the last. Equal where there is none. */
  readonly soundFrom: number;
  readonly soundTo: number;
}

export class MixedRecording implements Recording {
  readonly name: string;
  readonly #clip: Clip;
  readonly #gain: number;
  readonly #noise: Int16Array;
  #frames: readonly AudioFrame[] | null = null;
  #soundFrom: number | null = null;
  #soundTo: number | null = null;

  constructor(name: string, clip: Clip, gain: number, noise: Int16Array) {
    this.name = name;
    this.#clip = clip;
    this.#gain = gain;
    this.#noise = noise;
  }

  get frames(): readonly AudioFrame[] {
    this.#frames ??= cut(this.#mix(0, this.#length));
    return this.#frames;
  }

  get soundFrom(): number {
    this.#soundFrom ??= Math.max(0, this.frames.findIndex(hasSound));
    return this.#soundFrom;
  }

  /** Wanted at every answer, and near the end: it does not take the whole mix. */
  get soundTo(): number {
    if (this.#soundTo !== null) return this.#soundTo;
    let to = this.#length;
    while (to > 0 && !hasSound(this.#mix(to - 1, to))) to -= 1;
    this.#soundTo = to;
    return to;
  }

  /** In frames. */
  get #length(): number {
    return Math.ceil(this.#clip.samples.length / FRAME_SAMPLES);
  }

  /** Mixes some frames, in whole numbers; the noise goes round, and on to the end of the last one. */
  #mix(fromFrame: number, toFrame: number): Int16Array {
    const { samples } = this.#clip;
    const noise = this.#noise;
    const gain = Math.round(this.#gain * (1 << GAIN_BITS));
    const from = fromFrame * FRAME_SAMPLES;
    const mixed = new Int16Array(toFrame * FRAME_SAMPLES - from);
    const end = Math.min(mixed.length, samples.length - from);
    for (let i = 0, at = from % noise.length; i < mixed.length; i++) {
      const speech = i < end ? (Math.imul(samples[from + i] ?? 0, gain) + HALF) >> GAIN_BITS : 0;
      const sample = speech + (noise[at] ?? 0);
      mixed[i] = sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample;
      at = at + 1 === noise.length ? 0 : at + 1;
    }
    return mixed;
  }
}

export function cut(samples: Int16Array): AudioFrame[] {
  const frames: AudioFrame[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) frames.push(samples.subarray(at, at + FRAME_SAMPLES));
  return frames;
}

function hasSound(frame: AudioFrame): boolean {
  let energy = 0;
  for (let i = 0; i < frame.length; i++) {
    const sample = frame[i] ?? 0;
    energy += sample * sample;
  }
  return energy > SOUND_RMS * SOUND_RMS * frame.length;
}
