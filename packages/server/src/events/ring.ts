/** The last events of one stream, bounded, each with an id that only counts up: what a reader missed can be sent again. */
import { eventFrame } from './frame.ts';

export interface RingOptions {
  /** Names this life of the server, so that an id of an earlier one is known to be too old. */
  epoch: string;
  maxEvents: number;
  maxChars: number;
}

export type Replay = { gap: false; frames: readonly string[] } | { gap: true };

export class EventRing {
  readonly #options: RingOptions;
  #frames: string[] = [];
  #chars = 0;
  /** Number of the newest event; 0 before the first. */
  #newest = 0;

  constructor(options: RingOptions) {
    this.#options = options;
  }

  /** The id of the newest event: who was given the whole state now goes on from here. */
  get lastId(): string {
    return `${this.#options.epoch}.${this.#newest}`;
  }

  /** Keeps the event and answers its frame. */
  add(event: string, json: string): string {
    this.#newest += 1;
    const frame = eventFrame(event, json, this.lastId);
    this.#frames.push(frame);
    this.#chars += frame.length;
    while (this.#frames.length > this.#options.maxEvents || this.#chars > this.#options.maxChars) {
      const dropped = this.#frames.shift();
      if (dropped === undefined) break;
      this.#chars -= dropped.length;
    }
    return frame;
  }

  /** Everything after `lastId`; a gap where that is not kept any more, or is no id of this life. */
  after(lastId: string): Replay {
    const [epoch, number] = lastId.split('.');
    const seen = Number(number);
    const oldest = this.#newest - this.#frames.length;
    if (epoch !== this.#options.epoch || !Number.isInteger(seen) || seen < oldest || seen > this.#newest) {
      return { gap: true };
    }
    return { gap: false, frames: this.#frames.slice(seen - oldest) };
  }
}
