/** The log of the agents' presence: what logged-in hours are counted from. */
import type { Database } from './database.ts';

export function addPresence(
  db: Database,
  agentId: string,
  at: number,
  kind: string,
  reason: string | null,
  joined: string,
): void {
  const sql = 'INSERT INTO presence (agent_id, at, kind, reason, joined) VALUES (?, ?, ?, ?, ?)';
  db.run(sql, agentId, at, kind, reason, joined);
}

/** Nobody is at work without an engine, which was last heard at `heardAtMs`: what the agents do next is told by the next one. */
export function endPresence(db: Database, heardAtMs: number): void {
  const last = db.all<{ agent_id: string; at: number; kind: string; joined: string }>(
    'SELECT agent_id, at, kind, joined FROM presence WHERE seq IN (SELECT MAX(seq) FROM presence GROUP BY agent_id)',
  );
  for (const { agent_id, at, kind, joined } of last) {
    if (kind !== 'logged-out') addPresence(db, agent_id, Math.max(at, heardAtMs), 'not-ready', 'engine-lost', joined);
  }
}
