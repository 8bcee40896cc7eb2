/** The contacts that a selection means, a bounded number of rows at a time. */
import { type ContactSelection, PROGRESS_WORDS, ProblemError } from '@outdial/shared';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';

/** So many rows of a list are looked at in one step: others are answered in between. */
const LOOKED_AT = 1_000;

export interface Selected {
  keys: number[];
  /** The last row that was looked at; null: there are no more. */
  next: number | null;
}

/** Rejects with `unknown-list` and `unknown-campaign`. */
export function selectContacts(db: Database, select: ContactSelection, after: number, atMost = LOOKED_AT): Selected {
  if ('contactIds' in select) return byIds(db, select.contactIds);
  const list = keyOf(db, 'lists', select.listId, 'unknown-list');
  const rows = db.all<{ key: number }>(
    'SELECT key FROM contacts WHERE list = ? AND key > ? ORDER BY key LIMIT ?',
    ...[list, after, Math.min(atMost, LOOKED_AT)],
  );
  const last = rows.at(-1);
  if (last === undefined) return { keys: [], next: null };
  const { campaignId, status, progress, outcome } = select;
  if (campaignId === undefined && status === undefined && progress === undefined && outcome === undefined) {
    return { keys: rows.map(({ key }) => key), next: last.key };
  }
  const campaign = campaignId === undefined ? null : keyOf(db, 'campaigns', campaignId, 'unknown-campaign');
  const keys = db
    .all<{ key: number }>(
      `SELECT DISTINCT contacts.key FROM contacts JOIN work ON work.contact = contacts.key
        WHERE contacts.list = ?1 AND contacts.key > ?2 AND contacts.key <= ?3 AND (?4 IS NULL OR work.campaign = ?4)
          AND (?5 IS NULL OR work.status = ?5) AND (?6 IS NULL OR work.progress = ?6)
          AND (?7 IS NULL OR (SELECT outcome FROM attempts WHERE id = work.last_attempt) = ?7) ORDER BY contacts.key`,
      ...[list, after, last.key, campaign, status ?? null],
      ...[progress === undefined ? null : PROGRESS_WORDS.indexOf(progress), outcome ?? null],
    )
    .map(({ key }) => key);
  return { keys, next: last.key };
}

function byIds(db: Database, contactIds: readonly string[]): Selected {
  const keys = contactIds.map((contactId) => {
    const key = contactKeyOf(contactId);
    const known = key === null ? null : db.get('SELECT 1 FROM contacts WHERE key = ?', key);
    if (key === null || known === null) throw new ProblemError('unknown-contact', `There is no contact ${contactId}.`);
    return key;
  });
  return { keys: [...new Set(keys)], next: null };
}

export function keyOf(
  db: Database,
  table: 'lists' | 'campaigns',
  id: string,
  problem: 'unknown-list' | 'unknown-campaign',
): number {
  const key = db.get<{ key: number }>(`SELECT key FROM ${table} WHERE id = ?`, id)?.key;
  if (key !== undefined) return key;
  throw new ProblemError(problem, `There is no ${table === 'lists' ? 'call list' : 'campaign'} ${id}.`);
}
