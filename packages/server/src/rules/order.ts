/** The order in which callable contacts are handed out. The store's indexes keep the same order within a list. */

export interface Place {
  /** GW-9: given back to the top of the list. */
  top: boolean;
  /** When a callback that is due now was due; null: this is no callback. */
  callbackDueAtMs: number | null;
  /** GCC-6: 0 to 255, 255 first. */
  priority: number;
  /** Where it stands in the lists: the order of import. */
  position: number;
}

/** What goes before the lists' turns: given back to the top, then callbacks, then priority where the rule honours it. */
export function compareRank(a: Omit<Place, 'position'>, b: Omit<Place, 'position'>, honourPriority: boolean): number {
  if (a.top !== b.top) return a.top ? -1 : 1;
  if (a.callbackDueAtMs !== b.callbackDueAtMs) {
    return (a.callbackDueAtMs ?? Number.POSITIVE_INFINITY) - (b.callbackDueAtMs ?? Number.POSITIVE_INFINITY);
  }
  return honourPriority ? b.priority - a.priority : 0;
}

/** Negative where `a` comes first, within one list. */
export const compareContacts = (a: Place, b: Place, honourPriority: boolean): number =>
  compareRank(a, b, honourPriority) || a.position - b.position;

/** A list as it takes its turns: the fewer calls for its weight it has had, the sooner it is next. */
export interface Turn {
  weight: number;
  handedOut: number;
}

/** Of several lists with a contact of the same rank, the index of the one whose turn it is; the first of equals. */
export function whoseTurn(turns: readonly Turn[]): number {
  let next = 0;
  for (const [index, turn] of turns.entries()) {
    const best = turns[next];
    // (handedOut + 1) / weight, compared without division: the smallest is served first.
    if (best !== undefined && (turn.handedOut + 1) * best.weight < (best.handedOut + 1) * turn.weight) next = index;
  }
  return next;
}
