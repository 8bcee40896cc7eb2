/** Ready agents of one campaign, the longest idle first: a heap that knows where everybody stands, so that anyone leaves in O(log n). */
import type { Agent } from './agent.ts';

export class IdleQueue {
  readonly #heap: Agent[] = [];
  readonly #places = new Map<Agent, number>();

  get size(): number {
    return this.#heap.length;
  }

  /** The agent who has been idle the longest. */
  first(): Agent | undefined {
    return this.#heap[0];
  }

  /** `idleOrder` must not change while an agent stands here. */
  add(agent: Agent): void {
    if (this.#places.has(agent)) return;
    this.#heap.push(agent);
    this.#places.set(agent, this.#heap.length - 1);
    this.#rise(this.#heap.length - 1);
  }

  remove(agent: Agent): void {
    const place = this.#places.get(agent);
    if (place === undefined) return;
    this.#places.delete(agent);
    const last = this.#heap.pop();
    if (last === undefined || last === agent) return;
    this.#put(last, place);
    this.#rise(place);
    this.#sink(this.#places.get(last) ?? place);
  }

  #put(agent: Agent, place: number): void {
    this.#heap[place] = agent;
    this.#places.set(agent, place);
  }

  #rise(from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#before(place, above)) return;
      this.#swap(place, above);
      place = above;
    }
  }

  #sink(from: number): void {
    let place = from;
    for (;;) {
      let least = place;
      for (const below of [2 * place + 1, 2 * place + 2]) if (this.#before(below, least)) least = below;
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #before(place: number, other: number): boolean {
    const a = this.#heap[place];
    const b = this.#heap[other];
    return a !== undefined && b !== undefined && a.idleOrder < b.idleOrder;
  }

  #swap(place: number, other: number): void {
    const a = this.#heap[place];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return;
    this.#put(b, place);
    this.#put(a, other);
  }
}
