/** The consent ledger as a check: whether a person has agreed to calls of this use, with proof, and still does. */

/** Entries are never changed but for the withdrawal: the ledger is the proof. */
export interface ConsentEntry {
  /** What the calls are for: consent to one use is none to another. */
  use: string;
  givenAtMs: number;
  /** Null: until it is withdrawn. */
  expiresAtMs: number | null;
  withdrawnAtMs: number | null;
  /** Where it is written down (a recording, a form, a message); without one it is no consent. */
  proof: string;
}

export type ConsentFault = 'none' | 'other-use' | 'no-proof' | 'expired' | 'withdrawn' | 'not-yet';

/** Entries that say the most come last. */
const ORDER: readonly ConsentFault[] = ['none', 'other-use', 'no-proof', 'expired', 'withdrawn', 'not-yet'];

const endOf = (entry: ConsentEntry): number =>
  Math.min(entry.expiresAtMs ?? Number.POSITIVE_INFINITY, entry.withdrawnAtMs ?? Number.POSITIVE_INFINITY);

function faultOf(entry: ConsentEntry, use: string, atMs: number): ConsentFault | null {
  if (entry.use !== use) return 'other-use';
  if (entry.proof.trim() === '') return 'no-proof';
  if (entry.withdrawnAtMs !== null && entry.withdrawnAtMs <= atMs) return 'withdrawn';
  if (entry.expiresAtMs !== null && entry.expiresAtMs <= atMs) return 'expired';
  return entry.givenAtMs > atMs ? 'not-yet' : null;
}

export type Consent =
  | { given: true; untilMs: number | null }
  | { given: false; fault: ConsentFault /** When one begins that is written down already. */; nextAtMs: number | null };

export function consentAt(entries: readonly ConsentEntry[], use: string, atMs: number): Consent {
  let fault: ConsentFault = 'none';
  let nextAtMs: number | null = null;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    const said = faultOf(entry, use, atMs);
    if (said === null) untilMs = Math.max(untilMs, endOf(entry));
    else if (ORDER.indexOf(said) > ORDER.indexOf(fault)) fault = said;
    if (said === 'not-yet' && endOf(entry) > entry.givenAtMs) {
      nextAtMs = Math.min(nextAtMs ?? Number.POSITIVE_INFINITY, entry.givenAtMs);
    }
  }
  if (untilMs === Number.NEGATIVE_INFINITY) return { given: false, fault, nextAtMs };
  return { given: true, untilMs: untilMs === Number.POSITIVE_INFINITY ? null : untilMs };
}

const WORDS: Readonly<Record<ConsentFault, string>> = {
  none: 'none is on record',
  'other-use': 'what is on record is for another use',
  'no-proof': 'what is on record has no proof',
  expired: 'it has expired',
  withdrawn: 'it was withdrawn',
  'not-yet': 'it begins later',
};

export const consentSentence = (fault: ConsentFault, use: string, packId: string): string =>
  `no consent to calls for ${use}: ${WORDS[fault]} (${packId})`;
