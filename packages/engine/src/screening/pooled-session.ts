/** The owner's side of one call that is screened in the pool: frames that wait, and the slot that they go to. */
import { Detector } from '../amd/detector.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../amd/frame-analysis.ts';
import { INBOX_FRAMES, type Slab } from '../workers/slab.ts';
import type { AudioFrame, DetectorView, ScreeningEvent, ScreeningRule } from './screening.ts';

export class PooledSession {
  readonly slot: number;
  readonly generation: number;
  readonly #slab: Slab;
  readonly #listener: (event: ScreeningEvent) => void;
  #waiting = new Int16Array(INBOX_FRAMES * FRAME_SAMPLES);
  #count = 0;
  #handedOver = 0;
  #heardFrames = 0;
  /** A batch with frames of this call is with a worker. */
  inFlight = false;
  open = true;
  decided = false;
  /** When the oldest frame came that has not been handed over. */
  waitingSinceMs = 0;

  constructor(slab: Slab, slot: number, listener: (event: ScreeningEvent) => void, rule?: ScreeningRule) {
    this.#slab = slab;
    this.slot = slot;
    this.generation = slab.begin(slot, rule);
    this.#listener = listener;
  }

  /** Keeps a copy of the frame until the next batch. */
  keep(frame: AudioFrame, nowMs: number): void {
    if (this.#count === (this.inFlight ? this.#handedOver : 0)) this.waitingSinceMs = nowMs;
    if ((this.#count + 1) * FRAME_SAMPLES > this.#waiting.length) {
      const wider = new Int16Array(this.#waiting.length * 2);
      wider.set(this.#waiting);
      this.#waiting = wider;
    }
    this.#waiting.set(frame, this.#count * FRAME_SAMPLES);
    this.#count += 1;
  }

  get ready(): boolean {
    return this.open && !this.inFlight && this.#count > 0;
  }

  /** Puts waiting frames into the slot's inbox, as many as fit; gives their number. */
  handOver(): number {
    const count = Math.min(this.#count, INBOX_FRAMES);
    this.#slab.inbox(this.slot).set(this.#waiting.subarray(0, count * FRAME_SAMPLES));
    this.inFlight = true;
    this.#handedOver = count;
    return count;
  }

  /** The batch has been heard: its state counts from now on. */
  heard(): void {
    this.#slab.flip(this.slot);
    this.#heardFrames += this.#handedOver;
    this.#waiting.copyWithin(0, this.#handedOver * FRAME_SAMPLES, this.#count * FRAME_SAMPLES);
    this.#count -= this.#handedOver;
    this.inFlight = false;
  }

  tell(event: ScreeningEvent): void {
    if (!this.open) return;
    if (event.type === 'verdict') {
      if (this.decided) return;
      this.decided = event.verdict.label !== 'ringback';
    }
    this.#listener(event);
  }

  /** Audio that has been given to the detector, heard or not, in milliseconds. */
  get givenMs(): number {
    return (this.#heardFrames + this.#handedOver) * FRAME_MS;
  }

  view(): DetectorView {
    const detector = new Detector();
    if (this.#slab.generation(this.slot) === this.generation) this.#slab.restore(this.slot, detector);
    return detector.view();
  }
}
