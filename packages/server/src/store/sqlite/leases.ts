/** Handing records out and taking them back. */
import {
  type ContactId,
  type E164,
  type LeasedRecord,
  type LeaseGrant,
  type ListId,
  type Outcome,
  ProblemError,
} from '@outdial/shared';
import { countsForRule } from '../../rules/treatments.ts';
import { type Callee, eligibilityOf } from './contact-facts.ts';
import { contactIdOf, contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { NUMBER_AT, otherNumbers } from './numbers.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { type StockedShelf, stockedShelves } from './shelves.ts';
import { Turns } from './turns.ts';
import { makeCallable, promote, putOff } from './work.ts';

/** So many rows are looked at in one lease, at least; where rules refuse them all, the next lease goes on. */
const LOOKED_AT = 400;
/** No agent reads a record for longer than this, whatever is asked for. */
const LONGEST_READ_MS = 2 * 3_600_000;
/** When to ask again where that many were refused and more are left. */
const GO_ON_MS = 1_000;
/** Oldest first; more than a lease hands out, and so few that nobody waits for it. */
const PROMOTED_AT_ONCE = 250;

interface CallableRow extends Callee {
  list: ListId;
  name: string;
  fields: string;
  dialed: number;
}

const CALLABLE = `SELECT work.contact, lists.id AS list, ${NUMBER_AT} AS number, contacts.name, country, time_zone, fields, counted, dialed
  FROM work JOIN contacts ON contacts.key = work.contact JOIN lists ON lists.key = contacts.list
  WHERE work.campaign = ? AND work.contact = ?`;

const KEEP =
  "UPDATE work SET status = 'leased', lease = ?, epoch = ?, lease_until = ?, reader = ? WHERE campaign = ? AND contact = ?";

/** Reasons that mean: outside the campaign's hours (GT-10). */
const HOURS: readonly string[] = ['outside-hours', 'public-holiday', 'before-start', 'after-end'];

/** Why there are fewer than were asked for, and when there may be more. */
function shortfall(
  db: Database,
  campaign: KnownCampaign,
  shelves: readonly StockedShelf[],
): Pick<LeaseGrant, 'shortBecause' | 'nextAtMs'> {
  const waiting = db.get<{ next_at: number | null; reason: string | null }>(
    "SELECT next_at, reason FROM work WHERE campaign = ? AND status = 'waiting' ORDER BY next_at IS NULL, next_at LIMIT 1",
    campaign.key,
  );
  const closed = shelves.flatMap(({ verdict }) => (verdict.open ? [] : [verdict]));
  const opens = closed.flatMap(({ nextAtMs }) => nextAtMs ?? []);
  const next = Math.min(waiting?.next_at ?? Number.POSITIVE_INFINITY, ...opens);
  const nextAtMs = Number.isFinite(next) ? next : null;
  const first = waiting !== null && waiting.next_at === nextAtMs ? (waiting.reason ?? '') : '';
  const outside = closed.some(({ reason }) => HOURS.includes(reason)) || HOURS.some((code) => first.includes(code));
  if (outside) return { shortBecause: 'outside-hours', nextAtMs };
  if (closed.some(({ reason }) => reason === 'no-consent')) return { shortBecause: 'no-consent', nextAtMs };
  if (waiting !== null) {
    return { shortBecause: first.includes('no-consent') ? 'no-consent' : 'no-contacts-callable-now', nextAtMs };
  }
  const busy = db.get(
    "SELECT 1 FROM stock WHERE campaign = ? AND status IN ('leased', 'under-way') AND n > 0 LIMIT 1",
    campaign.key,
  );
  const left = busy !== null || shelves.length > 0;
  return { shortBecause: left ? 'no-contacts-callable-now' : 'no-contacts-left', nextAtMs };
}

/** The contact at a number that may be called now; else it is put off, and null. */
function callable(db: Database, campaign: KnownCampaign, contact: number, nowMs: number): CallableRow | null {
  for (;;) {
    const row = db.get<CallableRow>(CALLABLE, campaign.key, contact);
    const verdict = row === null ? null : eligibilityOf(db, campaign, row, nowMs);
    if (verdict === null || verdict.allowed) return row;
    const atNextNumber = putOff(db, campaign.key, contact, verdict, nowMs);
    if (!atNextNumber) return null;
  }
}

export function leaseOperations(db: Database, policies: PolicyBook): Pick<Operations, 'lease' | 'giveBack'> {
  return {
    lease({ leaseId, campaignId, n, epoch, nowMs, leaseMs, forAgent }) {
      const campaign = policies.of(campaignId);
      if (campaign.state !== 'running') {
        throw new ProblemError('campaign-not-running', `Campaign ${campaign.campaign.name} is ${campaign.state}.`);
      }
      promote(db, campaign.key, nowMs, PROMOTED_AT_ONCE);
      const keepMs = Math.max(leaseMs, Math.min(forAgent?.keepMs ?? 0, LONGEST_READ_MS));
      const expiresAtMs = Math.round(nowMs + keepMs);
      const records: LeasedRecord[] = [];
      const shelves = stockedShelves(db, campaign, nowMs);
      const turns = new Turns(db, campaign, shelves, n);
      let more = true;
      for (let lookedAt = 0; records.length < n && lookedAt < n + LOOKED_AT; lookedAt++) {
        const next = turns.next();
        if (next === null) {
          more = false;
          break;
        }
        const row = callable(db, campaign, next.contact, nowMs);
        if (row === null) continue;
        db.run(KEEP, leaseId, epoch, expiresAtMs, forAgent?.agentId ?? null, campaign.key, row.contact);
        turns.took(next.list);
        records.push(asRecord(row, otherNumbers(db, row.contact, row.number)));
      }
      turns.save();
      const grant = { leaseId, campaignId, records, expiresAtMs };
      if (records.length === n) return { ...grant, shortBecause: null, nextAtMs: null };
      const short = shortfall(db, campaign, shelves);
      return more ? { ...grant, ...short, nextAtMs: nowMs + GO_ON_MS } : { ...grant, ...short };
    },

    giveBack({ campaignId, contactIds, position, epoch }) {
      const campaign = policies.of(campaignId);
      let back = 0;
      for (const contactId of contactIds) back += giveBackOne(db, campaign, contactId, position, epoch);
      return back;
    },
  };
}

function giveBackOne(
  db: Database,
  campaign: KnownCampaign,
  contactId: ContactId,
  position: 'top' | 'retry',
  epoch: string,
): number {
  const contact = contactKeyOf(contactId);
  if (contact === null) return 0;
  const held = db.get(
    "SELECT 1 FROM work WHERE campaign = ? AND contact = ? AND status = 'leased' AND epoch = ?",
    campaign.key,
    contact,
    epoch,
  );
  if (held === null && !takeBackUndialed(db, campaign, contact, epoch)) return 0;
  if (position === 'top') db.run('UPDATE work SET top = 1 WHERE campaign = ? AND contact = ?', campaign.key, contact);
  makeCallable(db, campaign.key, contact);
  return 1;
}

/**
 * A granted attempt that never became a call is closed and its record given back: the attempt stays (for legal caps an
 * acknowledged intent counts), but the contact need not wait, and the rule does not count it. False where it was a call.
 */
function takeBackUndialed(db: Database, campaign: KnownCampaign, contact: number, epoch: string): boolean {
  const undialed = db.get<{ outcome: Outcome }>(
    `SELECT outcome FROM work JOIN attempts ON attempts.id = work.last_attempt
      WHERE work.campaign = ? AND work.contact = ? AND work.status IN ('waiting', 'finished') AND attempts.epoch = ?
        AND attempts.state = 'closed' AND outcome IN ('operating-error', 'cancelled') AND answered_at IS NULL`,
    campaign.key,
    contact,
    epoch,
  );
  if (undialed === null) return false;
  const counted = countsForRule(undialed.outcome, campaign.rule) ? 1 : 0;
  const sql = 'UPDATE work SET counted = counted - ?, last_attempt = NULL WHERE campaign = ? AND contact = ?';
  db.run(
    'UPDATE attempts SET counted = 0 WHERE id = (SELECT last_attempt FROM work WHERE campaign = ? AND contact = ?)',
    campaign.key,
    contact,
  );
  db.run(sql, counted, campaign.key, contact);
  return true;
}

const asRecord = (row: CallableRow, others: readonly string[]): LeasedRecord => ({
  contactId: contactIdOf(row.contact),
  listId: row.list,
  name: row.name,
  number: row.number as E164,
  ...(others.length === 0 ? {} : { numbers: [row.number, ...others] as E164[] }),
  fields: JSON.parse(row.fields) as Record<string, string>,
  attempts: row.dialed,
});
