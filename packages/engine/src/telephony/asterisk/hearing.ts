/**
 * Whether Asterisk's audio comes here at all: already while a call rings it does, Asterisk's own ringback. One answered call
 * without any may be a silent line; several in a row, and not a frame of any other meanwhile, are a wrong address or a
 * firewall: the detector is deaf then, and that is said in words.
 */
import type { Clock } from '@outdial/shared';

/** A frame of an answered call that is listened to comes within this, or the call counts as silent. */
const FRAME_WITHIN_MS = 1_500;
const SILENT_IN_A_ROW = 3;

export interface HearingParts {
  readonly clock: Clock;
  /** Where Asterisk is told to send: `host`, and the port once it is known. */
  readonly host: string;
  readonly port: Promise<number>;
  readonly say: (words: string) => void;
}

export class Hearing {
  readonly #clock: Clock;
  readonly #say: (words: string) => void;
  #to: string;
  #silent = 0;
  #trouble: string | null = null;

  constructor({ clock, host, port, say }: HearingParts) {
    this.#clock = clock;
    this.#say = say;
    this.#to = host;
    port.then(
      (known) => {
        this.#to = `${host}:${known}`;
      },
      // Who cannot listen is told so by every call.
      () => undefined,
    );
  }

  /** What to check; null: audio comes, or nobody has listened for it yet. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Somebody listens to an answered call that has brought no frame yet. What is returned ends the wait. */
  expect(): () => void {
    const late = this.#clock.after(FRAME_WITHIN_MS, () => this.#missed());
    return () => late.cancel();
  }

  /** A frame came, of whichever call. */
  heard(): void {
    this.#silent = 0;
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#say(`audio of Asterisk comes to ${this.#to} again`);
  }

  #missed(): void {
    this.#silent += 1;
    if (this.#silent < SILENT_IN_A_ROW || this.#trouble !== null) return;
    this.#trouble = `no audio of Asterisk comes to ${this.#to}: check mediaHost and the firewall`;
    this.#say(this.#trouble);
  }
}
