/** GT-3: the lists of one campaign, counted from `stock`, with hours and consent as they are now. */
import type { CampaignList } from '@outdial/shared';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';
import { stockedShelves } from './shelves.ts';

interface StockRow {
  list: number;
  status: string;
  progress: number;
  reason: string;
  n: number;
}

export function campaignLists(db: Database, campaign: KnownCampaign, nowMs: number): CampaignList[] {
  const rows = db.all<StockRow>(
    "SELECT list, status, progress, reason, SUM(n) AS n FROM stock WHERE campaign = ? AND status <> 'set-aside' GROUP BY list, status, progress, reason HAVING SUM(n) > 0",
    campaign.key,
  );
  const shelves = stockedShelves(db, campaign, nowMs);
  const lists = db.all<{ key: number; id: string; name: string }>(
    'SELECT lists.key, id, name FROM campaign_lists JOIN lists ON lists.key = list WHERE campaign = ? AND tied = 1 ORDER BY list',
    campaign.key,
  );
  return lists.map(({ key, id, name }) => {
    const mine = rows.filter(({ list }) => list === key);
    const sum = (of: (row: StockRow) => boolean): number => mine.reduce((all, row) => all + (of(row) ? row.n : 0), 0);
    const by = new Map<string, number>();
    const block = (reason: string, n: number): void => void by.set(reason, (by.get(reason) ?? 0) + n);
    for (const { list, verdict, contacts } of shelves) {
      if (list === key && !verdict.open) block(verdict.reason, contacts);
    }
    const closed = [...by.values()].reduce((all, n) => all + n, 0);
    for (const { status, reason, n } of mine) {
      if (status === 'waiting') block(reason.split(',')[0] ?? '', n);
    }
    const is = (status: string) => sum((row) => row.status === status);
    return {
      ...{ listId: id, name, total: sum(() => true), callable: is('callable') - closed },
      blocked: is('waiting') + closed,
      inHand: is('leased') + is('under-way'),
      finished: is('finished'),
      untried: sum(({ progress }) => progress === 0),
      unfinished: sum(({ progress }) => progress === 1),
      processed: sum(({ progress }) => progress === 2),
      blockedBy: [...by].map(([reason, contacts]) => ({ reason, contacts })),
    };
  });
}
