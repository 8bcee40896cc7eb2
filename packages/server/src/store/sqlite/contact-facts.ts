/** What the rules must know of a contact before it may be called, read from everything that the store has. */
import type { LiveEnd, Outcome } from '@outdial/shared';
import type { ContactFacts } from '../../rules/eligibility.ts';
import { type Eligibility, eligibility } from '../../rules/eligibility.ts';
import type { Database } from './database.ts';
import { doNotCallReason } from './do-not-call.ts';
import type { KnownCampaign } from './policy-book.ts';

export interface Callee {
  number: string;
  country: string;
  time_zone: string | null;
  counted: number;
}

interface PastRow {
  intent_at: number;
  ended_at: number | null;
  outcome: Outcome | null;
  live_end: LiveEnd | null;
}

/** A call lasts less than this: one that began before the longest window may have ended inside it. */
const LONGEST_CALL_MS = 86_400_000;

/** Reads no more of a number's past than the longest window of the packs. */
function factsOf(db: Database, callee: Callee, campaign: KnownCampaign, nowMs: number): ContactFacts {
  const { pastMs } = campaign.rules;
  const past =
    pastMs === 0
      ? []
      : db.all<PastRow>(
          'SELECT intent_at, ended_at, outcome, live_end FROM attempts WHERE number = ? AND intent_at > ? ORDER BY intent_at',
          callee.number,
          Math.floor(nowMs - pastMs - LONGEST_CALL_MS),
        );
  const last = (of: (row: PastRow) => boolean): number | null =>
    past.reduce<number | null>((at, row) => (of(row) ? Math.max(at ?? 0, row.ended_at ?? 0) : at), null);
  return {
    country: callee.country,
    timeZone: callee.time_zone,
    doNotCall: doNotCallReason(db, callee.number, campaign.campaign.id),
    countedAttempts: callee.counted,
    countedOnNumber: callee.counted,
    countedAtMs: [],
    dialedAtMs: past.map((row) => row.intent_at),
    abandonedAtMs: last((row) => row.live_end === 'abandoned'),
    machineAtMs: last((row) => row.outcome === 'answering-machine'),
    conversationAtMs: last((row) => row.live_end === 'connected'),
    refusedAtMs: null,
    consents: [],
    underWay: db.get("SELECT 1 FROM attempts WHERE number = ? AND state = 'under-way' LIMIT 1", callee.number) !== null,
  };
}

export const eligibilityOf = (db: Database, campaign: KnownCampaign, callee: Callee, nowMs: number): Eligibility =>
  eligibility(factsOf(db, callee, campaign, nowMs), campaign.rules, nowMs);
