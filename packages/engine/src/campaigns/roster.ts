/** A set to be walked often and changed seldom: its members lie in one array. Taking one out moves the last into its place. */
export class Roster<Member> {
  readonly #members: Member[] = [];
  readonly #places = new Map<Member, number>();

  get size(): number {
    return this.#members.length;
  }

  /** In no order that means anything, the same in every run; not to be kept over a change. */
  get all(): readonly Member[] {
    return this.#members;
  }

  add(member: Member): void {
    if (this.#places.has(member)) return;
    this.#places.set(member, this.#members.length);
    this.#members.push(member);
  }

  delete(member: Member): void {
    const place = this.#places.get(member);
    if (place === undefined) return;
    this.#places.delete(member);
    const last = this.#members.pop();
    if (last === undefined || last === member) return;
    this.#members[place] = last;
    this.#places.set(last, place);
  }
}
