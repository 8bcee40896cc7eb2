/** What becomes of a contact when its attempt is closed, or when the wrap-up code of a closed one arrives (GCC-9, WX-9). */
import type { LiveEnd, Outcome, WrapUpEffect } from '@outdial/shared';
import { countsForRule, treatment } from '../../rules/treatments.ts';
import { calledBy, settleCallbacks } from './callback-settle.ts';
import { countedOnNumber } from './contact-facts.ts';
import type { Database } from './database.ts';
import { addDoNotCallEntry } from './do-not-call.ts';
import { hasNumber, otherNumbers, positionOf, turnToNumber } from './numbers.ts';
import type { PolicyBook } from './policy-book.ts';
import { finish, wait } from './work.ts';

interface ClosedRow {
  campaign: number;
  contact: number;
  number: string;
  agent_id: string | null;
  outcome: Outcome;
  live_end: LiveEnd | null;
  effect: WrapUpEffect | null;
  ended_at: number;
  notes: string | null;
  id: string;
  callback: number | null;
  interaction_id: string | null;
}

/** GT-3, as `work.progress`: processed once an agent had the person, unfinished where nobody was reached; 0 is not tried. */
const UNFINISHED = 1;
const PROCESSED = 2;

const CLOSED = `SELECT id, campaign, contact, number, agent_id, outcome, live_end, effect, ended_at, notes, callback, interaction_id
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
  if (when.closing) {
    const sql = 'UPDATE work SET counted = counted + ?, progress = MAX(progress, ?) WHERE campaign = ? AND contact = ?';
    db.run(sql, counts ? 1 : 0, attempt.live_end === 'connected' ? PROCESSED : UNFINISHED, key, contact);
    if (counts) db.run('UPDATE attempts SET counted = 1 WHERE id = ?', attemptId);
  }
  const position = positionOf(db, contact, attempt.number);
  const called = calledBy(db, key, attempt);
  const tries = (called?.tries ?? 0) + (counts ? 1 : 0);
  const next = treatment(
    {
      outcome: attempt.outcome,
      liveEnd: attempt.live_end,
      effect: attempt.effect,
      endedAtMs: attempt.ended_at,
      countedAttempts: called === null ? work.counted + (counts ? 1 : 0) : tries,
      countedOnNumber: countedOnNumber(db, key, contact, attempt.number),
      sameOutcome: sameOutcome(db, attempt),
      hasNextNumber: hasNumber(db, contact, position + 1),
    },
    campaign.rule,
    campaign.packs,
    campaign.rules.how,
  );
  if (settleCallbacks(db, campaign, attempt, next, tries)) return;
  switch (next.next) {
    case 'retry':
      turnToNumber(db, key, contact, next.number === 'next' ? position + 1 : position);
      wait(db, key, contact, next.atMs, next.reason);
      return;
    case 'finish':
      finish(db, key, contact, next.reason);
      return;
    case 'do-not-call':
      for (const number of numbersToBlock(db, attempt)) {
        addDoNotCallEntry(db, { number, campaignId: null, reason: dncReason(next.reason), atMs: when.nowMs });
      }
      finish(db, key, contact, next.reason);
      return;
    case 'callback':
      // Promised above: the contact waits for it.
      return;
  }
}

/** Who asks not to be called means all of their numbers; what the rule says of an outcome is said of the one that was called. */
const numbersToBlock = (db: Database, { contact, number, effect }: ClosedRow): string[] =>
  effect === 'do-not-call' ? [number, ...otherNumbers(db, contact, number)] : [number];

const dncReason = (reason: string): string => (reason === 'do-not-call' ? 'asked for' : `by the rule, after ${reason}`);

const sameOutcome = (db: Database, { campaign, contact, outcome }: ClosedRow): number =>
  db.get<{ n: number }>(
    "SELECT COUNT(*) AS n FROM attempts WHERE contact = ? AND +campaign = ? AND outcome = ? AND state = 'closed'",
    contact,
    campaign,
    outcome,
  )?.n ?? 0;
