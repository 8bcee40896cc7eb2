/** The sounds that calls are made of: every clip at a few loudnesses over a few noises, cut into frames once and then only read. */
import type { Random } from '@outdial/shared';
import type { Clip, ClipKind } from '../../amd/clips.ts';
import type { AudioFrame } from '../port.ts';
import { cut, FRAME_SAMPLES, MixedRecording, type Recording } from './recording.ts';

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
export const SILENT_FRAME: AudioFrame = new Int16Array(FRAME_SAMPLES);
const SILENCE: Recording = { name: null, frames: [SILENT_FRAME], soundFrom: 0, soundTo: 0 };

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
    this.#lines = LINE_QUALITIES.map((quality, index) =>
      this.#line(quality, `line ${index}`, random.stream(`noise-${index}`)),
    );
  }

  /** The line that a draw (0 to 1) picks. */
  line(draw: number): LineSounds {
    const line = this.#lines[Math.floor(draw * this.#lines.length)];
    return line ?? { noise: SILENCE.frames, pick: () => SILENCE };
  }

  /** Every clip over every line. */
  *recordings(): Iterable<Recording> {
    for (const line of this.#lines) {
      for (const [kind, clips] of this.#byKind) {
        for (let i = 0; i < clips.length; i++) yield line.pick(kind, (i + 0.5) / clips.length);
      }
    }
  }

  #line({ gainDb, noiseDbfs }: LineQuality, name: string, random: Random): LineSounds {
    let samples: Int16Array | null = null;
    let frames: readonly AudioFrame[] = [];
    const noise = (): Int16Array => {
      if (samples !== null) return samples;
      samples = backgroundNoise(noiseDbfs, random);
      frames = cut(samples);
      return samples;
    };
    const prepared = new Map<Clip, Recording>();
    const byKind = this.#byKind;
    const gain = 10 ** (gainDb / 20);
    return {
      get noise() {
        noise();
        return frames;
      },
      pick(kind, draw) {
        const clips = byKind.get(kind);
        const clip = clips?.[Math.floor(draw * clips.length)];
        if (clip === undefined) return SILENCE;
        let recording = prepared.get(clip);
        if (recording === undefined) {
          recording = new MixedRecording(`${name} ${clip.name}`, clip, gain, noise());
          prepared.set(clip, recording);
        }
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
    samples[i] = Math.round(state * scale);
  }
  return samples;
}
