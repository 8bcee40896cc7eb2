/** Questions to the server, by id; one without an answer in time, or whose server is lost, is answered by null. */
import type { Clock, Timer } from '@outdial/shared';

interface Pending<Answer> {
  readonly done: (answer: Answer | null) => void;
  readonly timer: Timer;
}

export class Requests<Answer> {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #pending = new Map<number, Pending<Answer>>();

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  add(id: number, done: (answer: Answer | null) => void): void {
    this.#pending.set(id, { done, timer: this.#clock.after(this.#timeoutMs, () => this.answer(id, null)) });
  }

  /** An answer that nobody waits for any more is dropped. */
  answer(id: number, answer: Answer | null): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.timer.cancel();
    pending.done(answer);
  }

  abandonAll(): void {
    for (const id of [...this.#pending.keys()]) this.answer(id, null);
  }
}
