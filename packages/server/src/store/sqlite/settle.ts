/** What becomes of a contact when its attempt is closed, or when the wrap-up code of a closed one arrives (GCC-9, WX-9). */
import type { LiveEnd, Outcome, WrapUpCode } from '@outdial/shared';
import { countsForRule, treatment } from '../../rules/treatments.ts';
import type { Database } from './database.ts';
import { addDoNotCallEntry } from './do-not-call.ts';
import type { PolicyBook } from './policy-book.ts';
import { finish, wait } from './work.ts';

interface ClosedRow {
  campaign: number;
  contact: number;
  number: string;
  agent_id: string | null;
  outcome: Outcome;
  live_end: LiveEnd | null;
  effect: WrapUpCode['effect'] | null;
  ended_at: number;
  notes: string | null;
}

const CLOSED = `SELECT campaign, contact, number, agent_id, outcome, live_end, effect, ended_at, notes
  FROM attempts WHERE id = ? AND state = 'closed'`;

/** `closing`: the attempt was closed just now, so that it is counted once. Later attempts of the contact are left alone. */
export function settle(
  db: Database,
  policies: PolicyBook,
  attemptId: string,
  when: { nowMs: number; closing: boolean },
): void {
  const attempt = db.get<ClosedRow>(CLOSED, attemptId);
  if (attempt === null) return;
  const { campaign: key, contact } = attempt;
  const campaign = policies.ofKey(key);
  const work = db.get<{ status: string; counted: number; last_attempt: string | null }>(
    'SELECT status, counted, last_attempt FROM work WHERE campaign = ? AND contact = ?',
    key,
    contact,
  );
  if (work === null || work.last_attempt !== attemptId || work.status === 'leased') return;
  if (campaign === null) {
    finish(db, key, contact, 'campaign-gone');
    return;
  }
  const counts = when.closing && countsForRule(attempt.outcome, campaign.rule);
  if (counts) db.run('UPDATE work SET counted = counted + 1 WHERE campaign = ? AND contact = ?', key, contact);
  const next = treatment(
    {
      outcome: attempt.outcome,
      liveEnd: attempt.live_end,
      effect: attempt.effect,
      endedAtMs: attempt.ended_at,
      countedAttempts: work.counted + (counts ? 1 : 0),
      countedOnNumber: work.counted + (counts ? 1 : 0),
      sameOutcome: 0,
      hasNextNumber: false,
    },
    campaign.rule,
    campaign.packs,
    campaign.rules.how,
  );
  switch (next.next) {
    case 'retry':
      wait(db, key, contact, next.atMs, next.reason);
      return;
    case 'finish':
      finish(db, key, contact, next.reason);
      return;
    case 'do-not-call':
      addDoNotCallEntry(db, { number: attempt.number, campaignId: null, reason: 'asked for', atMs: when.nowMs });
      finish(db, key, contact, next.reason);
      return;
    case 'callback':
      finish(db, key, contact, next.reason);
      db.run(
        "INSERT INTO callbacks (campaign, contact, attempt, agent_id, number, requested_at, state, notes) VALUES (?, ?, ?, ?, ?, ?, 'requested', ?)",
        key,
        contact,
        attemptId,
        attempt.agent_id,
        attempt.number,
        Math.round(when.nowMs),
        attempt.notes ?? '',
      );
  }
}
