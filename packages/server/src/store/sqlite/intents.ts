/** Intent before dial (DESIGN, decision 1): the acknowledgement is the check, and the attempt is stored before it is sent. */
import type { EngineEpoch, Intent, IntentAnswer } from '@outdial/shared';
import type { Eligibility, Reason } from '../../rules/eligibility.ts';
import { putCallbackOff } from './callback-leases.ts';
import { move } from './callback-rows.ts';
import { eligibilityOf } from './contact-facts.ts';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { NUMBER_AT, otherNumbers } from './numbers.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { redialFault } from './redials.ts';
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
  /** Null: it stands in no list of the campaign, and is called for a callback alone. */
  tied: number | null;
  last_attempt: string | null;
  callback: number | null;
  tries: number | null;
}

/** The callback that was handed out with the record, where it is one: then its number is the one that is called. */
const LEASED = `SELECT work.contact, lease, epoch, lease_until, status, counted, COALESCE(callbacks.number, ${NUMBER_AT}) AS number,
    country, contacts.time_zone, tied, callbacks.key AS callback, callbacks.tries, last_attempt
  FROM work JOIN contacts ON contacts.key = work.contact
  LEFT JOIN campaign_lists ON campaign_lists.campaign = work.campaign AND campaign_lists.list = contacts.list
  LEFT JOIN callbacks ON callbacks.campaign = work.campaign AND callbacks.contact = work.contact AND callbacks.state = 'handed-out'
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
  const kept = (...reasons: string[]): IntentAnswer => ({ ...refused(...reasons), kept: true }) as IntentAnswer;
  const campaign = knownCampaign(policies, intent);
  if (campaign === null) return refused('unknown-campaign: no such campaign');
  const contact = contactKeyOf(intent.contactId);
  const row = contact === null ? null : db.get<LeasedRow>(LEASED, campaign.key, contact);
  if (row === null) return refused('not-leased: this campaign has no such contact');
  const number = intent.byHand === true ? intent.number : row.number;
  const asked = row.callback === null ? {} : { counted: row.tries ?? 0, asked: true };
  const callee = { ...row, number, ...asked };
  if (intent.redialOf !== undefined) {
    const fault = redialFault(db, campaign, row, intent) ?? intentFault(campaign, row, intent);
    if (fault !== null) return refused(fault);
    const verdict = eligibilityOf(db, campaign, callee, nowMs);
    if (!verdict.allowed) return refused(...told(verdict.reasons));
    return grant(db, campaign, row.contact, intent, epoch, nowMs, verdict.untilMs);
  }
  const notHeld = leaseFault(db, row, intent, epoch, nowMs);
  if (notHeld !== null) return refused(notHeld);

  // From here on a refusal ends the lease: the record goes where its reason sends it. A record that an agent reads is kept
  // where they can do something about the reason.
  if (campaign.state !== 'running') {
    makeCallable(db, campaign.key, row.contact);
    return refused(`campaign-not-running: the campaign is ${campaign.state}`);
  }
  if (row.tied === 0) {
    db.run(
      "UPDATE work SET status = 'set-aside', next_at = NULL, lease = NULL, epoch = NULL, lease_until = NULL WHERE campaign = ? AND contact = ?",
      campaign.key,
      row.contact,
    );
    return refused('list-not-tied: the contact’s list is no longer one of the campaign');
  }
  if (!campaign.campaign.callerIds.some((callerId) => callerId.number === intent.callerId)) {
    const fault = callerIdFault(intent);
    if (intent.byHand === true) return kept(fault);
    makeCallable(db, campaign.key, row.contact);
    return refused(fault);
  }
  const verdict = eligibilityOf(db, campaign, callee, nowMs);
  if (!verdict.allowed) {
    const reasons = told(verdict.reasons);
    if (intent.byHand === true && otherCallable(db, campaign, callee, nowMs)) return kept(...reasons);
    if (row.callback === null) putOff(db, campaign.key, row.contact, verdict, nowMs);
    else refuseCallback(db, campaign.key, row.contact, row.callback, verdict, nowMs);
    return refused(...reasons);
  }
  const granted = grant(db, campaign, row.contact, intent, epoch, nowMs, verdict.untilMs);
  if (row.callback !== null) dialCallback(db, row.callback, intent.attemptId);
  return granted;
}

const told = (reasons: readonly Reason[]): string[] => reasons.map(({ code, sentence }) => `${code}: ${sentence}`);

const callerIdFault = ({ callerId }: Intent): string =>
  `caller-id-not-allowed: ${callerId} is none of the campaign’s caller IDs`;

/** BP-7: whether another of the contact's numbers may be called now. */
function otherCallable(db: Database, campaign: KnownCampaign, callee: LeasedRow, nowMs: number): boolean {
  const others = otherNumbers(db, callee.contact, callee.number);
  return others.some((number) => eligibilityOf(db, campaign, { ...callee, number }, nowMs).allowed);
}

/** What an intent without a lease must still fulfil. */
function intentFault({ state, campaign }: KnownCampaign, row: LeasedRow, intent: Intent): string | null {
  if (state !== 'running') return `campaign-not-running: the campaign is ${state}`;
  if (row.tied === 0) return 'list-not-tied: the contact’s list is no longer one of the campaign';
  if (!campaign.callerIds.some((callerId) => callerId.number === intent.callerId)) return callerIdFault(intent);
  return null;
}

function grant(
  db: Database,
  campaign: KnownCampaign,
  contact: number,
  intent: Intent,
  epoch: EngineEpoch,
  nowMs: number,
  untilMs: number | null,
): IntentAnswer {
  const validUntilMs = Math.min(nowMs + GRANT_MS, untilMs ?? Number.POSITIVE_INFINITY);
  insert(db, campaign, contact, intent, epoch, nowMs, validUntilMs);
  return { attemptId: intent.attemptId, granted: true, validUntilMs };
}

function knownCampaign(policies: PolicyBook, intent: Intent): KnownCampaign | null {
  try {
    return policies.of(intent.campaignId);
  } catch {
    return null;
  }
}

function leaseFault(db: Database, row: LeasedRow, intent: Intent, epoch: EngineEpoch, nowMs: number): string | null {
  if (row.status === 'under-way') return 'under-way: an attempt to this contact is under way';
  if (row.status !== 'leased' || row.epoch !== epoch) return 'not-leased: the record is not leased to this engine';
  if (row.lease !== intent.leaseId) return 'not-leased: the record is leased under another lease';
  if ((row.lease_until ?? 0) <= nowMs) return 'lease-expired: the lease of the record has run out';
  const chosen = intent.byHand === true && otherNumbers(db, row.contact, row.number).includes(intent.number);
  if (row.number !== intent.number && !chosen) return 'number-not-leased: this is not the number that was leased';
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
    `INSERT INTO attempts (id, campaign, contact, number, caller_id, agent_id, epoch, lease, state, intent_at, valid_until, redial_of)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'under-way', ?, ?, ?)`,
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
    intent.redialOf ?? null,
  );
  db.run(
    `UPDATE work SET status = 'under-way', top = 0, reader = NULL, dialed = dialed + 1, last_attempt = ?, next_at = NULL, reason = NULL
      WHERE campaign = ? AND contact = ?`,
    intent.attemptId,
    campaign.key,
    contact,
  );
}

function refuseCallback(
  db: Database,
  campaign: number,
  contact: number,
  key: number,
  verdict: Extract<Eligibility, { allowed: false }>,
  nowMs: number,
): void {
  putCallbackOff(db, { key, state: 'handed-out', campaign, contact }, verdict, nowMs);
  const left = db.get<{ status: string }>(
    'SELECT status FROM work WHERE campaign = ? AND contact = ?',
    campaign,
    contact,
  );
  if (left?.status !== 'finished') makeCallable(db, campaign, contact);
}

function dialCallback(db: Database, key: number, attemptId: string): void {
  move(db, { key, state: 'handed-out' }, 'dial');
  db.run('UPDATE attempts SET callback = ? WHERE id = ?', key, attemptId);
}
