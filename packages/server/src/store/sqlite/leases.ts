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
import { NUMBER_AT } from './numbers.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { type Ranked, Turns } from './turns.ts';
import { makeCallable, promote, putOff } from './work.ts';

/** So many rows are looked at in one lease, at least; where rules refuse them all, the next lease goes on. */
const LOOKED_AT = 400;
/** When to ask again where that many were refused and more are left. */
const GO_ON_MS = 1_000;
/** Oldest first; more than a lease hands out, and so few that nobody waits for it. */
const PROMOTED_AT_ONCE = 250;

interface CallableRow extends Callee, Ranked {
  list: ListId;
  list_key: number;
  name: string;
  fields: string;
  dialed: number;
}

const CALLABLE = `SELECT work.contact, top, work.priority, lists.id AS list, work.list AS list_key, ${NUMBER_AT} AS number,
    contacts.name, country, time_zone, fields, counted, dialed
  FROM work JOIN contacts ON contacts.key = work.contact JOIN lists ON lists.key = contacts.list
  WHERE work.campaign = ? AND work.list = ? AND work.status = 'callable'`;
/** GCC-6, and the order of `rules/order.ts` within a list. */
const BY_PRIORITY = `${CALLABLE} ORDER BY top DESC, work.priority DESC, work.contact LIMIT ?`;
const BY_POSITION = `${CALLABLE} ORDER BY top DESC, work.contact LIMIT ?`;

const KEEP =
  "UPDATE work SET status = 'leased', lease = ?, epoch = ?, lease_until = ? WHERE campaign = ? AND contact = ?";

/** Reasons that mean: outside the campaign's hours (GT-10). */
const HOURS = ['outside-hours', 'public-holiday', 'before-start', 'after-end'];

/** Why there are fewer than were asked for, and when there may be more. */
function shortfall(db: Database, campaign: KnownCampaign): Pick<LeaseGrant, 'shortBecause' | 'nextAtMs'> {
  const waiting = db.get<{ next_at: number; reason: string | null }>(
    "SELECT next_at, reason FROM work WHERE campaign = ? AND status = 'waiting' ORDER BY next_at LIMIT 1",
    campaign.key,
  );
  if (waiting !== null) {
    const outside = HOURS.some((code) => waiting.reason?.includes(code) === true);
    return { shortBecause: outside ? 'outside-hours' : 'no-contacts-callable-now', nextAtMs: waiting.next_at };
  }
  const busy = db.get(
    "SELECT 1 FROM counts WHERE campaign = ? AND status IN ('leased', 'under-way') AND n > 0 LIMIT 1",
    campaign.key,
  );
  return { shortBecause: busy === null ? 'no-contacts-left' : 'no-contacts-callable-now', nextAtMs: null };
}

export function leaseOperations(db: Database, policies: PolicyBook): Pick<Operations, 'lease' | 'giveBack'> {
  return {
    lease({ leaseId, campaignId, n, epoch, nowMs, leaseMs }) {
      const campaign = policies.of(campaignId);
      if (campaign.state !== 'running') {
        throw new ProblemError('campaign-not-running', `Campaign ${campaign.campaign.name} is ${campaign.state}.`);
      }
      promote(db, campaign.key, nowMs, PROMOTED_AT_ONCE);
      const order = campaign.rule.honourPriority ? BY_PRIORITY : BY_POSITION;
      const expiresAtMs = Math.round(nowMs + leaseMs);
      const records: LeasedRecord[] = [];
      const turns = new Turns<CallableRow>(db, campaign, order);
      let more = true;
      // Turned to their next number, and callable: the next lease has them where this one has read on.
      let turned = false;
      for (let lookedAt = 0; records.length < n && lookedAt < n + LOOKED_AT; lookedAt++) {
        const row = turns.next(n - records.length);
        if (row === null) {
          more = turned;
          break;
        }
        const verdict = eligibilityOf(db, campaign, row, nowMs);
        if (!verdict.allowed) {
          turned = putOff(db, campaign.key, row.contact, verdict, nowMs) || turned;
          continue;
        }
        db.run(KEEP, leaseId, epoch, expiresAtMs, campaign.key, row.contact);
        turns.took(row.list_key);
        records.push(asRecord(row));
      }
      turns.save();
      const grant = { leaseId, campaignId, records, expiresAtMs };
      if (records.length === n) return { ...grant, shortBecause: null, nextAtMs: null };
      const short = shortfall(db, campaign);
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

const asRecord = (row: CallableRow): LeasedRecord => ({
  contactId: contactIdOf(row.contact),
  listId: row.list,
  name: row.name,
  number: row.number as E164,
  fields: JSON.parse(row.fields) as Record<string, string>,
  attempts: row.dialed,
});
