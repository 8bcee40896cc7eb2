/** What the rules must know of a contact before it may be called, read from everything that the store has. */
import type { ContactFacts } from '../../rules/eligibility.ts';
import { type Eligibility, eligibility } from '../../rules/eligibility.ts';
import type { Database } from './database.ts';
import { doNotCallReason } from './do-not-call.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';

export interface Callee {
  number: string;
  country: string;
  time_zone: string | null;
  counted: number;
}

/** Reads no more of a number's past than the longest window of the packs. */
function factsOf(db: Database, callee: Callee, campaign: KnownCampaign, nowMs: number): ContactFacts {
  const windowMs = Math.max(0, ...campaign.packs.map((pack) => pack.attemptCap?.windowMs ?? 0));
  const lockoutMs = Math.max(0, ...campaign.packs.map((pack) => pack.abandonedLockoutMs));
  const dialed =
    windowMs === 0
      ? []
      : db.all<{ at: number }>(
          'SELECT intent_at AS at FROM attempts WHERE number = ? AND intent_at > ? ORDER BY intent_at',
          callee.number,
          Math.floor(nowMs - windowMs),
        );
  const abandoned =
    lockoutMs === 0
      ? null
      : db.get<{ at: number | null }>(
          "SELECT MAX(ended_at) AS at FROM attempts WHERE number = ? AND live_end = 'abandoned'",
          callee.number,
        );
  return {
    country: callee.country,
    timeZone: callee.time_zone,
    doNotCall: doNotCallReason(db, callee.number, campaign.campaign.id),
    countedAttempts: callee.counted,
    dialedAtMs: dialed.map((row) => row.at),
    abandonedAtMs: abandoned?.at ?? null,
    underWay: db.get("SELECT 1 FROM attempts WHERE number = ? AND state = 'under-way' LIMIT 1", callee.number) !== null,
  };
}

export function eligibilityOf(
  db: Database,
  policies: PolicyBook,
  campaign: KnownCampaign,
  callee: Callee,
  nowMs: number,
): Eligibility {
  const facts = factsOf(db, callee, campaign, nowMs);
  return eligibility(facts, campaign.rule, campaign.packs, nowMs, policies.hours);
}
