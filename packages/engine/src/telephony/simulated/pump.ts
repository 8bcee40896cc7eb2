/** The beat of all audio: one 20 ms tick for every call that somebody listens to, and none where nobody does. */
import type { Clock, Timer } from '@outdial/shared';
import { FRAME_MS } from './recording.ts';

export interface FrameSource {
  /** Whether somebody still listens; a source without listeners leaves the pump at the end of a tick. */
  readonly heard: boolean;
  /** Gives the frame that ended at `atMs` to whoever listens. */
  emit(atMs: number): void;
}

/** A process that stood still catches up at most this much; what is older was lost, as it would be on a network. */
const CATCH_UP_MS = 1_000;

export class FramePump {
  readonly #clock: Clock;
  #sources: FrameSource[] = [];
  readonly #members = new Set<FrameSource>();
  #timer: Timer | null = null;
  #nextMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds a source; one that is there already stays once. */
  add(source: FrameSource): void {
    if (this.#members.has(source)) return;
    this.#members.add(source);
    this.#sources.push(source);
    if (this.#timer !== null) return;
    this.#nextMs = this.#clock.nowMs() + FRAME_MS;
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#sources = [];
    this.#members.clear();
  }

  #arm(): void {
    this.#timer = this.#clock.after(this.#nextMs - this.#clock.nowMs(), this.#tick);
  }

  readonly #tick = (): void => {
    const nowMs = this.#clock.nowMs();
    const late = nowMs - CATCH_UP_MS - this.#nextMs;
    if (late > 0) this.#nextMs += Math.ceil(late / FRAME_MS) * FRAME_MS;
    for (; this.#nextMs <= nowMs; this.#nextMs += FRAME_MS) this.#beat(this.#nextMs);
    if (this.#sources.length > 0) this.#arm();
    else this.#timer = null;
  };

  /** Sources that come while the beat runs wait for the next one; those that lost their listeners leave at its end. */
  #beat(atMs: number): void {
    const sources = this.#sources;
    const count = sources.length;
    for (let i = 0; i < count; i++) {
      const source = sources[i];
      if (source?.heard === true) source.emit(atMs);
    }
    let kept = 0;
    for (const source of sources) {
      if (source.heard) sources[kept++] = source;
      else this.#members.delete(source);
    }
    sources.length = kept;
  }
}
