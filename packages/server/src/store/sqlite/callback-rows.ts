/** Rows of callbacks: read, moved by the table, told. */
import {
  type AgentId,
  type CallbackEventName,
  type CallbackReason,
  type CallbackState,
  type CampaignId,
  callbackTransition,
  type E164,
  OPEN_CALLBACK_STATES,
  ProblemError,
} from '@outdial/shared';
import type { CallbackWish, StoredCallback } from '../port.ts';
import { contactIdOf } from './contacts.ts';
import type { Database } from './database.ts';
import type { PolicyBook } from './policy-book.ts';

export interface CallbackRow {
  key: number;
  id: string;
  campaign: number;
  campaign_id: CampaignId;
  contact: number;
  contact_name: string;
  country: string;
  contact_zone: string | null;
  number: E164;
  state: CallbackState;
  reasons: string;
  not_before: number;
  given_at: number;
  supervisors_told_at: number;
  personal: number;
  agent_id: AgentId | null;
  due_at: number;
  time_zone: string;
  notes: string;
  source: StoredCallback['source'];
  tries: number;
  attempt: string | null;
  interaction_id: string | null;
  in_hand: number;
  created_at: number;
}

/** SQL: in these states a callback may still be called. */
export const IS_OPEN = `callbacks.state IN (${OPEN_CALLBACK_STATES.map((state) => `'${state}'`).join(', ')})`;

export const CALLBACK = `SELECT callbacks.*, campaigns.id AS campaign_id, contacts.name AS contact_name, contacts.country,
    contacts.time_zone AS contact_zone
  FROM callbacks JOIN campaigns ON campaigns.key = callbacks.campaign JOIN contacts ON contacts.key = callbacks.contact`;

/** An agent who forgets to be done with an interaction does not keep its callback from being called for longer than this. */
export const IN_HAND_AT_MOST_MS = 900_000;

export const byId = (db: Database, callbackId: string): CallbackRow | null =>
  db.get<CallbackRow>(`${CALLBACK} WHERE callbacks.id = ?`, callbackId);

export const openOfInteraction = (db: Database, interactionId: string): CallbackRow | null =>
  db.get<CallbackRow>(
    `${CALLBACK} WHERE callbacks.interaction_id = ? AND ${IS_OPEN} ORDER BY callbacks.key DESC LIMIT 1`,
    interactionId,
  );

export const openOfContact = (db: Database, campaign: number, contact: number): CallbackRow[] =>
  db.all<CallbackRow>(
    `${CALLBACK} WHERE callbacks.campaign = ? AND callbacks.contact = ? AND ${IS_OPEN} ORDER BY callbacks.key`,
    campaign,
    contact,
  );

/** With these somebody has it, or it is due at another time: supervisors need not say who calls. */
const NOT_FOR_SUPERVISORS: readonly CallbackEventName[] = ['hand-out', 'try-again', 'cancel', 'conclude'];

/** Moves it by the table, and writes what is told beside. Throws the table's refusal. */
export function move(
  db: Database,
  row: Pick<CallbackRow, 'key' | 'state'>,
  event: CallbackEventName,
  told: { reasons?: readonly CallbackReason[]; notBeforeMs?: number; dueAtMs?: number; tries?: number } = {},
): CallbackState {
  const next = callbackTransition(row.state, event);
  if (!next.ok) throw new ProblemError(next.refused, `The callback is ${row.state}.`);
  db.run(
    `UPDATE callbacks SET state = ?, reasons = COALESCE(?, reasons), not_before = COALESCE(?, not_before),
      due_at = COALESCE(?, due_at), tries = COALESCE(?, tries),
      supervisors_told_at = CASE ? WHEN 1 THEN 0 ELSE supervisors_told_at END WHERE key = ?`,
    next.state,
    told.reasons === undefined ? null : JSON.stringify(told.reasons),
    told.notBeforeMs === undefined ? null : Math.round(told.notBeforeMs),
    told.dueAtMs === undefined ? null : Math.round(told.dueAtMs),
    told.tries ?? null,
    NOT_FOR_SUPERVISORS.includes(event) ? 1 : 0,
    row.key,
  );
  return next.state;
}

/** Due for longer than its campaign waits, and nobody calls it. */
function isOverdue(row: CallbackRow, policies: PolicyBook, nowMs: number): boolean {
  if (row.state !== 'due' && row.state !== 'scheduled' && row.state !== 'invalid') return false;
  const graceMs = policies.ofKey(row.campaign)?.campaign.callbackGraceMs ?? 0;
  return row.due_at + graceMs < nowMs;
}

/** Only as long as its campaign leaves them to supervisors. */
const toldAtOf = (row: CallbackRow, policies: PolicyBook): number | null =>
  row.supervisors_told_at > 0 && policies.ofKey(row.campaign)?.campaign.callbackAgentAway === 'supervisor'
    ? row.supervisors_told_at
    : null;

export const stored = (row: CallbackRow, policies: PolicyBook, nowMs: number): StoredCallback => ({
  callbackId: row.id,
  campaignId: row.campaign_id,
  contactId: contactIdOf(row.contact),
  contactName: row.contact_name,
  number: row.number,
  state: row.state,
  reasons: JSON.parse(row.reasons) as CallbackReason[],
  nextAtMs: row.not_before > nowMs ? row.not_before : null,
  personal: row.personal === 1,
  agentId: row.agent_id,
  dueAtMs: row.due_at,
  timeZone: row.time_zone,
  notes: row.notes,
  source: row.source,
  tries: row.tries,
  interactionId: row.interaction_id,
  createdAtMs: row.created_at,
  overdue: isOverdue(row, policies, nowMs),
  supervisorsToldAtMs: toldAtOf(row, policies),
});

export interface NewCallback {
  id: string;
  campaign: number;
  contact: number;
  wish: CallbackWish;
  source: StoredCallback['source'];
  by: string | null;
  attempt: string | null;
  interactionId: string | null;
  nowMs: number;
}

/** Scheduled; whether it may be called then is judged next. */
export function insertCallback(db: Database, made: NewCallback): void {
  const { wish } = made;
  db.run(
    `INSERT INTO callbacks (id, campaign, contact, number, state, personal, agent_id, due_at, time_zone, notes, source,
        attempt, interaction_id, in_hand, created_at, created_by)
      VALUES (?, ?, ?, ?, 'scheduled', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    made.id,
    made.campaign,
    made.contact,
    wish.number,
    wish.personal ? 1 : 0,
    wish.agentId,
    Math.round(wish.dueAtMs),
    wish.timeZone,
    wish.notes,
    made.source,
    made.attempt,
    made.interactionId,
    made.interactionId === null ? 0 : 1,
    Math.round(made.nowMs),
    made.by,
  );
}
