/** Calls that came in, in SQLite (GT-4): those of the carrier by facts, those of other systems as they are told. */
import { type CallId, type E164, type MissedCall, ProblemError, type ResumedIncoming } from '@outdial/shared';
import type { StoredIncoming } from '../port.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

const MISSED = `SELECT id, number, called_number AS calledNumber, campaign AS campaignId, at AS atMs, source,
  CASE WHEN added_to IS NULL THEN 'open' ELSE 'added' END AS state, added_to AS addedTo, detail
  FROM incoming_calls WHERE state = 'missed'`;

export function incomingOperations(
  db: Database,
): Pick<Operations, 'missedCalls' | 'reportMissedCall' | 'missedCallsById' | 'markMissedCalls' | 'incomingById'> {
  const missed = (id: string): MissedCall | null => db.get<MissedCall>(`${MISSED} AND id = ?`, id);
  return {
    missedCalls: ({ limit, after, campaignId, state }) => {
      const where: string[] = [];
      const values: (string | number)[] = [];
      if (after !== undefined) {
        where.push('seq < (SELECT seq FROM incoming_calls WHERE id = ?)');
        values.push(after);
      }
      if (campaignId !== undefined) {
        where.push('campaign = ?');
        values.push(campaignId);
      }
      if (state !== undefined) where.push(state === 'open' ? 'added_to IS NULL' : 'added_to IS NOT NULL');
      const conditions = where.map((one) => ` AND ${one}`).join('');
      return db.all<MissedCall>(`${MISSED}${conditions} ORDER BY seq DESC LIMIT ?`, ...values, limit);
    },
    reportMissedCall: ({ id, number, calledNumber, campaignId, atMs, source }) => {
      const told = `told by ${source}`;
      db.run(
        `INSERT INTO incoming_calls (id, number, called_number, campaign, at, state, source, detail)
          VALUES (?, ?, ?, ?, ?, 'missed', ?, ?) ON CONFLICT DO NOTHING`,
        ...[id, number, calledNumber, campaignId, Math.round(atMs), source, told],
      );
      const stored = missed(id);
      if (stored !== null) return stored;
      throw new ProblemError('call-not-missed', `The call ${id} came in by the carrier and was not missed.`);
    },
    missedCallsById: (ids) => ids.flatMap((id) => missed(id) ?? []),
    markMissedCalls: ({ ids, listId }) => {
      for (const id of ids) db.run('UPDATE incoming_calls SET added_to = ? WHERE id = ?', listId, id);
    },
    incomingById: (callId) =>
      db.get<StoredIncoming>(
        `SELECT id, number, campaign AS campaignId, at AS atMs, state, agent_id AS agentId, wrap_up_code AS wrapUpCode, notes
          FROM incoming_calls WHERE id = ?`,
        callId,
      ),
  };
}

/** Whoever still rang when their engine died was missed; whoever talked has talked. */
export function closeIncoming(db: Database, liveEpoch: string, nowMs: number): void {
  db.run(
    `UPDATE incoming_calls SET state = CASE state WHEN 'ringing' THEN 'missed' ELSE 'ended' END, ended_at = ?,
      detail = 'the engine was lost' WHERE state IN ('ringing', 'answered') AND epoch <> ?`,
    nowMs,
    liveEpoch,
  );
}

interface GoesOnRow {
  at: number;
  answered_at: number | null;
  called_number: E164 | null;
}

/** The call is the live engine's from now on; nothing where it is over. That an agent took it may not have been told. */
export function resumeIncoming(db: Database, callId: CallId, live: string, nowMs: number): ResumedIncoming[] {
  const sql = `UPDATE incoming_calls SET epoch = ? WHERE id = ? AND state IN ('ringing', 'answered') AND called_number IS NOT NULL`;
  if (db.run(sql, live, callId) === 0) return [];
  const row = db.get<GoesOnRow>('SELECT at, answered_at, called_number FROM incoming_calls WHERE id = ?', callId);
  if (row === null || row.called_number === null) return [];
  const { answered_at: connectedAtMs, at: dialedAtMs, called_number: calledNumber } = row;
  const answeredAtMs = connectedAtMs ?? nowMs;
  const ids = { callId, attemptId: null, calledNumber };
  return [{ ...ids, dialedAtMs, answeredAtMs, connectedAtMs, waitMs: answeredAtMs - dialedAtMs }];
}
