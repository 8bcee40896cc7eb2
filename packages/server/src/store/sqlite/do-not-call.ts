/** Do-not-call entries in SQLite; an empty campaign stands for all of them. */
import type { CampaignId, E164 } from '@outdial/shared';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

/** The reason of an entry that holds for this campaign, null where there is none. */
export function doNotCallReason(db: Database, number: string, campaignId: string): string | null {
  const sql = "SELECT reason FROM do_not_call WHERE number = ? AND campaign IN ('', ?) ORDER BY campaign LIMIT 1";
  return db.get<{ reason: string }>(sql, number, campaignId)?.reason ?? null;
}

export function addDoNotCallEntry(
  db: Database,
  entry: { number: string; campaignId: string | null; reason: string; atMs: number },
): void {
  const sql = 'INSERT INTO do_not_call VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
  db.run(sql, entry.number, entry.campaignId ?? '', entry.reason, Math.round(entry.atMs));
}

export function doNotCallOperations(
  db: Database,
): Pick<Operations, 'addDoNotCall' | 'removeDoNotCall' | 'doNotCallOf'> {
  return {
    addDoNotCall: (entries) => {
      for (const entry of entries) addDoNotCallEntry(db, entry);
    },
    removeDoNotCall: ({ number, campaignId }) =>
      db.run('DELETE FROM do_not_call WHERE number = ? AND campaign = ?', number, campaignId ?? '') === 1,
    doNotCallOf: (number) =>
      db
        .all<{ number: E164; campaign: CampaignId | ''; reason: string; at: number }>(
          'SELECT * FROM do_not_call WHERE number = ? ORDER BY campaign',
          number,
        )
        .map((row) => ({
          number: row.number,
          campaignId: row.campaign === '' ? null : row.campaign,
          reason: row.reason,
          atMs: row.at,
        })),
  };
}
