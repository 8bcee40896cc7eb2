/** Seats and mirrors of agents in SQLite. */
import type { AgentMirror, AgentSeat, CampaignId } from '@outdial/shared';
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
      const sql = `INSERT INTO agents (agent_id, mirror, joined) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET mirror = excluded.mirror, joined = COALESCE(excluded.joined, joined)`;
      for (const mirror of mirrors) {
        const joined = mirror.presence.kind === 'logged-out' ? null : JSON.stringify(mirror.joined);
        db.run(sql, mirror.agentId, JSON.stringify(mirror), joined);
      }
    },
    agents: () =>
      db.all<AgentRow>('SELECT * FROM agents WHERE seat IS NOT NULL ORDER BY agent_id').map((row) => ({
        seat: JSON.parse(row.seat ?? '{}') as AgentSeat,
        mirror: mirrorOf(row),
      })),
    joinedOf: (agentId) => {
      const row = db.get<{ joined: string | null }>('SELECT joined FROM agents WHERE agent_id = ?', agentId);
      return JSON.parse(row?.joined ?? '[]') as CampaignId[];
    },
  };
}
