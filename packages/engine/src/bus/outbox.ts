/** Facts on their way to the server: numbered, kept until acknowledged, sent again after a reconnect, in order. */
import type { Fact, FactBody } from '@outdial/shared';

export class Outbox {
  #facts: Fact[] = [];
  #seq = 0;
  /** How many of the kept facts have been sent since the last `resend`. */
  #sent = 0;

  add(body: FactBody, atMs: number): void {
    this.#facts.push({ ...body, seq: ++this.#seq, atMs });
  }

  /** Facts that are kept. */
  get size(): number {
    return this.#facts.length;
  }

  /** The next facts to send, `most` of them; empty where all have been. */
  next(most: number): readonly Fact[] {
    const batch = this.#facts.slice(this.#sent, this.#sent + most);
    this.#sent += batch.length;
    return batch;
  }

  /** Everything up to and including `seq` has been applied. */
  ack(seq: number): void {
    const first = this.#facts[0];
    if (first === undefined || seq < first.seq) return;
    const count = Math.min(seq - first.seq + 1, this.#facts.length);
    this.#facts = this.#facts.slice(count);
    this.#sent = Math.max(0, this.#sent - count);
  }

  /** The connection is a new one: nobody knows what arrived. */
  resend(): void {
    this.#sent = 0;
  }
}
