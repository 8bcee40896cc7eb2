/** GCC-9: what becomes of a contact after an attempt, by outcome, wrap-up code and what the rule has left. */
import type { CompliancePack, ContactRule, LiveEnd, Outcome, Treatment, WrapUpCode } from '@outdial/shared';

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
  effect: WrapUpCode['effect'] | null;
  endedAtMs: number;
  /** Counted attempts of the contact, this one included where it counts. */
  countedAttempts: number;
}

export type Next =
  | { next: 'finish'; reason: string }
  | { next: 'retry'; atMs: number; reason: string }
  | { next: 'callback'; reason: string }
  | { next: 'do-not-call'; reason: string };

/** GCC-7: an operating error counts only where the rule says so; everything else was a call. */
export const countsForRule = (outcome: Outcome, rule: ContactRule): boolean =>
  outcome !== 'operating-error' || rule.countOperatingErrors;

export function treatment(attempt: ClosedAttemptFacts, rule: ContactRule, packs: readonly CompliancePack[]): Next {
  if (attempt.effect === 'do-not-call') return { next: 'do-not-call', reason: 'do-not-call' };
  if (attempt.effect === 'callback') return { next: 'callback', reason: 'callback' };
  if (attempt.effect === 'finish') return { next: 'finish', reason: 'wrapped-up' };
  const reached = attempt.outcome === 'live' && attempt.liveEnd === 'connected';
  // GT-3: processed once a person answered and an agent had them, unless the code sends the contact back.
  if (reached && attempt.effect !== 'retry') return { next: 'finish', reason: 'processed' };
  const said = rule.treatments[attempt.outcome] ?? DEFAULT_TREATMENTS[attempt.outcome];
  const mustEnd = said.action === 'finish' && attempt.effect !== 'retry';
  if (mustEnd) return { next: 'finish', reason: attempt.outcome };
  if (attempt.countedAttempts >= rule.maxAttempts) return { next: 'finish', reason: 'attempts-used-up' };
  const abandoned = attempt.liveEnd === 'abandoned';
  const lockoutMs = abandoned ? Math.max(0, ...packs.map((pack) => pack.abandonedLockoutMs)) : 0;
  return {
    next: 'retry',
    atMs: attempt.endedAtMs + Math.max(said.afterMs, lockoutMs),
    reason: abandoned ? 'abandoned' : attempt.outcome,
  };
}
