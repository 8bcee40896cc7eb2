/** Facts, each applied once and in order, and what a lost engine left under way (DESIGN, decisions 1 and 2). */
import type { EngineEpoch, Fact, WrapUpCode } from '@outdial/shared';
import type { ClosedAttempt } from '../port.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import type { PolicyBook } from './policy-book.ts';
import { settle } from './settle.ts';

const ms = (value: number): number => Math.round(value);

export function factOperations(db: Database, policies: PolicyBook): Pick<Operations, 'applyFacts' | 'closeUnderWay'> {
  return {
    applyFacts({ epoch, facts, nowMs }) {
      const known = db.get<{ last_seq: number | null; closed_at: number | null }>(
        'SELECT last_seq, closed_at FROM epochs WHERE epoch = ?',
        epoch,
      );
      let last = known?.last_seq ?? null;
      // A closed engine's attempts are closed: whatever it still says comes too late.
      if (known !== null && known.closed_at !== null) return { ackedSeq: facts.at(-1)?.seq ?? last, applied: 0 };
      let applied = 0;
      for (const fact of facts) {
        if (last !== null && fact.seq <= last) continue;
        if (last !== null && fact.seq > last + 1) break;
        apply(db, policies, fact, nowMs);
        last = fact.seq;
        applied += 1;
      }
      const sql =
        'INSERT INTO epochs (epoch, last_seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq';
      if (applied > 0) db.run(sql, epoch, last);
      return { ackedSeq: last, applied };
    },
    closeUnderWay: ({ liveEpoch, nowMs }) => closeUnderWay(db, policies, liveEpoch, ms(nowMs)),
  };
}

function apply(db: Database, policies: PolicyBook, fact: Fact, nowMs: number): void {
  const at = ms(fact.atMs);
  switch (fact.type) {
    case 'answered':
      db.run(
        "UPDATE attempts SET answered_at = ?, ring_ms = ? WHERE id = ? AND state = 'under-way'",
        at,
        fact.ringMs,
        fact.attemptId,
      );
      return;
    case 'screened':
      db.run(
        'UPDATE attempts SET verdict = ?, screening_ms = ?, confidence = ?, verdict_reasons = ?, frames = ? WHERE id = ?',
        fact.verdict,
        fact.screeningMs,
        fact.confidence,
        JSON.stringify(fact.reasons),
        ms(fact.frames),
        fact.attemptId,
      );
      return;
    case 'connected':
      db.run(
        `UPDATE attempts SET connected_at = ?, agent_id = ?, interaction_id = ?, wait_ms = ?,
          answered_at = COALESCE(answered_at, ?) WHERE id = ? AND state = 'under-way'`,
        at,
        fact.agentId,
        fact.interactionId,
        fact.waitMs,
        at,
        fact.attemptId,
      );
      return;
    case 'ended':
      end(db, policies, fact, nowMs);
      return;
    case 'wrapped-up':
      wrapUp(db, policies, fact, nowMs);
      return;
    case 'agent':
      addPresence(db, fact.agentId, at, fact.presence.kind, reasonOf(fact.presence), JSON.stringify(fact.joined));
  }
}

const reasonOf = (presence: Extract<Fact, { type: 'agent' }>['presence']): string | null =>
  presence.kind === 'not-ready' ? presence.reason : null;

function end(db: Database, policies: PolicyBook, fact: Extract<Fact, { type: 'ended' }>, nowMs: number): void {
  const live = fact.outcome === 'live';
  const closed = db.run(
    `UPDATE attempts SET state = 'closed', ended_at = ?, outcome = ?, live_end = ?, ended_by = ?, detail = ?, talk_ms = ?,
      wait_ms = COALESCE(?, wait_ms), answered_at = CASE WHEN ? THEN COALESCE(answered_at, ?) ELSE answered_at END
      WHERE id = ? AND state = 'under-way'`,
    ms(fact.atMs),
    fact.outcome,
    live ? fact.liveEnd : null,
    fact.endedBy,
    fact.detail,
    fact.talkMs,
    fact.waitMs,
    live ? 1 : 0,
    ms(fact.atMs),
    fact.attemptId,
  );
  if (closed === 1) settle(db, policies, fact.attemptId, { nowMs, closing: true });
}

/** The code may come before the end of the call or after it, and from the engine that took the place of a lost one. */
function wrapUp(db: Database, policies: PolicyBook, fact: Extract<Fact, { type: 'wrapped-up' }>, nowMs: number): void {
  const attempt = db.get<{ campaign: number; state: string }>(
    'SELECT campaign, state FROM attempts WHERE id = ?',
    fact.attemptId,
  );
  if (attempt === null) return;
  const codes = policies.ofKey(attempt.campaign)?.campaign.wrapUpCodes ?? [];
  const effect: WrapUpCode['effect'] | null = codes.find((code) => code.code === fact.code)?.effect ?? null;
  db.run(
    'UPDATE attempts SET wrap_up_code = ?, effect = ?, notes = ?, wrap_up_ms = ?, agent_id = COALESCE(agent_id, ?) WHERE id = ?',
    fact.code,
    effect,
    fact.notes,
    fact.wrapUpMs,
    fact.agentId,
    fact.attemptId,
  );
  if (attempt.state === 'closed' && effect !== null) {
    settle(db, policies, fact.attemptId, { nowMs, closing: false });
  }
}

function addPresence(db: Database, agentId: string, at: number, kind: string, reason: string | null, joined: string) {
  const sql = 'INSERT INTO presence (agent_id, at, kind, reason, joined) VALUES (?, ?, ?, ?, ?)';
  db.run(sql, agentId, at, kind, reason, joined);
}

interface UnderWayRow {
  id: string;
  epoch: string;
  answered_at: number | null;
  connected_at: number | null;
}

function closeUnderWay(
  db: Database,
  policies: PolicyBook,
  liveEpoch: EngineEpoch | null,
  nowMs: number,
): ClosedAttempt[] {
  const live = liveEpoch ?? '';
  if (liveEpoch !== null) db.run('INSERT INTO epochs (epoch) VALUES (?) ON CONFLICT DO NOTHING', liveEpoch);
  const dead = db.run('UPDATE epochs SET closed_at = ? WHERE epoch <> ? AND closed_at IS NULL', nowMs, live);
  if (dead > 0) endPresence(db, nowMs);
  db.run(
    `UPDATE work SET status = 'callable', lease = NULL, epoch = NULL, lease_until = NULL
      WHERE status = 'leased' AND epoch <> ?`,
    live,
  );
  const rows = db.all<UnderWayRow>(
    "SELECT id, epoch, answered_at, connected_at FROM attempts WHERE state = 'under-way' AND epoch <> ? ORDER BY seq",
    live,
  );
  return rows.map((row) => {
    const closed = whatBecameOf(row);
    db.run(
      `UPDATE attempts SET state = 'closed', ended_at = ?, outcome = ?, live_end = ?, ended_by = 'engine-lost',
        detail = 'the engine was lost', talk_ms = ? WHERE id = ?`,
      nowMs,
      closed.outcome,
      closed.liveEnd,
      row.connected_at === null ? 0 : Math.max(0, nowMs - row.connected_at),
      row.id,
    );
    settle(db, policies, row.id, { nowMs, closing: true });
    return closed;
  });
}

/** Crashes do not launder the ratio: who answered and reached nobody was abandoned. */
function whatBecameOf(row: UnderWayRow): ClosedAttempt {
  const ids = { attemptId: row.id as ClosedAttempt['attemptId'], epoch: row.epoch as EngineEpoch };
  if (row.connected_at !== null) return { ...ids, outcome: 'live', liveEnd: 'connected' };
  if (row.answered_at !== null) return { ...ids, outcome: 'live', liveEnd: 'abandoned' };
  return { ...ids, outcome: 'operating-error', liveEnd: null };
}

/** Nobody is at work without an engine: what the agents do next is told by the next one. */
function endPresence(db: Database, nowMs: number): void {
  const last = db.all<{ agent_id: string; kind: string; joined: string }>(
    'SELECT agent_id, kind, joined FROM presence AS entry WHERE seq = (SELECT MAX(seq) FROM presence WHERE agent_id = entry.agent_id)',
  );
  for (const { agent_id, kind, joined } of last) {
    if (kind !== 'logged-out') addPresence(db, agent_id, nowMs, 'not-ready', 'engine-lost', joined);
  }
}
