/** What the rules must know of a contact before it may be called, read from everything that the store has. */
import type { AttemptState, LiveEnd, Outcome } from '@outdial/shared';
import type { ContactFacts } from '../../rules/eligibility.ts';
import { type Eligibility, eligibility } from '../../rules/eligibility.ts';
import { consentsOf } from './consents.ts';
import type { Database } from './database.ts';
import { doNotCallReason } from './do-not-call.ts';
import { otherNumbers } from './numbers.ts';
import type { KnownCampaign } from './policy-book.ts';

export interface Callee {
  contact: number;
  number: string;
  country: string;
  time_zone: string | null;
  counted: number;
  /** The person asked to be called: the rule's limits for a day and for a number, which are for our own tries, do not hold. */
  asked?: boolean;
  /** What is asked is whether it may be called later, when the call that is under way now is over. */
  later?: boolean;
}

interface PastRow {
  intent_at: number;
  ended_at: number | null;
  outcome: Outcome | null;
  live_end: LiveEnd | null;
  refused: number;
  state: AttemptState;
}

const PAST = `SELECT intent_at, ended_at, outcome, live_end, refused, state FROM attempts
  WHERE number = ? AND intent_at > ? ORDER BY intent_at`;
/** Taken-back attempts do not count. The plus keeps the search on the contact's few attempts, off its campaign's many. */
const COUNTED =
  'SELECT intent_at AS at FROM attempts WHERE contact = ? AND +campaign = ? AND counted = 1 AND intent_at > ?';
const ON_NUMBER =
  'SELECT COUNT(*) AS n FROM attempts WHERE contact = ? AND +campaign = ? AND counted = 1 AND number = ?';

/** A call lasts less than this: one that began before the longest window may have ended inside it. */
const LONGEST_CALL_MS = 86_400_000;
const TWO_DAYS_MS = 2 * 86_400_000;

/** When the last of those attempts ended that it is true of. */
const last = (past: readonly PastRow[], of: (row: PastRow) => boolean): number | null =>
  past.reduce<number | null>((at, row) => (of(row) ? Math.max(at ?? 0, row.ended_at ?? 0) : at), null);

/** Reads no more than the rule and the packs ask for, and of the past no more than their longest window. */
function factsOf(db: Database, callee: Callee, campaign: KnownCampaign, nowMs: number): ContactFacts {
  const { key, rule, rules } = campaign;
  const { contact, number } = callee;
  const fresh = callee.counted === 0 || callee.asked === true;
  const since = Math.floor(nowMs - rules.pastMs - LONGEST_CALL_MS);
  const past = rules.pastMs === 0 ? [] : db.all<PastRow>(PAST, number, since);
  // Caps, conversations and refusals are the person's, abandoned calls and machines the number's.
  const others = rules.pastMs === 0 ? [] : otherNumbers(db, contact, number);
  const person = [...past, ...others.flatMap((other) => db.all<PastRow>(PAST, other, since))];
  if (others.length > 0) person.sort((a, b) => a.intent_at - b.intent_at);
  return {
    country: callee.country,
    timeZone: callee.time_zone,
    doNotCall: doNotCallReason(db, number, campaign.campaign.id),
    countedAttempts: callee.counted,
    countedOnNumber: fresh || rule.maxAttemptsPerNumber === null ? 0 : countedOnNumber(db, key, contact, number),
    countedAtMs:
      fresh || rule.maxAttemptsPerDay === null
        ? []
        : db.all<{ at: number }>(COUNTED, contact, key, Math.floor(nowMs - TWO_DAYS_MS)).map(({ at }) => at),
    dialedAtMs: person.map((row) => row.intent_at),
    abandonedAtMs: last(past, (row) => row.live_end === 'abandoned'),
    machineAtMs: last(past, (row) => row.outcome === 'answering-machine'),
    conversationAtMs: last(person, (row) => row.live_end === 'connected'),
    refusedAtMs: last(person, (row) => row.refused === 1),
    consents: rules.packs.some(({ consent }) => consent !== null) ? consentsOf(db, number) : [],
    underWay:
      callee.later === true
        ? false
        : rules.pastMs === 0
          ? isUnderWay(db, number)
          : past.some(({ state }) => state === 'under-way'),
  };
}

const isUnderWay = (db: Database, number: string): boolean =>
  db.get("SELECT 1 FROM attempts WHERE number = ? AND state = 'under-way' LIMIT 1", number) !== null;

export const countedOnNumber = (db: Database, campaign: number, contact: number, number: string): number =>
  db.get<{ n: number }>(ON_NUMBER, contact, campaign, number)?.n ?? 0;

export const eligibilityOf = (db: Database, campaign: KnownCampaign, callee: Callee, nowMs: number): Eligibility =>
  eligibility(factsOf(db, callee, campaign, nowMs), campaign.rules, nowMs);
