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
): number {
  const sql = 'INSERT INTO do_not_call VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
  return db.run(sql, entry.number, entry.campaignId ?? '', entry.reason, Math.round(entry.atMs));
}

export function doNotCallOperations(
  db: Database,
): Pick<Operations, 'addDoNotCall' | 'removeDoNotCall' | 'doNotCallPage' | 'doNotCallOf'> {
  return {
    addDoNotCall: (entries) => {
      const added = entries.reduce((sum, entry) => sum + addDoNotCallEntry(db, entry), 0);
      return { added, duplicates: entries.length - added };
    },
    removeDoNotCall: ({ number, campaignId }) =>
      db.run('DELETE FROM do_not_call WHERE number = ? AND campaign = ?', number, campaignId ?? '') === 1,
    doNotCallPage: ({ limit, after = '', campaignId }) => {
      const mine = campaignId ?? null;
      // By whole numbers: what stands for one number is not torn apart by the end of a page.
      const sql = `SELECT * FROM do_not_call WHERE (?1 IS NULL OR campaign = ?1) AND number IN
        (SELECT DISTINCT number FROM do_not_call WHERE number > ?2 AND (?1 IS NULL OR campaign = ?1) ORDER BY number LIMIT ?3)
        ORDER BY number, campaign`;
      return db.all<EntryRow>(sql, mine, after, limit).map(asEntry);
    },
    doNotCallOf: (number) =>
      db.all<EntryRow>('SELECT * FROM do_not_call WHERE number = ? ORDER BY campaign', number).map(asEntry),
  };
}

interface EntryRow {
  number: E164;
  campaign: CampaignId | '';
  reason: string;
  at: number;
}

const asEntry = ({ number, campaign, reason, at }: EntryRow) => ({
  ...{ number, reason, atMs: at },
  campaignId: campaign === '' ? null : campaign,
});
