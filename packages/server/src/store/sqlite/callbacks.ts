/** Callbacks in SQLite: made, changed, checked again, cancelled, listed. */
import { type CallbackState, ProblemError } from '@outdial/shared';
import type { CallbackWish, StoredCallback } from '../port.ts';
import { type CallbackQuestion, callbackFaults } from './callback-faults.ts';
import { leaseCallbacks } from './callback-leases.ts';
import { requestCallback } from './callback-requests.ts';
import {
  byId,
  CALLBACK,
  type CallbackRow,
  IS_OPEN,
  insertCallback,
  move,
  openOfInteraction,
  stored,
} from './callback-rows.ts';
import { callbacksWithoutAgent } from './callbacks-without-agent.ts';
import { presentContact } from './contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { settle } from './settle.ts';
import { finish, makeCallable } from './work.ts';

export type CallbackOperations = Pick<
  Operations,
  | 'scheduleCallback'
  | 'recheckCallback'
  | 'releaseCallback'
  | 'requestCallback'
  | 'changeCallback'
  | 'cancelCallback'
  | 'callbacks'
  | 'leaseCallbacks'
  | 'callbacksWithoutAgent'
>;

export function callbackOperations(db: Database, policies: PolicyBook): CallbackOperations {
  const told = (callbackId: string, nowMs: number): StoredCallback => stored(known(db, callbackId), policies, nowMs);
  return {
    scheduleCallback({ callbackId, interactionId, campaignId, contactId, attemptId, by, wish, nowMs }) {
      const campaign = policies.of(campaignId);
      const before = openOfInteraction(db, interactionId);
      if (before === null) {
        const values = { id: callbackId, campaign: campaign.key, contact: presentContact(db, contactId), nowMs, wish };
        insertCallback(db, { ...values, source: 'agent', by, attempt: attemptId, interactionId });
      } else write(db, before, wish);
      const row = known(db, before?.id ?? callbackId);
      judge(db, campaign, row, nowMs);
      return told(row.id, nowMs);
    },

    recheckCallback({ interactionId, nowMs }) {
      const row = openOfInteraction(db, interactionId);
      if (row === null) return null;
      const campaign = policies.ofKey(row.campaign);
      const mayChange = row.state === 'invalid' || row.state === 'scheduled' || row.state === 'due';
      if (campaign !== null && mayChange) judge(db, campaign, row, nowMs);
      return told(row.id, nowMs);
    },

    releaseCallback: (interactionId) => {
      db.run('UPDATE callbacks SET in_hand = 0 WHERE interaction_id = ?', interactionId);
    },

    requestCallback: (request) => told(requestCallback(db, policies, request), request.nowMs),

    changeCallback({ callbackId, change, nowMs }) {
      const row = known(db, callbackId);
      const campaign = policies.ofKey(row.campaign);
      if (campaign === null) throw new ProblemError('unknown-campaign', 'The campaign of this callback is gone.');
      const { number, due_at, time_zone, personal, agent_id, notes } = row;
      write(db, row, {
        ...{ number, dueAtMs: due_at, timeZone: time_zone, personal: personal === 1, agentId: agent_id, notes },
        ...change,
      });
      if (change.agentId !== undefined)
        db.run('UPDATE callbacks SET given_at = ? WHERE key = ?', Math.round(nowMs), row.key);
      // Supervisors have said who calls, or when; where that comes to nothing they are asked again.
      if (change.agentId !== undefined || change.dueAtMs !== undefined)
        db.run('UPDATE callbacks SET supervisors_told_at = 0 WHERE key = ?', row.key);
      judge(db, campaign, known(db, callbackId), nowMs, change.dueAtMs === undefined);
      return told(callbackId, nowMs);
    },

    cancelCallback({ callbackId, interactionId, nowMs }) {
      const row = callbackId === undefined ? openOfInteraction(db, interactionId ?? '') : byId(db, callbackId);
      if (row === null) throw new ProblemError('unknown-callback', 'There is no such callback.');
      move(db, row, 'cancel');
      afterCancel(db, policies, row, nowMs);
      return told(row.id, nowMs);
    },

    callbacks: ({ limit, nowMs, callbackId, campaignId, agentId, state, overdue, forSupervisors }) => {
      const where: string[] = [];
      const values: (string | number)[] = [];
      const only = (condition: string, ...of: (string | number)[]): void => {
        where.push(condition);
        values.push(...of);
      };
      if (callbackId !== undefined) only('callbacks.id = ?', callbackId);
      if (campaignId !== undefined) only('campaigns.id = ?', campaignId);
      if (agentId !== undefined) only('callbacks.agent_id = ?', agentId);
      if (state === 'open') only(IS_OPEN);
      else if (state !== undefined) only('callbacks.state = ?', state satisfies CallbackState);
      if (overdue !== undefined)
        only("callbacks.state IN ('scheduled', 'due', 'invalid') AND callbacks.due_at <= ?", nowMs);
      if (forSupervisors === true)
        only("callbacks.supervisors_told_at > 0 AND callbacks.state IN ('scheduled', 'due')");
      const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
      const rows = db
        .all<CallbackRow>(`${CALLBACK}${conditions} ORDER BY callbacks.due_at, callbacks.key LIMIT ?`, ...values, limit)
        .map((row) => stored(row, policies, nowMs));
      return rows.filter(
        (row) =>
          (overdue === undefined || row.overdue === overdue) &&
          (forSupervisors !== true || row.supervisorsToldAtMs !== null),
      );
    },

    leaseCallbacks: (request) => leaseCallbacks(db, policies, request),
    callbacksWithoutAgent: (request) => callbacksWithoutAgent(db, policies, request),
  };
}

function known(db: Database, callbackId: string): CallbackRow {
  const row = byId(db, callbackId);
  if (row === null) throw new ProblemError('unknown-callback', `There is no callback ${callbackId}.`);
  return row;
}

/** Refused while it is handed out or called. */
function write(db: Database, row: CallbackRow, wish: CallbackWish): void {
  move(db, row, 'accept', { reasons: [], notBeforeMs: 0, dueAtMs: wish.dueAtMs });
  db.run(
    'UPDATE callbacks SET number = ?, time_zone = ?, personal = ?, agent_id = ?, notes = ? WHERE key = ?',
    wish.number,
    wish.timeZone,
    wish.personal ? 1 : 0,
    wish.agentId,
    wish.notes,
    row.key,
  );
}

/** `sameTime`: its time is not what was asked to change, and may have come already. */
function judge(db: Database, campaign: KnownCampaign, row: CallbackRow, nowMs: number, sameTime = false): void {
  const asked: CallbackQuestion = {
    key: row.key,
    contact: row.contact,
    country: row.country,
    contactZone: row.contact_zone,
    number: row.number,
    dueAtMs: sameTime ? Math.max(row.due_at, nowMs + 1) : row.due_at,
    agentId: row.agent_id,
    tries: row.tries,
  };
  const { reasons, nextAtMs } = callbackFaults(db, campaign, asked, nowMs);
  const notBeforeMs = nextAtMs ?? 0;
  move(db, row, reasons.length === 0 ? 'accept' : 'refuse', { reasons, notBeforeMs });
}

/** The contact goes where its last attempt sends it, or is finished. */
function afterCancel(db: Database, policies: PolicyBook, row: CallbackRow, nowMs: number): void {
  const { campaign, contact } = row;
  const work = db.get<{ status: string; last_attempt: string | null }>(
    'SELECT status, last_attempt FROM work WHERE campaign = ? AND contact = ?',
    campaign,
    contact,
  );
  // In hand, it is settled when the call is over.
  if (work === null || work.status === 'under-way' || (work.status === 'leased' && row.state !== 'handed-out')) return;
  finish(db, campaign, contact, 'callback-cancelled');
  if (row.attempt === null) {
    if (row.source === 'agent') makeCallable(db, campaign, contact);
  } else if (work.last_attempt === row.attempt) settle(db, policies, row.attempt, { nowMs, closing: false });
}
