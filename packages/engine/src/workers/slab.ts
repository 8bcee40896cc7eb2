/** Shared memory with a slot a call: two copies of the detector's state, of which one is valid, and an inbox of frames. */
import { Detector } from '../amd/detector.ts';
import { FRAME_SAMPLES } from '../amd/frame-analysis.ts';
import { StateCursor } from '../amd/stored.ts';
import type { ScreeningRule } from '../screening/screening.ts';

/** Frames that one batch may carry for a call: 160 ms. */
export const INBOX_FRAMES = 8;

/** The state of a detector that has heard nothing; its length is what a copy takes. */
const FRESH: Float64Array = (() => {
  const cells = new Float64Array(1024);
  const writer = new StateCursor('write', cells);
  new Detector().visit(writer);
  return cells.slice(0, writer.length);
})();

/** Generation and valid copy (0 or 1) take the first cell, as two 32-bit numbers. */
const HEADER_CELLS = 1;
const INBOX_BYTES = INBOX_FRAMES * FRAME_SAMPLES * 2;
/** Bytes of shared memory a call. */
export const SLOT_BYTES = (HEADER_CELLS + 2 * FRESH.length) * 8 + INBOX_BYTES;

/** A view of the memory; owner and workers have one each. Every method takes the slot's number. */
export class Slab {
  readonly memory: SharedArrayBuffer;
  readonly slots: number;
  readonly #numbers: Float64Array;
  readonly #words: Int32Array;
  readonly #samples: Int16Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.slots = memory.byteLength / SLOT_BYTES;
    this.#numbers = new Float64Array(memory);
    this.#words = new Int32Array(memory);
    this.#samples = new Int16Array(memory);
  }

  static ofSlots(slots: number): Slab {
    return new Slab(new SharedArrayBuffer(slots * SLOT_BYTES));
  }

  generation(slot: number): number {
    return Atomics.load(this.#words, (slot * SLOT_BYTES) / 4);
  }

  /** Begins a new call in the slot: a new generation, and a state that has heard nothing. */
  begin(slot: number, rule?: ScreeningRule): number {
    const at = (slot * SLOT_BYTES) / 4;
    Atomics.store(this.#words, at + 1, 0);
    if (rule === undefined) this.#numbers.set(FRESH, this.#copyAt(slot, 0));
    else new Detector(rule).visit(new StateCursor('write', this.#numbers, this.#copyAt(slot, 0)));
    return Atomics.add(this.#words, at, 1) + 1;
  }

  /** Takes the valid copy of the slot's state into a detector. */
  restore(slot: number, detector: Detector): void {
    detector.visit(new StateCursor('read', this.#numbers, this.#copyAt(slot, this.#valid(slot))));
  }

  /** Writes a detector's state into the copy that is not valid. */
  writeShadow(slot: number, detector: Detector): void {
    detector.visit(new StateCursor('write', this.#numbers, this.#copyAt(slot, 1 - this.#valid(slot))));
  }

  /** Makes the shadow the valid copy: the owner does so when it has the batch's result, so that a batch counts once or not at all. */
  flip(slot: number): void {
    Atomics.xor(this.#words, (slot * SLOT_BYTES) / 4 + 1, 1);
  }

  /** Puts one frame or several into the inbox of a slot, from the frame `at` on. */
  putFrames(slot: number, at: number, samples: Int16Array): void {
    this.#samples.set(samples, ((slot + 1) * SLOT_BYTES - INBOX_BYTES) / 2 + at * FRAME_SAMPLES);
  }

  /** The inbox of a slot: frames one after another. */
  inbox(slot: number): Int16Array {
    const from = ((slot + 1) * SLOT_BYTES - INBOX_BYTES) / 2;
    return this.#samples.subarray(from, from + INBOX_BYTES / 2);
  }

  #valid(slot: number): number {
    return Atomics.load(this.#words, (slot * SLOT_BYTES) / 4 + 1);
  }

  #copyAt(slot: number, copy: number): number {
    return (slot * SLOT_BYTES) / 8 + HEADER_CELLS + copy * FRESH.length;
  }
}
