/** Intent before dial (DESIGN, decision 1): the acknowledgement is the check, and the attempt is stored before it is sent. */
import type { EngineEpoch, Intent, IntentAnswer } from '@outdial/shared';
import { eligibilityOf } from './contact-facts.ts';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { NUMBER_AT } from './numbers.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { makeCallable, putOff } from './work.ts';

/** A grant that is not dialed by then is too old: hours, caps and do-not-call may have changed. */
const GRANT_MS = 10_000;

interface LeasedRow {
  contact: number;
  lease: string | null;
  epoch: string | null;
  lease_until: number | null;
  status: string;
  counted: number;
  number: string;
  country: string;
  time_zone: string | null;
  tied: number | null;
}

const LEASED = `SELECT work.contact, lease, epoch, lease_until, status, counted, ${NUMBER_AT} AS number, country, time_zone, tied
  FROM work JOIN contacts ON contacts.key = work.contact
  LEFT JOIN campaign_lists ON campaign_lists.campaign = work.campaign AND campaign_lists.list = contacts.list
  WHERE work.campaign = ? AND work.contact = ?`;

export function intentOperations(db: Database, policies: PolicyBook): Pick<Operations, 'intend'> {
  return {
    intend: ({ epoch, intents, nowMs }) =>
      intents.map((intent) => repeated(db, intent, epoch) ?? answer(db, policies, intent, epoch, Math.round(nowMs))),
  };
}

/** A resent intent gets the answer that it had; another engine's attempt id is refused. */
function repeated(db: Database, intent: Intent, epoch: EngineEpoch): IntentAnswer | null {
  const { attemptId } = intent;
  const known = db.get<{ epoch: string; valid_until: number }>(
    'SELECT epoch, valid_until FROM attempts WHERE id = ?',
    attemptId,
  );
  if (known === null) return null;
  if (known.epoch === epoch) return { attemptId, granted: true, validUntilMs: known.valid_until };
  return { attemptId, granted: false, reasons: ['attempt-id-taken: another engine has made an attempt of this id'] };
}

function answer(db: Database, policies: PolicyBook, intent: Intent, epoch: EngineEpoch, nowMs: number): IntentAnswer {
  const refused = (...reasons: string[]): IntentAnswer => ({ attemptId: intent.attemptId, granted: false, reasons });
  const campaign = knownCampaign(policies, intent);
  if (campaign === null) return refused('unknown-campaign: no such campaign');
  const contact = contactKeyOf(intent.contactId);
  const row = contact === null ? null : db.get<LeasedRow>(LEASED, campaign.key, contact);
  if (row === null) return refused('not-leased: this campaign has no such contact');
  const notHeld = leaseFault(row, intent, epoch, nowMs);
  if (notHeld !== null) return refused(notHeld);

  // From here on a refusal ends the lease: the record goes where its reason sends it.
  if (campaign.state !== 'running') {
    makeCallable(db, campaign.key, row.contact);
    return refused(`campaign-not-running: the campaign is ${campaign.state}`);
  }
  if (row.tied !== 1) {
    db.run(
      "UPDATE work SET status = 'set-aside', next_at = NULL, lease = NULL, epoch = NULL, lease_until = NULL WHERE campaign = ? AND contact = ?",
      campaign.key,
      row.contact,
    );
    return refused('list-not-tied: the contact’s list is no longer one of the campaign');
  }
  if (!campaign.campaign.callerIds.some((callerId) => callerId.number === intent.callerId)) {
    makeCallable(db, campaign.key, row.contact);
    return refused(`caller-id-not-allowed: ${intent.callerId} is none of the campaign’s caller IDs`);
  }
  const verdict = eligibilityOf(db, campaign, row, nowMs);
  if (!verdict.allowed) {
    putOff(db, campaign.key, row.contact, verdict, nowMs);
    return refused(...verdict.reasons.map((reason) => `${reason.code}: ${reason.sentence}`));
  }
  const validUntilMs = Math.min(nowMs + GRANT_MS, verdict.untilMs ?? Number.POSITIVE_INFINITY);
  insert(db, campaign, row.contact, intent, epoch, nowMs, validUntilMs);
  return { attemptId: intent.attemptId, granted: true, validUntilMs };
}

function knownCampaign(policies: PolicyBook, intent: Intent): KnownCampaign | null {
  try {
    return policies.of(intent.campaignId);
  } catch {
    return null;
  }
}

function leaseFault(row: LeasedRow, intent: Intent, epoch: EngineEpoch, nowMs: number): string | null {
  if (row.status === 'under-way') return 'under-way: an attempt to this contact is under way';
  if (row.status !== 'leased' || row.epoch !== epoch) return 'not-leased: the record is not leased to this engine';
  if (row.lease !== intent.leaseId) return 'not-leased: the record is leased under another lease';
  if ((row.lease_until ?? 0) <= nowMs) return 'lease-expired: the lease of the record has run out';
  if (row.number !== intent.number) return 'number-not-leased: this is not the number that was leased';
  return null;
}

function insert(
  db: Database,
  campaign: KnownCampaign,
  contact: number,
  intent: Intent,
  epoch: EngineEpoch,
  nowMs: number,
  validUntilMs: number,
): void {
  db.run(
    `INSERT INTO attempts (id, campaign, contact, number, caller_id, agent_id, epoch, lease, state, intent_at, valid_until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'under-way', ?, ?)`,
    intent.attemptId,
    campaign.key,
    contact,
    intent.number,
    intent.callerId,
    intent.agentId,
    epoch,
    intent.leaseId,
    nowMs,
    validUntilMs,
  );
  db.run(
    `UPDATE work SET status = 'under-way', top = 0, dialed = dialed + 1, last_attempt = ?, next_at = NULL, reason = NULL
      WHERE campaign = ? AND contact = ?`,
    intent.attemptId,
    campaign.key,
    contact,
  );
}
