/** What holds for all contacts of one shelf at once: hours and missing consent need not be asked of each of them. */
import type { Caller } from './hours.ts';
import type { RuleSet } from './rule-set.ts';

/** Contacts of one country and time zone, apart by whether the ledger holds any consent (in force or not) to call them. */
export interface Shelf extends Caller {
  consentOnRecord: boolean;
}

export type ShelfVerdict =
  | { open: true }
  /** `nextAtMs` null: not by the clock alone. */
  | { open: false; reason: ClosedShelf; nextAtMs: number | null };
const CLOSED_SHELVES = [
  'outside-hours',
  'public-holiday',
  'before-start',
  'after-end',
  'unknown-time-zone',
  'no-consent',
] as const;
type ClosedShelf = (typeof CLOSED_SHELVES)[number];

/** An open shelf says nothing of its contacts, a closed one that eligibility refuses each of them. */
export function shelfAt(shelf: Shelf, rules: RuleSet, nowMs: number): ShelfVerdict {
  if (!shelf.consentOnRecord && rules.packs.some((pack) => wantsConsent(pack, shelf, rules, nowMs))) {
    return { open: false, reason: 'no-consent', nextAtMs: null };
  }
  const hours = rules.hours.at(shelf, nowMs);
  if (hours.open) return { open: true };
  return { open: false, reason: hours.reasons[0]?.code ?? 'outside-hours', nextAtMs: hours.nextAtMs };
}

function wantsConsent(pack: RuleSet['packs'][number], shelf: Shelf, rules: RuleSet, nowMs: number): boolean {
  const fromMs = pack.consent === null ? null : rules.consentFrom(pack, shelf);
  return fromMs !== null && fromMs <= nowMs;
}
