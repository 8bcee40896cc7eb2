/** Callbacks whose time has come go out, personal ones to their agent, before any other record. */
import type {
  AgentId,
  CallbackReason,
  Campaign,
  ComingCallback,
  LeasedRecord,
  LeaseGrant,
  ListId,
} from '@outdial/shared';
import type { Eligibility } from '../../rules/eligibility.ts';
import type { CallbackStore } from '../port.ts';
import { CALLBACK, type CallbackRow, IN_HAND_AT_MOST_MS, move } from './callback-rows.ts';
import { eligibilityOf } from './contact-facts.ts';
import { contactIdOf } from './contacts.ts';
import type { Database } from './database.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { FOR_GOOD, finish } from './work.ts';

/** So many are looked at beside those that go out: some wait for their agent, others for their hours. */
const LOOKED_AT = 200;
/** A little more than an engine's pacer looks ahead. */
const COMING_MS = 40_000;
/** Where no moment is known at which the rules allow it. */
const LOOK_AGAIN_MS = 3_600_000;

interface DueRow extends CallbackRow {
  fields: string;
  dialed: number;
  list_id: ListId;
}

const DUE = `${CALLBACK.replace('SELECT ', 'SELECT contacts.fields, work.dialed, lists.id AS list_id, ')}
  JOIN work ON work.campaign = callbacks.campaign AND work.contact = callbacks.contact JOIN lists ON lists.key = contacts.list
  WHERE callbacks.campaign = ? AND callbacks.state = 'due' AND callbacks.not_before <= ?
    AND work.status NOT IN ('leased', 'under-way') AND (callbacks.in_hand = 0 OR callbacks.due_at <= ?)
  ORDER BY callbacks.due_at, callbacks.key LIMIT ?`;

type Request = Parameters<CallbackStore['leaseCallbacks']>[0];

export function leaseCallbacks(db: Database, policies: PolicyBook, request: Request): LeaseGrant {
  const { leaseId, campaignId, n, epoch, agents, leaseMs } = request;
  const nowMs = Math.floor(request.nowMs);
  const campaign = policies.of(campaignId);
  const expiresAtMs = nowMs + Math.round(leaseMs);
  const records: LeasedRecord[] = [];
  const coming: ComingCallback[] = [];
  const grant = (): LeaseGrant => {
    return { leaseId, campaignId, records, expiresAtMs, shortBecause: null, nextAtMs: null, coming };
  };
  if (campaign.state !== 'running') return grant();
  fallDue(db, campaign.key, nowMs);
  if (request.reader === undefined) coming.push(...comingCallbacks(db, campaign.key, agents, nowMs));
  const room = Math.min(n, roomFor(db, campaign, agents.length));
  if (room <= 0) return grant();
  const rows = db.all<DueRow>(DUE, campaign.key, nowMs, nowMs - IN_HAND_AT_MOST_MS, room + LOOKED_AT);
  for (const row of rows) {
    if (records.length >= room) break;
    const taker = takerOf(row, campaign.campaign, agents, nowMs);
    if (taker === 'nobody') continue;
    const verdict = eligibilityOf(db, campaign, calleeOf(row), nowMs);
    if (!verdict.allowed) {
      putCallbackOff(db, row, verdict, nowMs);
      continue;
    }
    move(db, row, 'hand-out', { reasons: [] });
    db.run(
      "UPDATE work SET status = 'leased', lease = ?, epoch = ?, lease_until = ?, next_at = NULL, reader = ? WHERE campaign = ? AND contact = ?",
      leaseId,
      epoch,
      expiresAtMs,
      request.reader ?? null,
      campaign.key,
      row.contact,
    );
    records.push(recordOf(row, taker));
  }
  return grant();
}

/** Those whose time has come, in the campaign. */
export function fallDue(db: Database, campaign: number, nowMs: number): void {
  const coming = "SELECT key, state FROM callbacks WHERE campaign = ? AND state = 'scheduled' AND due_at <= ?";
  for (const row of db.all<Pick<CallbackRow, 'key' | 'state'>>(coming, campaign, nowMs)) move(db, row, 'fall-due');
}

/** Those that will take an agent away soon: the engine paces with that in mind. */
function comingCallbacks(db: Database, campaign: number, agents: readonly AgentId[], nowMs: number): ComingCallback[] {
  return db.all<ComingCallback>(
    `SELECT agent_id AS agentId, due_at AS dueAtMs FROM callbacks WHERE campaign = ? AND state = 'scheduled' AND due_at <= ?
      AND in_hand = 0 AND (agent_id IS NULL OR agent_id IN (SELECT value FROM json_each(?))) ORDER BY due_at LIMIT ?`,
    campaign,
    nowMs + COMING_MS,
    JSON.stringify(agents),
    LOOKED_AT,
  );
}

/** GCC-2: so many more may be out at once. */
function roomFor(db: Database, { key, rule }: KnownCampaign, agentsAtWork: number): number {
  const perAgent = rule.maxCallbackCallsPerAgent;
  if (perAgent === null) return Number.POSITIVE_INFINITY;
  const out = db.get<{ n: number }>(
    "SELECT COUNT(*) AS n FROM callbacks WHERE campaign = ? AND state IN ('handed-out', 'calling')",
    key,
  );
  return perAgent * agentsAtWork - (out?.n ?? 0);
}

/** Any agent (null), its own, or nobody yet, by what the campaign does where its agent is not there. */
function takerOf(row: CallbackRow, campaign: Campaign, agents: readonly AgentId[], nowMs: number) {
  if (row.agent_id === null || agents.includes(row.agent_id)) return row.agent_id;
  return campaign.callbackAgentAway === 'any-agent' && hasWaited(row, campaign, nowMs) ? null : 'nobody';
}

/** As long as the campaign waits for its agent, since it was due or was given to them. */
export const hasWaited = (
  row: Pick<CallbackRow, 'due_at' | 'given_at'>,
  campaign: Pick<Campaign, 'callbackGraceMs'>,
  nowMs: number,
): boolean => Math.max(row.due_at, row.given_at) + campaign.callbackGraceMs <= nowMs;

/** A callback is tried as often as the rule tries anybody, from its own first call on. */
const calleeOf = (row: Pick<CallbackRow, 'contact' | 'number' | 'country' | 'contact_zone' | 'tries'>) => ({
  contact: row.contact,
  number: row.number,
  country: row.country,
  time_zone: row.contact_zone,
  counted: row.tries,
  asked: true as const,
});

/** Not now: until the rules allow it, or for good. */
export function putCallbackOff(
  db: Database,
  row: Pick<CallbackRow, 'key' | 'state' | 'campaign' | 'contact'>,
  verdict: Extract<Eligibility, { allowed: false }>,
  nowMs: number,
): void {
  const reasons: CallbackReason[] = verdict.reasons.map(({ code, sentence }) => ({ code, message: sentence }));
  if (verdict.reasons.some(({ code }) => FOR_GOOD.includes(code))) {
    move(db, row, 'cancel', { reasons });
    finish(db, row.campaign, row.contact, reasons.map(({ code }) => code).join(', '));
    return;
  }
  const notBeforeMs = verdict.nextAtMs ?? nowMs + LOOK_AGAIN_MS;
  const state = row.state === 'handed-out' ? move(db, row, 'give-back') : row.state;
  db.run(
    'UPDATE callbacks SET not_before = ?, reasons = ? WHERE key = ? AND state = ?',
    Math.round(notBeforeMs),
    JSON.stringify(reasons),
    row.key,
    state,
  );
}

const recordOf = (row: DueRow, taker: AgentId | null): LeasedRecord => ({
  contactId: contactIdOf(row.contact),
  listId: row.list_id,
  name: row.contact_name,
  number: row.number,
  fields: JSON.parse(row.fields) as Record<string, string>,
  attempts: row.dialed,
  callback: {
    callbackId: row.id,
    personal: row.personal === 1 && taker !== null,
    agentId: taker,
    dueAtMs: row.due_at,
    notes: row.notes,
  },
});
