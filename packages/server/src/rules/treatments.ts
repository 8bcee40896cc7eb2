/** GCC-9: what becomes of a contact after an attempt, by outcome, wrap-up code and what the rule has left. */
import type { CompliancePack, ContactRule, LiveEnd, Outcome, Treatment, WrapUpEffect } from '@outdial/shared';
import { lockOutMs } from './limits.ts';
import type { Circumstances } from './rule-set.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Where the rule says nothing. `live` is the one that an agent spoke to and sent back with a code. */
export const DEFAULT_TREATMENTS: Readonly<Record<Outcome, Treatment>> = {
  live: { action: 'retry', afterMs: 24 * HOUR_MS },
  'answering-machine': { action: 'retry', afterMs: 4 * HOUR_MS },
  busy: { action: 'retry', afterMs: 10 * MINUTE_MS },
  'no-answer': { action: 'retry', afterMs: 2 * HOUR_MS },
  fax: { action: 'finish', afterMs: 0 },
  'invalid-number': { action: 'finish', afterMs: 0 },
  rejected: { action: 'retry', afterMs: 4 * HOUR_MS },
  'operating-error': { action: 'retry', afterMs: 5 * MINUTE_MS },
  cancelled: { action: 'retry', afterMs: 10 * MINUTE_MS },
};

export interface ClosedAttemptFacts {
  outcome: Outcome;
  liveEnd: LiveEnd | null;
  /** What the wrap-up code does to the contact (WX-9); null without one. */
  effect: WrapUpEffect | null;
  endedAtMs: number;
  /** Counted attempts of the contact in the campaign, and those to this number; this one included where it counts. */
  countedAttempts: number;
  countedOnNumber: number;
  /** Attempts of the contact in the campaign that ended with this outcome, this one included, counted or not. */
  sameOutcome: number;
  /** Whether the contact has another number after this one. */
  hasNextNumber: boolean;
}

export type Next =
  | { next: 'finish'; reason: string }
  | { next: 'retry'; atMs: number; number: 'same' | 'next'; reason: string }
  | { next: 'callback'; reason: string }
  | { next: 'do-not-call'; reason: string };

export type RetryRules = Pick<ContactRule, 'treatments' | 'maxAttempts' | 'maxAttemptsPerNumber'>;

/** GCC-7: an operating error counts only where the rule says so; everything else was a call. */
export const countsForRule = (outcome: Outcome, rule: Pick<ContactRule, 'countOperatingErrors'>): boolean =>
  outcome !== 'operating-error' || rule.countOperatingErrors;

export function treatment(
  attempt: ClosedAttemptFacts,
  rule: RetryRules,
  packs: readonly CompliancePack[],
  how: Circumstances,
): Next {
  const { outcome, liveEnd, effect } = attempt;
  if (effect === 'do-not-call') return { next: 'do-not-call', reason: 'do-not-call' };
  if (effect === 'callback') return { next: 'callback', reason: 'callback' };
  if (effect === 'finish') return { next: 'finish', reason: 'wrapped-up' };
  // GT-3: processed once a person answered and an agent had them, unless the code sends the contact back.
  const reached = outcome === 'live' && liveEnd === 'connected';
  if (reached && effect !== 'retry') return { next: 'finish', reason: 'processed' };

  const said = rule.treatments[outcome] ?? DEFAULT_TREATMENTS[outcome];
  // The agent's word goes before the rule's, but never beyond the attempts that the rule allows.
  if (effect !== 'retry') {
    if (said.action === 'do-not-call') return { next: 'do-not-call', reason: outcome };
    if (said.action === 'finish') return { next: 'finish', reason: outcome };
    if (said.atMost !== undefined && attempt.sameOutcome > said.atMost) {
      return { next: 'finish', reason: `${outcome}-used-up` };
    }
  }
  if (attempt.countedAttempts >= rule.maxAttempts) return { next: 'finish', reason: 'attempts-used-up' };
  const number = numberOf(attempt, said, rule);
  if (number === null) return { next: 'finish', reason: 'numbers-used-up' };
  const lockoutMs = number === 'next' ? 0 : longestLockOut(attempt, packs, how);
  return {
    next: 'retry',
    atMs: attempt.endedAtMs + Math.max(said.afterMs, lockoutMs),
    number,
    reason: liveEnd === 'abandoned' ? 'abandoned' : outcome,
  };
}

/** Null: there is none left. */
function numberOf(attempt: ClosedAttemptFacts, said: Treatment, rule: RetryRules): 'same' | 'next' | null {
  const full = rule.maxAttemptsPerNumber !== null && attempt.countedOnNumber >= rule.maxAttemptsPerNumber;
  const moves = said.action === 'next-number' && attempt.effect !== 'retry';
  if (!full && !moves) return 'same';
  return attempt.hasNextNumber ? 'next' : null;
}

/** What the packs say of this number after such an attempt; the other lock-outs are of the person, and tested at the dial. */
function longestLockOut(attempt: ClosedAttemptFacts, packs: readonly CompliancePack[], how: Circumstances): number {
  const abandoned = attempt.liveEnd === 'abandoned';
  const machine = attempt.outcome === 'answering-machine';
  return Math.max(
    0,
    ...packs.flatMap((pack) => [
      abandoned ? lockOutMs('abandoned-lockout', pack, how) : 0,
      machine ? lockOutMs('machine-lockout', pack, how) : 0,
    ]),
  );
}
