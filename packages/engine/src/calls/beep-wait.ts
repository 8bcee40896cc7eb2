/** Waiting for the beep that ends a greeting: for the beep, for a silence that stands for one, or for as long as the policy says. */
import { type Clock, every, type Timer } from '@outdial/shared';
import type { Call } from './call.ts';

/** A second beep may follow at once, and a machine needs a moment before it records. */
const AFTER_BEEP_MS = 250;
/** A greeting that has been over for so long had no beep. */
const QUIET_MS = 4_000;
const LOOK_EVERY_MS = 200;

export class BeepWait {
  readonly #clock: Clock;
  readonly #call: Call;
  readonly #limitAtMs: number;
  readonly #speak: () => void;
  #timer: Timer;

  /** `speak` is called once, and never after `cancel`. */
  constructor(clock: Clock, call: Call, limitMs: number, speak: () => void) {
    this.#clock = clock;
    this.#call = call;
    this.#limitAtMs = clock.nowMs() + limitMs;
    this.#speak = speak;
    this.#timer = call.beepAtMs === null ? every(clock, LOOK_EVERY_MS, () => this.#look()) : clock.after(0, speak);
  }

  beep(): void {
    this.#timer.cancel();
    this.#timer = this.#clock.after(AFTER_BEEP_MS, this.#speak);
  }

  cancel(): void {
    this.#timer.cancel();
  }

  #look(): void {
    const { ear } = this.#call;
    const quiet = ear !== null && ear.view().silenceMs >= QUIET_MS;
    if (!quiet && this.#clock.nowMs() < this.#limitAtMs) return;
    this.#timer.cancel();
    this.#speak();
  }
}
