/** Recorded messages and pacers' states in SQLite. */
import type { CampaignId } from '@outdial/shared';
import type { StoredMessage } from '../port.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

export function messageOperations(
  db: Database,
): Pick<
  Operations,
  'addMessage' | 'messages' | 'messageSamples' | 'removeMessage' | 'savePacerStates' | 'pacerStates'
> {
  return {
    addMessage: ({ id, name, purpose, lengthMs, createdAtMs, samples }) => {
      const sql = 'INSERT INTO messages (id, name, purpose, length_ms, created_at, samples) VALUES (?, ?, ?, ?, ?, ?)';
      db.run(sql, id, name, purpose, Math.round(lengthMs), Math.round(createdAtMs), samples);
    },
    messages: () =>
      db.all<StoredMessage>(
        'SELECT id, name, purpose, length_ms AS lengthMs, created_at AS createdAtMs FROM messages ORDER BY created_at, id',
      ),
    messageSamples: (messageId) =>
      db.get<{ samples: Uint8Array<ArrayBuffer> }>('SELECT samples FROM messages WHERE id = ?', messageId)?.samples ??
      null,
    removeMessage: (messageId) => db.run('DELETE FROM messages WHERE id = ?', messageId) === 1,
    savePacerStates: (states) => {
      const sql =
        'INSERT INTO pacer_states (campaign, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state';
      for (const { campaignId, state } of states) db.run(sql, campaignId, state);
    },
    pacerStates: () =>
      db.all<{ campaignId: CampaignId; state: string }>('SELECT campaign AS campaignId, state FROM pacer_states'),
  };
}
