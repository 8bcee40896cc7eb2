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
  /** Frames in the slot's inbox; while a batch is in flight they are with a worker, and newer ones wait here. */
  #inInbox = 0;
  #waiting: Int16Array | null = null;
  #waitingCount = 0;
  #heardFrames = 0;
  /** A batch with frames of this call is with a worker. */
  inFlight = false;
  open = true;
  decided = false;
  /** When the oldest frame in the inbox came, and the oldest that waits beside it. */
  waitingSinceMs = 0;
  #nextSinceMs = 0;
  /** It is in the list of those whose frames go out next. */
  queued = false;

  constructor(slab: Slab, slot: number, listener: (event: ScreeningEvent) => void, rule?: ScreeningRule) {
    this.#slab = slab;
    this.slot = slot;
    this.generation = slab.begin(slot, rule);
    this.#listener = listener;
  }

  /** Puts the frame into the slot's inbox, or where that is full or with a worker keeps a copy until it can. */
  keep(frame: AudioFrame, nowMs: number): void {
    if (!this.inFlight && this.#waitingCount === 0 && this.#inInbox < INBOX_FRAMES) {
      if (this.#inInbox === 0) this.waitingSinceMs = nowMs;
      this.#slab.putFrames(this.slot, this.#inInbox, frame);
      this.#inInbox += 1;
      return;
    }
    if (this.#waitingCount === 0) this.#nextSinceMs = nowMs;
    let waiting = this.#waiting ?? new Int16Array(INBOX_FRAMES * FRAME_SAMPLES);
    if ((this.#waitingCount + 1) * FRAME_SAMPLES > waiting.length) {
      const wider = new Int16Array(waiting.length * 2);
      wider.set(waiting);
      waiting = wider;
    }
    this.#waiting = waiting;
    waiting.set(frame, this.#waitingCount * FRAME_SAMPLES);
    this.#waitingCount += 1;
  }

  get ready(): boolean {
    return this.open && !this.inFlight && this.#inInbox > 0;
  }

  /** Gives the inbox away; tells the number of its frames. */
  handOver(): number {
    this.inFlight = true;
    return this.#inInbox;
  }

  /** The batch has been heard: its state counts from now on, and what came meanwhile goes into the inbox. */
  heard(): void {
    this.#slab.flip(this.slot);
    this.#heardFrames += this.#inInbox;
    this.inFlight = false;
    this.#inInbox = Math.min(this.#waitingCount, INBOX_FRAMES);
    this.waitingSinceMs = this.#nextSinceMs;
    if (this.#waiting === null || this.#inInbox === 0) return;
    const taken = this.#inInbox * FRAME_SAMPLES;
    this.#slab.putFrames(this.slot, 0, this.#waiting.subarray(0, taken));
    this.#waiting.copyWithin(0, taken, this.#waitingCount * FRAME_SAMPLES);
    this.#waitingCount -= this.#inInbox;
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
    return (this.#heardFrames + this.#inInbox) * FRAME_MS;
  }

  view(): DetectorView {
    const detector = new Detector();
    if (this.#slab.generation(this.slot) === this.generation) this.#slab.restore(this.slot, detector);
    return detector.view();
  }
}
