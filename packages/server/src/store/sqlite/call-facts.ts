/** Facts beside the way of an attempt: transfers, recordings, and calls that came in. */
import type { CallFact, EngineEpoch } from '@outdial/shared';
import type { Database } from './database.ts';

type Recorded = Extract<CallFact, { type: 'recorded' }>;

export function applyCallFact(db: Database, fact: CallFact, atMs: number, epoch: EngineEpoch): void {
  switch (fact.type) {
    case 'transferred':
      if (fact.attemptId === null) return;
      db.run(
        'UPDATE attempts SET transferred_to = ?, agent_id = COALESCE(?, agent_id) WHERE id = ?',
        ...[fact.to, fact.toAgentId, fact.attemptId],
      );
      return;
    case 'recorded':
      recorded(db, fact);
      return;
    case 'incoming':
      incoming(db, fact, atMs, epoch);
      return;
    case 'incoming-wrapped-up':
      db.run(
        'UPDATE incoming_calls SET wrap_up_code = ?, notes = ?, agent_id = COALESCE(agent_id, ?) WHERE id = ?',
        ...[fact.code, fact.notes, fact.agentId, fact.callId],
      );
  }
}

/** Of a call that was an earlier engine's, the live one knows the attempt alone; of one that came in, the call. */
function recorded(db: Database, fact: Recorded): void {
  const known = fact.campaignId === null ? (knownAttempt(db, fact) ?? knownIncoming(db, fact)) : null;
  const { agentId = null, campaignId = null, number = null } = fact;
  db.run(
    `INSERT INTO recordings (call_id, attempt, campaign, agent_id, number, file, started_at, duration, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ...[fact.callId, fact.attemptId, campaignId ?? known?.campaign ?? null],
    ...[agentId ?? known?.agent_id ?? null, number ?? known?.number ?? null, fact.file],
    ...[known?.at ?? fact.startedAtMs, fact.durationMs, fact.bytes].map(Math.round),
  );
}

interface Known {
  campaign: string | null;
  agent_id: string | null;
  number: string | null;
  at: number | null;
}

function knownAttempt(db: Database, { attemptId }: Recorded): Known | null {
  return db.get<Known>(
    `SELECT campaigns.id AS campaign, attempts.agent_id, attempts.number, connected_at AS at
      FROM attempts JOIN campaigns ON campaigns.key = attempts.campaign WHERE attempts.id = ?`,
    attemptId,
  );
}

function knownIncoming(db: Database, { callId }: Recorded): Known | null {
  const sql = 'SELECT campaign, agent_id, number, answered_at AS at FROM incoming_calls WHERE id = ?';
  return db.get<Known>(sql, callId);
}

function incoming(db: Database, fact: Extract<CallFact, { type: 'incoming' }>, atMs: number, epoch: EngineEpoch): void {
  const { callId, number, calledNumber, campaignId, state, agentId, detail } = fact;
  db.run(
    `INSERT INTO incoming_calls (id, number, called_number, campaign, at, state, epoch, agent_id, source, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'carrier', ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state,
      agent_id = COALESCE(excluded.agent_id, agent_id), detail = excluded.detail`,
    ...[callId, number, calledNumber, campaignId, atMs, state, epoch, agentId, detail],
  );
  if (state === 'answered') db.run('UPDATE incoming_calls SET answered_at = ? WHERE id = ?', atMs, callId);
  if (state === 'missed' || state === 'ended')
    db.run('UPDATE incoming_calls SET ended_at = ? WHERE id = ?', atMs, callId);
}
