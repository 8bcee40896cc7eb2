/** Seats and mirrors of agents in SQLite. */
import type { AgentMirror, AgentSeat } from '@outdial/shared';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

interface AgentRow {
  agent_id: string;
  seat: string | null;
  mirror: string | null;
}

const mirrorOf = (row: AgentRow | null): AgentMirror | null =>
  row === null || row.mirror === null ? null : (JSON.parse(row.mirror) as AgentMirror);

export function agentOperations(db: Database): Pick<Operations, 'saveSeat' | 'saveMirrors' | 'agents' | 'joinedOf'> {
  return {
    saveSeat: (seat) => {
      const sql = 'INSERT INTO agents (agent_id, seat) VALUES (?, ?) ON CONFLICT DO UPDATE SET seat = excluded.seat';
      db.run(sql, seat.agentId, JSON.stringify(seat));
    },
    saveMirrors: (mirrors) => {
      const sql = `INSERT INTO agents (agent_id, mirror, version) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET mirror = excluded.mirror, version = excluded.version`;
      for (const mirror of mirrors) db.run(sql, mirror.agentId, JSON.stringify(mirror), mirror.version);
    },
    agents: () =>
      db.all<AgentRow>('SELECT * FROM agents WHERE seat IS NOT NULL ORDER BY agent_id').map((row) => ({
        seat: JSON.parse(row.seat ?? '{}') as AgentSeat,
        mirror: mirrorOf(row),
      })),
    joinedOf: (agentId) => [
      ...(mirrorOf(db.get<AgentRow>('SELECT * FROM agents WHERE agent_id = ?', agentId))?.joined ?? []),
    ],
  };
}
