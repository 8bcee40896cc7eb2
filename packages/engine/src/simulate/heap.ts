/** What happens next: a binary heap by (time, order of insertion), made for millions of entries. */

export interface Event<T> {
  readonly atMs: number;
  readonly order: number;
  readonly value: T;
}

export class EventHeap<T> {
  readonly #entries: Event<T>[] = [];
  #order = 0;

  push(atMs: number, value: T): void {
    const entries = this.#entries;
    const entry = { atMs, order: this.#order++, value };
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || !before(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  nextMs(): number {
    return this.#entries[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  pop(): T | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined || entries.length === 0) return top?.value;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let least = entries[child];
      if (least === undefined) break;
      const right = entries[child + 1];
      if (right !== undefined && before(right, least)) {
        child += 1;
        least = right;
      }
      if (!before(least, last)) break;
      entries[at] = least;
      at = child;
    }
    entries[at] = last;
    return top.value;
  }
}

function before<T>(a: Event<T>, b: Event<T>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
