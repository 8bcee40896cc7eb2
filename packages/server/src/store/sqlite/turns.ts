/**
 * The callable contacts of a campaign in the order of the rules (`rules/order.ts`): by rank, and lists of the same rank
 * take turns by weight. Within a list the open shelves are merged; of each only the next few are read at a time.
 */
import { compareRank, type Turn, whoseTurn } from '../../rules/order.ts';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';
import type { StockedShelf } from './shelves.ts';

interface Ranked {
  contact: number;
  top: number;
  priority: number;
}

interface OpenShelf {
  key: number;
  rows: Ranked[];
  dry: boolean;
}

interface List extends Turn {
  key: number;
  shelves: OpenShelf[];
  taken: number;
}

const NEXT = `SELECT contact, top, priority FROM work
  WHERE campaign = ? AND list = ? AND shelf = ? AND status = 'callable'`;
const BY_PRIORITY = `${NEXT} ORDER BY top DESC, priority DESC, contact LIMIT ?`;
const BY_POSITION = `${NEXT} ORDER BY top DESC, contact LIMIT ?`;
/** Read of a shelf beyond its even share of what is wanted. */
const BEYOND_SHARE = 8;

export class Turns {
  readonly #db: Database;
  readonly #campaign: KnownCampaign;
  readonly #lists: List[];
  readonly #atOnce: number;

  /** `wanted`: how many will be taken, about. */
  constructor(db: Database, campaign: KnownCampaign, shelves: readonly StockedShelf[], wanted: number) {
    this.#db = db;
    this.#campaign = campaign;
    const open = shelves.filter(({ verdict }) => verdict.open);
    this.#atOnce = Math.ceil(wanted / Math.max(1, open.length)) + BEYOND_SHARE;
    const { listWeights = {} } = campaign.campaign;
    this.#lists = db
      .all<{ key: number; id: string; handed_out: number }>(
        'SELECT lists.key, id, handed_out FROM campaign_lists JOIN lists ON lists.key = list WHERE campaign = ? ORDER BY list',
        campaign.key,
      )
      .map(({ key, id, handed_out }) => ({
        ...{ key, weight: listWeights[id] ?? 1, handedOut: handed_out, taken: 0 },
        shelves: open.filter(({ list }) => list === key).map(({ shelf }) => ({ key: shelf, rows: [], dry: false })),
      }));
    // A list that had nothing to give catches up by one round, and does not keep the others waiting for what it missed.
    const furthest = Math.max(0, ...this.#lists.map(({ handedOut, weight }) => handedOut / weight));
    for (const list of this.#lists) list.handedOut = Math.max(list.handedOut, Math.floor(list.weight * (furthest - 1)));
  }

  /** The next contact, null where there is none. It must have left the callable ones before more are read. */
  next(): { contact: number; list: number } | null {
    let first: { list: List; shelf: OpenShelf; row: Ranked }[] = [];
    for (const list of this.#lists) {
      const head = this.#head(list);
      if (head === null) continue;
      const order = first[0] === undefined ? -1 : this.#compare(head.row, first[0].row);
      if (order < 0) first = [];
      if (order <= 0) first.push({ list, ...head });
    }
    const chosen = first[whoseTurn(first.map(({ list }) => list))];
    if (chosen === undefined) return null;
    chosen.shelf.rows.shift();
    return { contact: chosen.row.contact, list: chosen.list.key };
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

  /** The best of its shelves; of equals the one that was imported first. */
  #head(list: List): { shelf: OpenShelf; row: Ranked } | null {
    let best: { shelf: OpenShelf; row: Ranked } | null = null;
    for (const shelf of list.shelves) {
      const row = this.#headOf(list, shelf);
      if (row === undefined) continue;
      if (best === null || (this.#compare(row, best.row) || row.contact - best.row.contact) < 0) best = { shelf, row };
    }
    return best;
  }

  #headOf(list: List, shelf: OpenShelf): Ranked | undefined {
    if (shelf.rows.length === 0 && !shelf.dry) {
      const sql = this.#campaign.rule.honourPriority ? BY_PRIORITY : BY_POSITION;
      shelf.rows = this.#db.all<Ranked>(sql, this.#campaign.key, list.key, shelf.key, this.#atOnce);
      shelf.dry = shelf.rows.length < this.#atOnce;
    }
    return shelf.rows[0];
  }

  /** The place for callbacks: a row that knows when its callback was due goes before the others, as `compareRank` has it. */
  #compare(a: Ranked, b: Ranked): number {
    const rank = ({ top, priority }: Ranked) => ({ top: top === 1, callbackDueAtMs: null, priority });
    return compareRank(rank(a), rank(b), this.#campaign.rule.honourPriority);
  }
}
