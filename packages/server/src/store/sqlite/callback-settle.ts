/** What becomes of a contact's callbacks when an attempt of it is closed, or wrapped up. */
import type { E164, LiveEnd, Outcome } from '@outdial/shared';
import { DEFAULT_TREATMENTS, type Next } from '../../rules/treatments.ts';
import { byId, type CallbackRow, insertCallback, move, openOfContact } from './callback-rows.ts';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';
import { makeCallable } from './work.ts';

export interface SettledAttempt {
  id: string;
  contact: number;
  number: string;
  outcome: Outcome;
  live_end: LiveEnd | null;
  ended_at: number;
  notes: string | null;
  callback: number | null;
  interaction_id: string | null;
}

/** The callback that this attempt called, where it was one and is not concluded yet. */
export function calledBy(db: Database, campaign: number, attempt: SettledAttempt): CallbackRow | null {
  if (attempt.callback === null) return null;
  return openOfContact(db, campaign, attempt.contact).find(({ key }) => key === attempt.callback) ?? null;
}

/**
 * True where the contact waits for a callback from now on, and nothing else becomes of it. `tries` are those of the callback
 * that was called, this attempt included where it counts.
 */
export function settleCallbacks(
  db: Database,
  campaign: KnownCampaign,
  attempt: SettledAttempt,
  next: Next,
  tries: number,
): boolean {
  const called = calledBy(db, campaign.key, attempt);
  const reached = attempt.outcome === 'live' && attempt.live_end === 'connected';
  const others = openOfContact(db, campaign.key, attempt.contact).filter(
    (row) => row.key !== called?.key && !(reached && isKept(db, row, attempt)),
  );
  if (next.next === 'do-not-call') {
    for (const row of [...others, ...(called === null ? [] : [called])]) giveUp(db, row, next.reason);
    return false;
  }
  if (called !== null && called.state === 'calling') {
    const again = !reached && others.length === 0 && next.next === 'retry';
    if (again) move(db, called, 'try-again', { dueAtMs: next.atMs, tries, notBeforeMs: next.atMs });
    else move(db, called, 'conclude', { tries });
    if (again) return wait(db, campaign.key, attempt.contact);
  }
  if (others.length > 0) return wait(db, campaign.key, attempt.contact);
  if (next.next !== 'callback') return false;
  promise(db, campaign, attempt);
  return wait(db, campaign.key, attempt.contact);
}

/**
 * A callback that was read and not called: it comes again at `notBeforeMs`, or (null) never. True where the contact waits
 * for one from now on.
 */
export function declineCallbacks(db: Database, campaign: number, contact: number, notBeforeMs: number | null): boolean {
  const open = openOfContact(db, campaign, contact);
  for (const row of open) {
    if (notBeforeMs === null) giveUp(db, row, 'do-not-call');
    else if (row.state === 'handed-out') move(db, row, 'give-back', { notBeforeMs });
  }
  return notBeforeMs !== null && open.length > 0;
}

/** Reached by hand after the callback's own call was not answered: it is kept, unless it was promised in this very interaction. */
function isKept(db: Database, row: CallbackRow, attempt: SettledAttempt): boolean {
  if (row.interaction_id === attempt.interaction_id || row.attempt === attempt.id || row.tries === 0) return false;
  if (row.state !== 'scheduled' && row.state !== 'due') return false;
  move(db, row, 'conclude');
  return true;
}

/** The trigger turns it into waiting. */
function wait(db: Database, campaign: number, contact: number): true {
  makeCallable(db, campaign, contact);
  return true;
}

function giveUp(db: Database, row: CallbackRow, reason: string): void {
  const reasons = [{ code: reason, message: 'the contact is not to be called any more' }];
  if (row.state === 'calling') move(db, row, 'conclude', { reasons });
  else move(db, row, 'cancel', { reasons });
}

/** WX-9: the code asks for a callback and the agent set no time: any agent, when the rule tries an answered contact again. */
function promise(db: Database, { key, rule }: KnownCampaign, attempt: SettledAttempt): void {
  if (byId(db, `cb-${attempt.id}`) !== null) return;
  const { afterMs } = rule.treatments.live ?? DEFAULT_TREATMENTS.live;
  insertCallback(db, {
    id: `cb-${attempt.id}`,
    campaign: key,
    contact: attempt.contact,
    wish: {
      number: attempt.number as E164,
      dueAtMs: attempt.ended_at + afterMs,
      timeZone: 'UTC',
      personal: false,
      agentId: null,
      notes: attempt.notes ?? '',
    },
    source: 'wrap-up',
    by: null,
    attempt: attempt.id,
    interactionId: null,
    nowMs: attempt.ended_at,
  });
}
