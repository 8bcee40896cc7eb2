/** Those who want to be told: one that throws does not keep the others from hearing. */
import type { BusLog, Unsubscribe } from './port.ts';

export class Listeners<Told> {
  readonly #listeners = new Set<(told: Told) => void>();
  readonly #log: BusLog;

  constructor(log: BusLog) {
    this.#log = log;
  }

  add(listener: (told: Told) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get size(): number {
    return this.#listeners.size;
  }

  tell(told: Told): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(told);
      } catch (error) {
        this.#log.warn({ error: String(error) }, 'A listener of the bus failed.');
      }
    }
  }
}
