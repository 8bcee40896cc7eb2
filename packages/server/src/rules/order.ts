/** The order in which callable contacts are handed out. The store's indexes keep the same order. */

export interface Place {
  /** GW-9: given back to the top of the list. */
  top: boolean;
  /** GCC-6: 0 to 255, 255 first. */
  priority: number;
  /** Where it stands in the lists: the order of import. */
  position: number;
}

/** Negative where `a` comes first: given back to the top, then priority where the rule honours it, then position. */
export function compareContacts(a: Place, b: Place, honourPriority: boolean): number {
  if (a.top !== b.top) return a.top ? -1 : 1;
  if (honourPriority && a.priority !== b.priority) return b.priority - a.priority;
  return a.position - b.position;
}
