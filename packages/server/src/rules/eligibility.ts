/** Whether a contact may be called now, and every reason why not: pure, the same test at the lease and at the intent. */
import { type ConsentEntry, consentAt, consentSentence } from './consent.ts';
import type { Hours, HoursReason } from './hours.ts';
import { attemptCap, type LastTimes, LOCK_OUTS, type LockOut, lockedOut, perDay } from './limits.ts';
import type { RuleSet } from './rule-set.ts';

type Ineligible =
  | 'do-not-call'
  | 'attempts-used-up'
  | 'attempts-per-number'
  | 'attempts-per-day'
  | 'attempt-cap'
  | LockOut
  | 'no-consent'
  | HoursReason
  | 'under-way';

export interface Reason {
  code: Ineligible;
  sentence: string;
  /** When this reason alone is gone (hours: all of them together); null: never by itself. */
  nextAtMs: number | null;
}

/** What is known of a contact and the number that would be called, all campaigns included. */
export interface ContactFacts extends LastTimes {
  country: string;
  timeZone: string | null;
  /** The reason of an entry that holds for this number in this campaign, null where there is none. */
  doNotCall: string | null;
  /** Attempts that count for the rule, in this campaign: all, and those to this number. */
  countedAttempts: number;
  countedOnNumber: number;
  /** When those of the last two days were made. */
  countedAtMs: readonly number[];
  /** When this person was dialed, in any campaign: acknowledged intents, oldest first, whatever came of them. */
  dialedAtMs: readonly number[];
  /** What is written in the ledger of this number. */
  consents: readonly ConsentEntry[];
  /** A call to this number is under way, in whatever campaign. */
  underWay: boolean;
}

/** `nextAtMs`: the first instant at which it would be allowed, as things stand; null: never by itself. */
export type Eligibility =
  | { allowed: true; untilMs: number | null }
  | { allowed: false; reasons: readonly Reason[]; nextAtMs: number | null };

/** A number that is being called is looked at again after this. */
const UNDER_WAY_AGAIN_MS = 60_000;
/** Reasons that follow upon one another (a lock-out ends at night, on a holiday, after a consent's end …) at most. */
const MAX_STEPS = 20;

export function eligibility(contact: ContactFacts, rules: RuleSet, nowMs: number): Eligibility {
  const hours = rules.hours.at(contact, nowMs);
  const reasons = reasonsAt(contact, rules, nowMs, hours);
  if (contact.underWay) {
    const sentence = 'a call to this number is under way';
    reasons.push({ code: 'under-way', sentence, nextAtMs: nowMs + UNDER_WAY_AGAIN_MS });
  }
  if (reasons.length > 0) return { allowed: false, reasons, nextAtMs: allowedFrom(contact, rules, reasons) };
  return { allowed: true, untilMs: earliest(hours.open ? hours.untilMs : null, consentUntil(contact, rules, nowMs)) };
}

/** From the moment at which the last of the reasons is gone, unless others have come up by then. */
function allowedFrom(contact: ContactFacts, rules: RuleSet, reasons: readonly Reason[]): number | null {
  let at = latest(reasons);
  for (let step = 0; at !== null && step < MAX_STEPS; step++) {
    const opens = rules.hours.firstOpen(contact, at);
    if (opens === null) return null;
    const open: Hours = { open: true, untilMs: null };
    const next = reasonsAt(contact, rules, opens, open);
    if (next.length === 0) return opens;
    at = latest(next);
  }
  return at;
}

function reasonsAt(contact: ContactFacts, rules: RuleSet, nowMs: number, hours: Hours): Reason[] {
  const { rule, packs, how, calendar } = rules;
  const reasons: Reason[] = [];
  const no = (code: Ineligible, sentence: string, nextAtMs: number | null): void => {
    reasons.push({ code, sentence, nextAtMs });
  };

  if (contact.doNotCall !== null) no('do-not-call', `on the do-not-call list: ${contact.doNotCall}`, null);
  if (contact.countedAttempts >= rule.maxAttempts) {
    no(
      'attempts-used-up',
      `${contact.countedAttempts} of ${rule.maxAttempts} attempts of rule ${rule.name} made`,
      null,
    );
  }
  const perNumber = rule.maxAttemptsPerNumber;
  if (perNumber !== null && contact.countedOnNumber >= perNumber) {
    const sentence = `${contact.countedOnNumber} of ${perNumber} attempts of rule ${rule.name} to this number made`;
    no('attempts-per-number', sentence, null);
  }
  if (rule.maxAttemptsPerDay !== null) {
    const zones = calendar.timeZones.of(contact);
    const full = perDay(contact.countedAtMs, rule.maxAttemptsPerDay, zones, calendar.clock, nowMs);
    if (full !== null) no('attempts-per-day', `${full.sentence} (rule ${rule.name})`, full.nextAtMs);
    if (zones.length === 0 && hours.open)
      no('unknown-time-zone', `what day it is in country ${contact.country} is not known`, null);
  }
  for (const pack of packs) {
    const full = attemptCap(contact.dialedAtMs, pack, nowMs);
    if (full !== null) no('attempt-cap', full.sentence, full.nextAtMs);
    for (const lockOut of LOCK_OUTS) {
      const locked = lockedOut(lockOut, contact, pack, how, nowMs);
      if (locked !== null) no(lockOut, locked.sentence, locked.nextAtMs);
    }
    const fromMs = pack.consent === null ? null : rules.consentFrom(pack, contact);
    if (fromMs === null || nowMs < fromMs) continue;
    const consent = consentAt(contact.consents, how.use, nowMs);
    if (!consent.given) no('no-consent', consentSentence(consent.fault, how.use, pack.id), consent.nextAtMs);
  }
  if (!hours.open) for (const { code, sentence } of hours.reasons) no(code, sentence, hours.nextAtMs);
  return reasons;
}

/** Until when the consent holds that is needed; null: for ever, or it is not needed. */
function consentUntil(contact: ContactFacts, rules: RuleSet, nowMs: number): number | null {
  let untilMs: number | null = null;
  for (const pack of rules.packs) {
    const fromMs = pack.consent === null ? null : rules.consentFrom(pack, contact);
    if (fromMs === null) continue;
    const consent = consentAt(contact.consents, rules.how.use, Math.max(nowMs, fromMs));
    untilMs = earliest(untilMs, consent.given ? consent.untilMs : fromMs);
  }
  return untilMs;
}

const earliest = (a: number | null, b: number | null): number | null => {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
};

/** All must allow it: the latest of them, and never where one of them never does. */
const latest = (reasons: readonly Reason[]): number | null =>
  reasons.reduce<number | null>(
    (at, { nextAtMs }) => (at === null || nextAtMs === null ? null : Math.max(at, nextAtMs)),
    Number.NEGATIVE_INFINITY,
  );
