/** The recording of one call: both sides mixed, a frame for every 20 ms in which it ran. */
import { wavOf } from '@outdial/shared';
import type { AudioFrame } from '../port.ts';
import { FRAME_MS, FRAME_SAMPLES } from './recording.ts';

const LOUDEST = 32_767;

/** Where finished recordings go; `done` is told the file's name, or null where it could not be written. */
export type KeepRecording = (name: string, wav: Uint8Array, done: (file: string | null) => void) => void;

export class Recorder {
  readonly startedAtMs: number;
  on = true;
  readonly #frames: Int16Array[] = [];

  constructor(startedAtMs: number) {
    this.startedAtMs = startedAtMs;
  }

  get durationMs(): number {
    return this.#frames.length * FRAME_MS;
  }

  hear(contact: AudioFrame | null, agent: AudioFrame | null): void {
    if (!this.on) return;
    const mixed = new Int16Array(FRAME_SAMPLES);
    for (let i = 0; i < mixed.length; i++) {
      const sum = (contact?.[i] ?? 0) + (agent?.[i] ?? 0);
      mixed[i] = Math.max(-LOUDEST, Math.min(LOUDEST, sum));
    }
    this.#frames.push(mixed);
  }

  wav(): Uint8Array {
    const samples = new Int16Array(this.#frames.length * FRAME_SAMPLES);
    for (const [i, frame] of this.#frames.entries()) samples.set(frame, i * FRAME_SAMPLES);
    return wavOf(samples);
  }
}
