/**
 * OUT-2: what a campaign could call now. What stands on shelves or has a status is counted already (`stock`); only for
 * those that nothing of this stops are the rules asked, of a sample where there are many: quick also at a million.
 */
import type { DryRun } from '@outdial/shared';
import { type Callee, eligibilityOf } from './contact-facts.ts';
import type { Database } from './database.ts';
import { NUMBER_AT } from './numbers.ts';
import type { KnownCampaign } from './policy-book.ts';
import { type StockedShelf, stockedShelves } from './shelves.ts';

/** So many contacts are looked at, spread evenly over the campaign's; where it has no more, all of them. */
const SAMPLED = 2_000;
/** Of those that may be called, the rules are asked about so many. */
const ASKED = 500;
const HOUR_MS = 3_600_000;

interface StockRow {
  status: string;
  progress: number;
  reason: string;
  n: number;
}

interface SampleRow extends Callee {
  status: string;
  list: number;
  shelf: number;
}

const ROW = `SELECT work.contact, status, work.list, work.shelf, counted, ${NUMBER_AT} AS number, country, time_zone
  FROM work JOIN contacts ON contacts.key = work.contact WHERE work.campaign = ? AND work.contact >= ?
  ORDER BY work.contact LIMIT 1`;

export function dryRun(db: Database, campaign: KnownCampaign, nowMs: number): DryRun {
  const { key } = campaign;
  const stock = db.all<StockRow>(
    "SELECT status, progress, reason, SUM(n) AS n FROM stock WHERE campaign = ? AND status <> 'set-aside' GROUP BY status, progress, reason HAVING SUM(n) > 0",
    key,
  );
  const sum = (of: (row: StockRow) => boolean): number =>
    stock.reduce((total, row) => total + (of(row) ? row.n : 0), 0);
  const shelves = stockedShelves(db, campaign, nowMs);
  const sample = sampleOf(db, campaign, shelves, nowMs);
  const open = shelves.reduce((total, { verdict, contacts }) => total + (verdict.open ? contacts : 0), 0);
  const due = dueNow(db, key, nowMs);
  const refusedShare = sample.asked === 0 ? 0 : sample.refused / sample.asked;
  const callableNow = Math.round((open + due) * (1 - refusedShare));
  const left = sum(({ status }) => status !== 'finished');
  const attemptsLeft = Math.round(left * sample.attemptsLeft);
  const attemptsLastHour = attemptsSince(db, key, nowMs - HOUR_MS);
  const when = (attempts: number): number | null =>
    attemptsLastHour === 0 ? null : Math.round(nowMs + (attempts / attemptsLastHour) * HOUR_MS);
  return {
    atMs: nowMs,
    contacts: sum(() => true),
    callableNow,
    blocked: [
      ...closedShelves(shelves),
      ...waiting(db, key, stock, nowMs, due),
      ...[...sample.reasons].map(([reason, n]) => ({
        reason,
        contacts: Math.round(((open + due) * n) / sample.asked),
        nextAtMs: null,
        method: sample.whole ? ('counted' as const) : ('sampled' as const),
      })),
    ].filter(({ contacts }) => contacts > 0),
    inHand: sum(({ status }) => status === 'leased' || status === 'under-way'),
    finished: byReason(stock.filter(({ status }) => status === 'finished')),
    progress: {
      untried: sum(({ progress }) => progress === 0),
      unfinished: sum(({ progress }) => progress === 1),
      processed: sum(({ progress }) => progress === 2),
    },
    sample: { contacts: sample.asked, refused: sample.refused },
    pace: {
      attemptsLastHour,
      attemptsLeft,
      callableDoneAtMs: when(callableNow),
      exhaustedAtMs: left === 0 ? nowMs : when(attemptsLeft),
    },
  };
}

function closedShelves(shelves: readonly StockedShelf[]): DryRun['blocked'] {
  const told = new Map<string, DryRun['blocked'][number]>();
  for (const { verdict, contacts } of shelves) {
    if (verdict.open) continue;
    const { reason, nextAtMs } = verdict;
    const known = told.get(reason);
    if (known === undefined) told.set(reason, { reason, contacts, nextAtMs, method: 'counted' });
    else {
      known.contacts += contacts;
      known.nextAtMs = earliest(known.nextAtMs, nextAtMs);
    }
  }
  return [...told.values()];
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** The first of several reasons stands for all. */
const firstOf = (reason: string): string => reason.split(',')[0] ?? '';

function byReason(rows: readonly StockRow[]): { reason: string; contacts: number }[] {
  const told = new Map<string, number>();
  for (const { reason, n } of rows) told.set(firstOf(reason), (told.get(firstOf(reason)) ?? 0) + n);
  return [...told].map(([reason, contacts]) => ({ reason, contacts }));
}

/** Waiting for a retry, a cap or a lock-out; those whose time has come are taken from the most frequent reasons. */
function waiting(db: Database, key: number, stock: readonly StockRow[], nowMs: number, due: number): DryRun['blocked'] {
  const next = new Map<string, number>();
  const soon = db.all<{ reason: string | null; next_at: number }>(
    "SELECT reason, next_at FROM work WHERE campaign = ? AND status = 'waiting' AND next_at > ? ORDER BY next_at LIMIT 1000",
    key,
    Math.floor(nowMs),
  );
  for (const { reason, next_at } of soon) {
    const first = firstOf(reason ?? '');
    if (!next.has(first)) next.set(first, next_at);
  }
  let taken = due;
  return byReason(stock.filter(({ status }) => status === 'waiting'))
    .sort((a, b) => b.contacts - a.contacts)
    .map(({ reason, contacts }) => {
      const gone = Math.min(taken, contacts);
      taken -= gone;
      return { reason, contacts: contacts - gone, nextAtMs: next.get(reason) ?? null, method: 'counted' as const };
    });
}

const dueNow = (db: Database, key: number, nowMs: number): number =>
  db.get<{ n: number }>(
    "SELECT COUNT(*) AS n FROM work WHERE campaign = ? AND status = 'waiting' AND next_at <= ?",
    key,
    Math.floor(nowMs),
  )?.n ?? 0;

const attemptsSince = (db: Database, key: number, sinceMs: number): number =>
  db.get<{ n: number }>(
    'SELECT COUNT(*) AS n FROM attempts WHERE intent_at >= ? AND +campaign = ?',
    Math.floor(sinceMs),
    key,
  )?.n ?? 0;

function sampleOf(db: Database, campaign: KnownCampaign, shelves: readonly StockedShelf[], nowMs: number) {
  const { key, rule } = campaign;
  const range = db.get<{ first: number | null; last: number | null; n: number }>(
    'SELECT (SELECT contact FROM work WHERE campaign = ?1 ORDER BY contact LIMIT 1) AS first, (SELECT contact FROM work WHERE campaign = ?1 ORDER BY contact DESC LIMIT 1) AS last, (SELECT SUM(n) FROM stock WHERE campaign = ?1) AS n',
    key,
  );
  const first = range?.first ?? 0;
  const last = range?.last ?? -1;
  const whole = (range?.n ?? 0) <= ASKED;
  const open = new Set(shelves.flatMap(({ list, shelf, verdict }) => (verdict.open ? [`${list} ${shelf}`] : [])));
  const reasons = new Map<string, number>();
  let [asked, refused, left, attempts] = [0, 0, 0, 0];
  const step = whole ? 1 : (last - first + 1) / SAMPLED;
  for (let at = first; at <= last; ) {
    const row = db.get<SampleRow>(ROW, key, Math.floor(at));
    if (row === null) break;
    at = Math.max(at + step, whole ? row.contact + 1 : 0);
    if (row.status !== 'finished' && row.status !== 'set-aside') {
      left += 1;
      attempts += Math.max(0, rule.maxAttempts - row.counted);
    }
    if (row.status !== 'callable' || !open.has(`${row.list} ${row.shelf}`) || asked >= ASKED) continue;
    asked += 1;
    const verdict = eligibilityOf(db, campaign, row, nowMs);
    if (verdict.allowed) continue;
    refused += 1;
    const code = verdict.reasons[0]?.code ?? 'unknown';
    reasons.set(code, (reasons.get(code) ?? 0) + 1);
  }
  return { asked, refused, reasons, whole, attemptsLeft: left === 0 ? 0 : attempts / left };
}
