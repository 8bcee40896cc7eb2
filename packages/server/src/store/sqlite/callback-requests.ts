/** GCC-0: requests to be called back, for a contact of the campaign or for somebody new. */
import { createHash } from 'node:crypto';
import { ProblemError } from '@outdial/shared';
import type { CallbackStore } from '../port.ts';
import { requestListOf } from '../request-list.ts';
import { eligibleAt } from './callback-faults.ts';
import { insertCallback, openOfContact } from './callback-rows.ts';
import { contactOperations } from './contacts.ts';
import type { Database } from './database.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';
import { makeCallable } from './work.ts';

type Request = Parameters<CallbackStore['requestCallback']>[0];

/** The id of the callback. */
export function requestCallback(db: Database, policies: PolicyBook, request: Request): string {
  const { idempotencyKey, campaignId } = request;
  const requestKey = idempotencyKey === null ? null : `${campaignId} ${idempotencyKey}`;
  const before = requestKey === null ? null : madeBefore(db, requestKey, request);
  if (before !== null) return before;
  const made = make(db, policies, request);
  if (requestKey !== null) {
    const sql = 'INSERT INTO callback_keys SELECT ?, key, ? FROM callbacks WHERE id = ?';
    db.run(sql, requestKey, digestOf(request), made);
  }
  return made;
}

/** The callback that this key has made. Throws `idempotency-key-reused` where something else was asked for under it. */
function madeBefore(db: Database, requestKey: string, request: Request): string | null {
  const sql =
    'SELECT id, asked FROM callback_keys JOIN callbacks ON callbacks.key = callback WHERE callback_keys.request_key = ?';
  const before = db.get<{ id: string; asked: string | null }>(sql, requestKey);
  if (before === null) return null;
  if (before.asked === null || before.asked === digestOf(request)) return before.id;
  throw new ProblemError(
    'idempotency-key-reused',
    `Another callback was asked for with the key ${request.idempotencyKey}.`,
  );
}

/** What was asked for, without keeping it. */
const digestOf = ({ contact: { name, fields }, wish: { number, dueAtMs, agentId, notes } }: Request): string =>
  createHash('sha256')
    .update(JSON.stringify([name, fields, number, dueAtMs, agentId, notes]))
    .digest('hex');

function make(db: Database, policies: PolicyBook, request: Request): string {
  const { campaignId, nowMs } = request;
  const campaign = policies.of(campaignId);
  const { contact, country, timeZone } = contactFor(db, campaign, request);
  const { wish } = request;
  const question = {
    ...{ key: null, contact, country, contactZone: timeZone, number: wish.number },
    ...{ dueAtMs: wish.dueAtMs ?? nowMs, agentId: wish.agentId, tries: 0 },
  };
  const verdict = eligibleAt(db, campaign, question, question.dueAtMs);
  // Who asks from outside is not there to correct it: it waits until the rules allow it, and says so.
  const reasons = verdict.allowed ? [] : verdict.reasons.map(({ code, sentence }) => ({ code, message: sentence }));
  const forGood = !verdict.allowed && verdict.nextAtMs === null;
  const dueAtMs = wish.dueAtMs ?? (verdict.allowed ? nowMs : (verdict.nextAtMs ?? nowMs));
  const [open] = openOfContact(db, campaign.key, contact).filter(({ state }) => state !== 'calling');
  if (open !== undefined && open.state !== 'handed-out') {
    // What is not asked for anew stays: the agent who promised it, and their notes.
    db.run(
      `UPDATE callbacks SET due_at = ?, number = ?, time_zone = ?, notes = CASE ?4 WHEN '' THEN notes ELSE ?4 END,
        personal = CASE WHEN ?5 IS NULL THEN personal ELSE 1 END, agent_id = COALESCE(?5, agent_id), state = ?, reasons = ?,
        not_before = ?, supervisors_told_at = 0 WHERE key = ?`,
      Math.round(dueAtMs),
      wish.number,
      wish.timeZone,
      wish.notes,
      wish.agentId,
      forGood ? 'invalid' : 'scheduled',
      JSON.stringify(reasons),
      verdict.allowed ? 0 : Math.round(verdict.nextAtMs ?? 0),
      open.key,
    );
    return open.id;
  }
  const made = { id: request.callbackId, campaign: campaign.key, contact, wish: { ...wish, dueAtMs }, nowMs };
  insertCallback(db, {
    ...made,
    ...{ source: request.source, by: request.by, attempt: null, interactionId: null },
  });
  db.run(
    'UPDATE callbacks SET state = ?, reasons = ?, not_before = ? WHERE id = ?',
    forGood ? 'invalid' : 'scheduled',
    JSON.stringify(reasons),
    verdict.allowed ? 0 : Math.round(verdict.nextAtMs ?? 0),
    request.callbackId,
  );
  // What waits in the lists waits for the callback instead: the trigger sees to it.
  const status = db.get<{ status: string }>(
    'SELECT status FROM work WHERE campaign = ? AND contact = ?',
    campaign.key,
    contact,
  )?.status;
  if (status !== 'leased' && status !== 'under-way') makeCallable(db, campaign.key, contact);
  return request.callbackId;
}

function contactFor(
  db: Database,
  campaign: KnownCampaign,
  { campaignId, listName, contact, wish }: Request,
): { contact: number; country: string; timeZone: string | null } {
  const known = find(db, campaign.key, wish.number);
  if (known !== null) return known;
  const listId = requestListOf(campaignId);
  const lists = contactOperations(db);
  if (lists.listById(listId) === null) lists.createList({ id: listId, name: listName, createdAtMs: 0 });
  const { name, country, fields } = contact;
  lists.addContacts({
    listId,
    contacts: [{ number: wish.number, name, country, timeZone: null, priority: 0, fields }],
  });
  const key = db.get<{ key: number }>(
    'SELECT contacts.key FROM contacts JOIN lists ON lists.key = list WHERE lists.id = ? AND number = ?',
    listId,
    wish.number,
  )?.key;
  attachOne(db, campaign.key, key ?? 0);
  return { contact: key ?? 0, country, timeZone: null };
}

const find = (db: Database, campaign: number, number: string) =>
  db.get<{ contact: number; country: string; timeZone: string | null }>(
    `SELECT contacts.key AS contact, country, time_zone AS timeZone FROM contacts
      JOIN work ON work.campaign = ? AND work.contact = contacts.key WHERE number = ? ORDER BY contacts.key LIMIT 1`,
    campaign,
    number,
  );

/** A contact that stands in no list of the campaign. */
function attachOne(db: Database, campaign: number, contact: number): void {
  db.run(
    `INSERT INTO work (campaign, contact, status, priority, list, shelf, reason)
      SELECT ?, key, 'waiting', priority, list, shelf, 'callback' FROM contacts WHERE key = ? ON CONFLICT DO NOTHING`,
    campaign,
    contact,
  );
}
