/** Campaigns in SQLite: run state, tied lists, counts. */
import type { CampaignId, CampaignState } from '@outdial/shared';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import type { PolicyBook } from './policy-book.ts';
import { stockedShelves } from './shelves.ts';

/** So many contacts become callable in one operation: others are answered in between. */
const ATTACH_AT_ONCE = 1_000;

const keyOfCampaign = (db: Database, campaignId: CampaignId): number => {
  db.run('INSERT INTO campaigns (id) VALUES (?) ON CONFLICT DO NOTHING', campaignId);
  return db.get<{ key: number }>('SELECT key FROM campaigns WHERE id = ?', campaignId)?.key ?? 0;
};

/** The next contacts of one tied list, in the list's order. How many there were. */
export function attach(db: Database, campaign: number, list: number): number {
  const upTo = db.get<{ attached_to: number }>(
    'SELECT attached_to FROM campaign_lists WHERE campaign = ? AND list = ?',
    campaign,
    list,
  );
  const after = upTo?.attached_to ?? 0;
  const range = db.get<{ last: number | null; n: number }>(
    'SELECT MAX(key) AS last, COUNT(*) AS n FROM (SELECT key FROM contacts WHERE list = ? AND key > ? ORDER BY key LIMIT ?)',
    list,
    after,
    ATTACH_AT_ONCE,
  );
  if (range === null || range.last === null) return 0;
  db.run(
    `INSERT INTO work (campaign, contact, status, priority, list, shelf)
      SELECT ?, key, 'callable', priority, list, shelf FROM contacts WHERE list = ? AND key > ? AND key <= ? ORDER BY key
      ON CONFLICT DO NOTHING`,
    campaign,
    list,
    after,
    range.last,
  );
  db.run('UPDATE campaign_lists SET attached_to = ? WHERE campaign = ? AND list = ?', range.last, campaign, list);
  return range.n;
}

/** Ties and unties lists to what the configuration says; a contact under way is left to finish. */
function tie(db: Database, campaign: number, wanted: ReadonlySet<number>): void {
  const rows = db.all<{ list: number; tied: number }>(
    'SELECT list, tied FROM campaign_lists WHERE campaign = ?',
    campaign,
  );
  const known = new Map(rows.map((row) => [row.list, row.tied === 1]));
  const mark = 'UPDATE campaign_lists SET tied = ? WHERE campaign = ? AND list = ?';
  for (const [list, tied] of known) {
    if (tied === wanted.has(list)) continue;
    db.run(mark, tied ? 0 : 1, campaign, list);
    const sql = tied
      ? "UPDATE work SET status = 'set-aside' WHERE campaign = ? AND status IN ('callable', 'waiting') AND contact IN (SELECT key FROM contacts WHERE list = ?)"
      : "UPDATE work SET status = CASE WHEN next_at IS NULL THEN 'callable' ELSE 'waiting' END WHERE campaign = ? AND status = 'set-aside' AND contact IN (SELECT key FROM contacts WHERE list = ?)";
    db.run(sql, campaign, list);
  }
  for (const list of wanted) {
    if (!known.has(list)) db.run('INSERT INTO campaign_lists (campaign, list, tied) VALUES (?, ?, 1)', campaign, list);
  }
}

export function campaignOperations(
  db: Database,
  policies: PolicyBook,
): Pick<Operations, 'setPolicies' | 'attachMore' | 'campaignStates' | 'setCampaignState' | 'campaignCounts'> {
  return {
    setPolicies: (next) => {
      for (const { campaign } of next) {
        const wanted = new Set<number>();
        for (const listId of campaign.listIds) {
          const list = db.get<{ key: number }>('SELECT key FROM lists WHERE id = ?', listId);
          if (list !== null) wanted.add(list.key);
        }
        tie(db, keyOfCampaign(db, campaign.id), wanted);
      }
      policies.replace(next);
    },
    attachMore: () => {
      const behind = db.get<{ campaign: number; list: number }>(
        `SELECT campaign, list FROM campaign_lists AS tied WHERE tied = 1
          AND attached_to < (SELECT COALESCE(MAX(key), 0) FROM contacts WHERE contacts.list = tied.list) LIMIT 1`,
      );
      return behind !== null && attach(db, behind.campaign, behind.list) > 0;
    },
    campaignStates: () =>
      db.all<{ campaignId: CampaignId; state: CampaignState }>(
        'SELECT id AS campaignId, state FROM campaigns WHERE state IS NOT NULL ORDER BY key',
      ),
    setCampaignState: ({ campaignId, state }) => {
      db.run('UPDATE campaigns SET state = ? WHERE key = ?', state, keyOfCampaign(db, campaignId));
    },
    campaignCounts: (nowMs) =>
      db.all<{ key: number; id: CampaignId }>('SELECT key, id FROM campaigns ORDER BY key').map(({ key, id }) => ({
        campaignId: id,
        counts: countsOf(db, policies, key, nowMs),
      })),
  };
}

function countsOf(db: Database, policies: PolicyBook, key: number, nowMs: number) {
  const rows = db.all<{ status: string; n: number }>(
    'SELECT status, SUM(n) AS n FROM stock WHERE campaign = ? GROUP BY status',
    key,
  );
  const of = (status: string): number => rows.find((row) => row.status === status)?.n ?? 0;
  const due = (sql: string): number => db.get<{ n: number }>(sql, key, Math.round(nowMs))?.n ?? 0;
  const promoted = due("SELECT COUNT(*) AS n FROM work WHERE campaign = ? AND status = 'waiting' AND next_at <= ?");
  const expired = due("SELECT COUNT(*) AS n FROM work WHERE campaign = ? AND status = 'leased' AND lease_until <= ?");
  const campaign = policies.ofKey(key);
  const shelves = campaign === null ? [] : stockedShelves(db, campaign, nowMs);
  const closed = shelves.reduce((sum, { verdict, contacts }) => sum + (verdict.open ? 0 : contacts), 0);
  return {
    contacts: of('callable') + of('waiting') + of('leased') + of('under-way') + of('finished'),
    callableNow: of('callable') - closed + promoted + expired,
    leased: of('leased') - expired + of('under-way'),
    finished: of('finished'),
    waiting: of('waiting') - promoted + closed,
  };
}
