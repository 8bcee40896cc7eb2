/** What a lost engine left under way is closed, and its leases go back (DESIGN, decision 1). */
import type { AttemptId, CallId, EngineEpoch, LeaseId, ListId, ResumedCall } from '@outdial/shared';
import type { ClosedAttempt, DialingStore, EngineLoss, KeptRecord, Reading } from '../port.ts';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { closeIncoming, resumeIncoming } from './incoming-calls.ts';
import type { Operations } from './operations.ts';
import type { PolicyBook } from './policy-book.ts';
import { endPresence } from './presence.ts';
import { settle } from './settle.ts';
import { READ_GOES_TO_TOP } from './work.ts';

export function engineLossOperations(
  db: Database,
  policies: PolicyBook,
): Pick<Operations, 'closeUnderWay' | 'engineHeard'> {
  return {
    engineHeard: ({ epoch, atMs }) => {
      const sql = 'UPDATE epochs SET heard_at = ? WHERE epoch = ? AND closed_at IS NULL';
      db.run(sql, Math.round(atMs), epoch);
    },
    closeUnderWay: ({ liveEpoch, nowMs, goOn = [], reading = [] }) =>
      closeUnderWay(db, policies, { liveEpoch, nowMs: Math.round(nowMs), goOn, reading }),
  };
}

interface UnderWayRow {
  id: string;
  epoch: string;
  answered_at: number | null;
  connected_at: number | null;
  verdict: string | null;
  /** Its last sign of life, or the engine's. */
  alive_at: number;
}

function closeUnderWay(
  db: Database,
  policies: PolicyBook,
  { liveEpoch, nowMs, goOn, reading }: Required<Parameters<DialingStore['closeUnderWay']>[0]>,
): EngineLoss {
  const live = liveEpoch ?? '';
  const known = db.get<{ last_seq: number | null; closed_at: number | null }>(
    'SELECT last_seq, closed_at FROM epochs WHERE epoch = ?',
    live,
  );
  if (known !== null && known.closed_at !== null) {
    return { closed: [], goesOn: [], kept: [], freed: 0, returning: false, tooLate: true };
  }
  if (liveEpoch !== null) db.run('INSERT INTO epochs (epoch) VALUES (?) ON CONFLICT DO NOTHING', liveEpoch);
  const heard = db.get<{ at: number | null; n: number }>(
    'SELECT MAX(heard_at) AS at, COUNT(*) AS n FROM epochs WHERE epoch <> ? AND closed_at IS NULL',
    live,
  );
  if (heard !== null && heard.n > 0) endPresence(db, Math.min(nowMs, heard.at ?? nowMs));
  const kept = liveEpoch === null ? [] : reading.flatMap((one) => keepOne(db, policies, one, live, nowMs));
  const freed = db.run(
    `UPDATE work SET status = 'callable', lease = NULL, epoch = NULL, lease_until = NULL, ${READ_GOES_TO_TOP}
      WHERE status = 'leased' AND epoch <> ?`,
    live,
  );
  const goesOn = goOn.flatMap(({ attemptId, callId }): ResumedCall[] =>
    attemptId === null ? resumeIncoming(db, callId, live, nowMs) : resumeOne(db, attemptId, callId, live, nowMs),
  );
  const rows = db.all<UnderWayRow>(
    `SELECT id, attempts.epoch, answered_at, connected_at, verdict,
      MAX(COALESCE(connected_at, answered_at, intent_at), COALESCE(heard_at, ?)) AS alive_at
      FROM attempts LEFT JOIN epochs ON epochs.epoch = attempts.epoch
      WHERE state = 'under-way' AND attempts.epoch <> ? ORDER BY seq`,
    nowMs,
    live,
  );
  const closed = rows.map((row) => closeOne(db, policies, row, nowMs));
  closeIncoming(db, live, nowMs);
  db.run('UPDATE epochs SET closed_at = ? WHERE epoch <> ? AND closed_at IS NULL', nowMs, live);
  return { closed, goesOn, kept, freed, returning: known !== null && known.last_seq !== null, tooLate: false };
}

/** Beside offer and reading, as the engine's own leases are: so that the intent of the last moment finds it. */
const LEASE_MARGIN_MS = 30_000;

/** What is in an agent's hand goes on there (GW-12 holds otherwise): leased for them still, and by no call under way. */
function keepOne(db: Database, policies: PolicyBook, one: Reading, live: string, nowMs: number): KeptRecord[] {
  const { agentId, campaignId, contactId } = one;
  const contact = contactKeyOf(contactId);
  const place = db.get<{ campaign: number; lease: string }>(
    `SELECT campaign, lease FROM work WHERE campaign = (SELECT key FROM campaigns WHERE id = ?) AND contact = ?
      AND status = 'leased' AND reader = ? AND epoch <> ?`,
    campaignId,
    contact,
    agentId,
    live,
  );
  const campaign = place === null ? null : policies.ofKey(place.campaign);
  if (place === null || campaign === null) return [];
  const { offerTimeoutMs, previewTimeoutMs } = campaign.campaign;
  const expiresAtMs = nowMs + offerTimeoutMs + previewTimeoutMs + LEASE_MARGIN_MS;
  const sql = 'UPDATE work SET epoch = ?, lease_until = ? WHERE campaign = ? AND contact = ?';
  db.run(sql, live, expiresAtMs, place.campaign, contact);
  return [{ ...one, lease: { leaseId: place.lease as LeaseId, expiresAtMs } }];
}

interface GoesOnRow {
  list: string;
  intent_at: number;
  answered_at: number;
  connected_at: number | null;
  wait_ms: number | null;
  verdict: string | null;
}

/** The attempt is the live engine's from now on; nothing where it is over. That it was answered may not have been told. */
function resumeOne(db: Database, attemptId: AttemptId, callId: CallId, live: string, nowMs: number): ResumedCall[] {
  const sql = `UPDATE attempts SET epoch = ?, answered_at = COALESCE(answered_at, ?) WHERE id = ? AND state = 'under-way'`;
  if (db.run(sql, live, nowMs, attemptId) === 0) return [];
  const row = db.get<GoesOnRow>(
    `SELECT lists.id AS list, intent_at, answered_at, connected_at, wait_ms, verdict
      FROM attempts JOIN contacts ON contacts.key = attempts.contact JOIN lists ON lists.key = contacts.list
      WHERE attempts.id = ?`,
    attemptId,
  );
  if (row === null) return [];
  const { answered_at: answeredAtMs, connected_at: connectedAtMs, intent_at: dialedAtMs, list, verdict } = row;
  const waitMs = row.wait_ms ?? 0;
  const ids = { callId, attemptId, listId: list as ListId };
  return [{ ...ids, dialedAtMs, answeredAtMs, connectedAtMs, waitMs, verdict }];
}

function closeOne(db: Database, policies: PolicyBook, row: UnderWayRow, nowMs: number): ClosedAttempt {
  const closed = whatBecameOf(row);
  const endedAtMs = Math.min(nowMs, row.alive_at);
  db.run(
    `UPDATE attempts SET state = 'closed', ended_at = ?, outcome = ?, live_end = ?, ended_by = 'engine-lost',
      detail = 'the engine was lost', talk_ms = ? WHERE id = ?`,
    endedAtMs,
    closed.outcome,
    closed.liveEnd,
    row.connected_at === null ? 0 : Math.max(0, endedAtMs - row.connected_at),
    row.id,
  );
  settle(db, policies, row.id, { nowMs, closing: true });
  return closed;
}

/** Crashes do not launder the ratio: who answered and reached nobody was abandoned. */
function whatBecameOf(row: UnderWayRow): ClosedAttempt {
  const ids = { attemptId: row.id as ClosedAttempt['attemptId'], epoch: row.epoch as EngineEpoch };
  if (row.connected_at !== null) return { ...ids, outcome: 'live', liveEnd: 'connected' };
  // Nobody waited there for an agent: a message was being left, or the beep was waited for.
  if (row.answered_at !== null && row.verdict === 'machine') {
    return { ...ids, outcome: 'answering-machine', liveEnd: null };
  }
  if (row.answered_at !== null) return { ...ids, outcome: 'live', liveEnd: 'abandoned' };
  return { ...ids, outcome: 'operating-error', liveEnd: null };
}
