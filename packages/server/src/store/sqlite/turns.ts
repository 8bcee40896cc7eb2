/** The callable contacts of a campaign in the order of the rules: by rank, and lists of the same rank take turns by weight. */
import { compareRank, type Turn, whoseTurn } from '../../rules/order.ts';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';

export interface Ranked {
  contact: number;
  top: number;
  priority: number;
}

interface List<Row> extends Turn {
  key: number;
  rows: Row[];
  dry: boolean;
  taken: number;
}

export class Turns<Row extends Ranked> {
  readonly #db: Database;
  readonly #campaign: KnownCampaign;
  readonly #sql: string;
  readonly #lists: List<Row>[];

  /** `sql` takes campaign, list and how many. */
  constructor(db: Database, campaign: KnownCampaign, sql: string) {
    this.#db = db;
    this.#campaign = campaign;
    this.#sql = sql;
    const { listWeights = {} } = campaign.campaign;
    this.#lists = db
      .all<{ key: number; id: string; handed_out: number }>(
        'SELECT lists.key, id, handed_out FROM campaign_lists JOIN lists ON lists.key = list WHERE campaign = ? ORDER BY list',
        campaign.key,
      )
      .map(({ key, id, handed_out }) => {
        return { key, weight: listWeights[id] ?? 1, handedOut: handed_out, rows: [], dry: false, taken: 0 };
      });
    // A list that had nothing to give catches up by one round, and does not keep the others waiting for what it missed.
    const furthest = Math.max(0, ...this.#lists.map(({ handedOut, weight }) => handedOut / weight));
    for (const list of this.#lists) list.handedOut = Math.max(list.handedOut, Math.floor(list.weight * (furthest - 1)));
  }

  /** The next one, null where there is none. What is taken must have left the callable ones when more are asked for. */
  next(wanted: number): Row | null {
    let first: List<Row>[] = [];
    for (const list of this.#lists) {
      const row = this.#head(list, wanted);
      if (row === undefined) continue;
      const best = first[0]?.rows[0];
      const order = best === undefined ? -1 : this.#compare(row, best);
      if (order < 0) first = [list];
      else if (order === 0) first.push(list);
    }
    return first[whoseTurn(first)]?.rows.shift() ?? null;
  }

  /** Counts it as a call of its list. */
  took(list: number): void {
    const known = this.#lists.find(({ key }) => key === list);
    if (known === undefined) return;
    known.handedOut += 1;
    known.taken += 1;
  }

  save(): void {
    for (const { key, handedOut, taken } of this.#lists) {
      const sql = 'UPDATE campaign_lists SET handed_out = ? WHERE campaign = ? AND list = ?';
      if (taken > 0) this.#db.run(sql, handedOut, this.#campaign.key, key);
    }
  }

  #head(list: List<Row>, wanted: number): Row | undefined {
    if (list.rows.length === 0 && !list.dry) {
      list.rows = this.#db.all<Row>(this.#sql, this.#campaign.key, list.key, wanted);
      list.dry = list.rows.length < wanted;
    }
    return list.rows[0];
  }

  #compare(a: Row, b: Row): number {
    const rank = ({ top, priority }: Row) => ({ top: top === 1, callbackDueAtMs: null, priority });
    return compareRank(rank(a), rank(b), this.#campaign.rule.honourPriority);
  }
}
