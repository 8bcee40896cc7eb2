/** Recordings in SQLite: whose call, and which file holds it. */
import type { Recording } from '@outdial/shared';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

const RECORDING = `SELECT call_id AS callId, attempt AS attemptId, campaign AS campaignId, agent_id AS agentId, number, file,
  started_at AS startedAtMs, duration AS durationMs, bytes FROM recordings`;

export function recordingOperations(db: Database): Pick<Operations, 'recordings' | 'recordingOf'> {
  return {
    recordings: ({ limit, after, campaignId }) => {
      const where: string[] = [];
      const values: (string | number)[] = [];
      if (after !== undefined) {
        where.push('seq < (SELECT seq FROM recordings WHERE call_id = ?)');
        values.push(after);
      }
      if (campaignId !== undefined) {
        where.push('campaign = ?');
        values.push(campaignId);
      }
      const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
      return db.all<Recording>(`${RECORDING}${conditions} ORDER BY seq DESC LIMIT ?`, ...values, limit);
    },
    recordingOf: (callId) => db.get<Recording>(`${RECORDING} WHERE call_id = ?`, callId),
  };
}
