/** The sounds that calls are made of: every clip at a few loudnesses over a few noises, cut into frames once and then only read. */
import type { Random } from '@outdial/shared';
import type { Clip, ClipKind } from '../../amd/clips.ts';
import type { AudioFrame } from '../port.ts';

export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;

/** A line's gain and its background noise, in decibels (full scale of the noise's root mean square). */
interface LineQuality {
  readonly gainDb: number;
  readonly noiseDbfs: number;
}

/** From a clear line to a weak one by a street. Few on purpose: each is prepared once and shared by all calls over it. */
const LINE_QUALITIES: readonly LineQuality[] = [
  { gainDb: 0, noiseDbfs: -68 },
  { gainDb: -3, noiseDbfs: -60 },
  { gainDb: 3, noiseDbfs: -62 },
  { gainDb: -7, noiseDbfs: -64 },
  { gainDb: -4, noiseDbfs: -50 },
  { gainDb: -11, noiseDbfs: -58 },
];

const NOISE_FRAMES = 150;
/** Root mean square of a frame, in samples' units, from which on it counts as sound: about −44 dBFS. */
const SOUND_RMS = 200;

/** One clip, over one line. Frames are shared: they are read, never written. */
export interface Recording {
  readonly frames: readonly AudioFrame[];
  /** The first frame with sound in it, and the one after the last. Equal where there is none. */
  readonly soundFrom: number;
  readonly soundTo: number;
}

export const SILENT_FRAME: AudioFrame = new Int16Array(FRAME_SAMPLES);
const SILENCE: Recording = { frames: [SILENT_FRAME], soundFrom: 0, soundTo: 0 };

/** One line's sounds. */
export interface LineSounds {
  /** Background noise, to be repeated. */
  readonly noise: readonly AudioFrame[];
  /** The clip of a kind that the draw (0 to 1) picks; silence where there is no such clip. */
  pick(kind: ClipKind, draw: number): Recording;
}

export class SoundBank {
  readonly #byKind = new Map<ClipKind, Clip[]>();
  readonly #lines: LineSounds[];

  /** Without clips every answered call is a silent one. */
  constructor(clips: readonly Clip[], random: Random) {
    for (const clip of clips) {
      const same = this.#byKind.get(clip.kind);
      if (same === undefined) this.#byKind.set(clip.kind, [clip]);
      else same.push(clip);
    }
    this.#lines = LINE_QUALITIES.map((quality, index) => this.#line(quality, random.stream(`noise-${index}`)));
  }

  /** The line that a draw (0 to 1) picks. */
  line(draw: number): LineSounds {
    const line = this.#lines[Math.floor(draw * this.#lines.length)];
    return line ?? { noise: SILENCE.frames, pick: () => SILENCE };
  }

  /** Prepares every clip over every line now, so that no call has to wait for it. */
  prepareAll(): void {
    for (const line of this.#lines) {
      for (const [kind, clips] of this.#byKind) {
        for (let i = 0; i < clips.length; i++) line.pick(kind, (i + 0.5) / clips.length);
      }
    }
  }

  #line({ gainDb, noiseDbfs }: LineQuality, random: Random): LineSounds {
    let noise: Int16Array | null = null;
    let noiseFrames: readonly AudioFrame[] = [];
    const prepared = new Map<Clip, Recording>();
    const prepareNoise = (): Int16Array => {
      if (noise !== null) return noise;
      noise = backgroundNoise(noiseDbfs, random);
      noiseFrames = cut(noise);
      return noise;
    };
    const byKind = this.#byKind;
    return {
      get noise() {
        prepareNoise();
        return noiseFrames;
      },
      pick(kind, draw) {
        const clips = byKind.get(kind);
        const clip = clips?.[Math.floor(draw * clips.length)];
        if (clip === undefined) return SILENCE;
        const known = prepared.get(clip);
        if (known !== undefined) return known;
        const recording = record(clip, 10 ** (gainDb / 20), prepareNoise());
        prepared.set(clip, recording);
        return recording;
      },
    };
  }
}

/** Noise with more of its power in the low frequencies, as rooms and streets have it. */
function backgroundNoise(dbfs: number, random: Random): Int16Array {
  const samples = new Int16Array(NOISE_FRAMES * FRAME_SAMPLES);
  const pole = 0.7;
  // A first-order low-pass of white noise has the variance 1 / (1 − pole²).
  const scale = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(1 - pole * pole);
  let state = 0;
  for (let i = 0; i < samples.length; i++) {
    state = pole * state + random.normal();
    samples[i] = clamp(state * scale);
  }
  return samples;
}

function record(clip: Clip, gain: number, noise: Int16Array): Recording {
  const length = Math.ceil(clip.samples.length / FRAME_SAMPLES) * FRAME_SAMPLES;
  const mixed = new Int16Array(length);
  for (let i = 0; i < length; i++) {
    mixed[i] = clamp((clip.samples[i] ?? 0) * gain + (noise[i % noise.length] ?? 0));
  }
  const frames = cut(mixed);
  const soundFrom = frames.findIndex(hasSound);
  return { frames, soundFrom: Math.max(0, soundFrom), soundTo: frames.findLastIndex(hasSound) + 1 };
}

function cut(samples: Int16Array): AudioFrame[] {
  const frames: AudioFrame[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) frames.push(samples.subarray(at, at + FRAME_SAMPLES));
  return frames;
}

function hasSound(frame: AudioFrame): boolean {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return energy > SOUND_RMS * SOUND_RMS * frame.length;
}

function clamp(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
}
