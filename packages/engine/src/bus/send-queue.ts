/** One message at a time into a socket: overlapping sends are refused by ZeroMQ (EBUSY). */

interface Waiting {
  readonly frame: string;
  readonly kind: string | null;
}

export class SendQueue {
  readonly #send: (frame: string) => Promise<void>;
  readonly #say: (words: string) => void;
  #waiting: Waiting[] = [];
  #sending = false;
  #whenIdle: (() => void)[] = [];

  constructor(send: (frame: string) => Promise<void>, say: (words: string) => void) {
    this.#send = send;
    this.#say = say;
  }

  /** A message of a `kind` takes the place of one of that kind that still waits; null never does. */
  push(frame: string, kind: string | null): void {
    const at = kind === null ? -1 : this.#waiting.findIndex((waiting) => waiting.kind === kind);
    if (at === -1) this.#waiting.push({ frame, kind });
    else this.#waiting[at] = { frame, kind };
    if (!this.#sending) void this.#drain();
  }

  /** Drops what waits; what is being sent goes on. */
  clear(): void {
    this.#waiting = [];
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (!this.#sending) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  async #drain(): Promise<void> {
    this.#sending = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await this.#send(next.frame);
      } catch (error) {
        this.#say(`a message could not be sent: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#sending = false;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
