/** An ear at one phone: it keeps what was received lately and tells which tones are in it (Goertzel 1958). */
import { MU_LAW } from '@outdial/shared';
import { FRAME_SAMPLES } from './sounds.ts';

/** 40 ms: bins of 25 Hz. */
const BLOCK_SAMPLES = 2 * FRAME_SAMPLES;
const FRAME_MS = 20;
/** A tone counts from −36 dBFS on: those of the lab are sent at −16 dBFS. */
const PRESENT_AMPLITUDE = 500;
/** Two seconds. */
const KEPT_FRAMES = 100;

interface KeptFrame {
  readonly atMs: number;
  readonly samples: Int16Array;
}

export class Ear {
  readonly #kept: KeptFrame[] = [];
  readonly #keptFrames: number;
  #frames = 0;
  #firstAtMs: number | null = null;

  constructor(keptFrames = KEPT_FRAMES) {
    this.#keptFrames = keptFrames;
  }

  /** Frames received in all. */
  get frames(): number {
    return this.#frames;
  }

  /** When the first frame came that holds more than silence; null: none yet. */
  get firstSoundAtMs(): number | null {
    return this.#firstAtMs;
  }

  /** Waits for a first sound anew. */
  listenAnew(): void {
    this.#firstAtMs = null;
  }

  /** One payload of µ-law. */
  hear(payload: Uint8Array, atMs: number): void {
    const samples = Int16Array.from(payload, (byte) => MU_LAW[byte] ?? 0);
    this.#frames += 1;
    if (this.#firstAtMs === null && samples.some((sample) => Math.abs(sample) > PRESENT_AMPLITUDE)) {
      this.#firstAtMs = atMs;
    }
    this.#kept.push({ atMs, samples });
    if (this.#kept.length > this.#keptFrames) this.#kept.shift();
  }

  /** When a tone was first heard, and for how long in all, of what is kept; null: never. */
  tone(frequencyHz: number): { firstAtMs: number; ms: number } | null {
    const heard = this.#kept.filter(({ samples }) => amplitude(samples, frequencyHz) >= PRESENT_AMPLITUDE);
    const [first] = heard;
    return first === undefined ? null : { firstAtMs: first.atMs, ms: heard.length * FRAME_MS };
  }

  /** How much sound has been received since `fromMs`, of what is kept. */
  receivedMs(fromMs: number): number {
    return FRAME_MS * this.#kept.filter(({ atMs }) => atMs >= fromMs).length;
  }

  /** For each frequency, the share of the 40 ms blocks received since `fromMs` in which it sounds. */
  shares(frequenciesHz: readonly number[], fromMs: number): number[] {
    const frames = this.#kept.filter(({ atMs }) => atMs >= fromMs).map(({ samples }) => samples);
    const sound = Int16Array.from(frames.flatMap((samples) => [...samples]));
    const blocks = Math.floor(sound.length / BLOCK_SAMPLES);
    return frequenciesHz.map((frequency) => {
      let present = 0;
      for (let block = 0; block < blocks; block++) {
        const samples = sound.subarray(block * BLOCK_SAMPLES, (block + 1) * BLOCK_SAMPLES);
        if (amplitude(samples, frequency) >= PRESENT_AMPLITUDE) present += 1;
      }
      return blocks === 0 ? 0 : present / blocks;
    });
  }
}

/** The amplitude of one frequency in a block. */
export function amplitude(samples: Int16Array, frequencyHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / 8_000);
  let before = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - coefficient * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}
