/**
 * OUT-8 in SQLite. `HELD` says where other parts of the product keep something of a person: whoever adds such a table adds
 * a line there, and export, erasure and retention follow.
 */
import { type E164, ProblemError } from '@outdial/shared';
import type { Erased, Person } from '../port.ts';
import { contactIdOf } from './contacts.ts';
import type { Database } from './database.ts';
import { addDoNotCallEntry } from './do-not-call.ts';
import { deleteContact } from './list-work.ts';
import type { Operations } from './operations.ts';

interface Held {
  table: string;
  /** Which column says whose it is, and whether by contact, number or attempt. */
  by: 'contact' | 'number' | 'attempt';
  column: string;
  /** For retention: the kind, and the column with the time in ms. */
  kind: 'notes' | 'recordings' | null;
  time: string;
  /** A column that names a file on the disk. */
  file?: string;
}

const HELD: readonly Held[] = [
  { table: 'callbacks', by: 'contact', column: 'contact', kind: null, time: 'due_at' },
  { table: 'callbacks', by: 'number', column: 'number', kind: null, time: 'due_at' },
  { table: 'case_entries', by: 'contact', column: 'contact', kind: 'notes', time: 'at' },
  { table: 'guide_steps', by: 'contact', column: 'contact', kind: 'notes', time: 'at' },
  { table: 'recordings', by: 'attempt', column: 'attempt', kind: 'recordings', time: 'started_at', file: 'file' },
  { table: 'recordings', by: 'number', column: 'number', kind: 'recordings', time: 'started_at', file: 'file' },
  { table: 'incoming_calls', by: 'number', column: 'number', kind: null, time: 'at' },
];

/** So many rows are erased in one step. */
const AT_ONCE = 500;

export function personalDataOperations(db: Database): Pick<Operations, 'personOf' | 'erasePerson' | 'retainStep'> {
  return {
    personOf: (number) => {
      const { keys, numbers } = find(db, number);
      const others: Person['others'] = {};
      for (const held of heldHere(db)) {
        const rows = rowsOf(db, held, keys, numbers);
        if (rows.length > 0) others[held.table] = [...(others[held.table] ?? []), ...rows];
      }
      return { numbers, contacts: keys.map(contactIdOf), others };
    },
    erasePerson: ({ number, markDoNotCall }) => erase(db, number, markDoNotCall),
    retainStep: (before) => retain(db, before),
  };
}

function find(db: Database, number: E164): { keys: number[]; numbers: E164[] } {
  const keys = db
    .all<{ key: number }>(
      'SELECT key FROM contacts WHERE number = ? UNION SELECT contact FROM contact_numbers WHERE number = ?',
      number,
      number,
    )
    .map(({ key }) => key);
  const numbers = new Set<E164>([number]);
  for (const key of keys) {
    const sql = 'SELECT number FROM contacts WHERE key = ? UNION SELECT number FROM contact_numbers WHERE contact = ?';
    for (const row of db.all<{ number: E164 }>(sql, key, key)) numbers.add(row.number);
  }
  return { keys, numbers: [...numbers] };
}

const heldHere = (db: Database): Held[] =>
  HELD.filter(({ table }) => db.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table) !== null);

/** SQL: the rows that are theirs; takes the contacts and the numbers as JSON. */
const theirs = ({ by, column }: Held): string => {
  if (by === 'contact') return `${column} IN (SELECT value FROM json_each(?1)) AND ?2 IS NOT NULL`;
  if (by === 'number') return `${column} IN (SELECT value FROM json_each(?2)) AND ?1 IS NOT NULL`;
  return `${column} IN (SELECT id FROM attempts WHERE contact IN (SELECT value FROM json_each(?1)) OR number IN (SELECT value FROM json_each(?2)))`;
};

const rowsOf = (db: Database, held: Held, keys: readonly number[], numbers: readonly string[]) =>
  db.all<Record<string, string | number | null>>(
    `SELECT * FROM ${held.table} WHERE ${theirs(held)}`,
    JSON.stringify(keys),
    JSON.stringify(numbers),
  );

const filesOf = (held: Held, row: Record<string, string | number | null>): string[] =>
  held.file === undefined ? [] : [String(row[held.file])];

function erase(db: Database, number: E164, mark: { reason: string; atMs: number } | null): Erased {
  const { keys, numbers } = find(db, number);
  const busy = numbers.some(
    (one) => db.get("SELECT 1 FROM attempts WHERE number = ? AND state = 'under-way' LIMIT 1", one) !== null,
  );
  if (busy) throw new ProblemError('person-in-call', 'A call to this person is under way.');
  const result: Erased = { contacts: keys.length, attempts: 0, consents: 0, others: 0, files: [] };
  for (const held of heldHere(db)) {
    for (const row of rowsOf(db, held, keys, numbers)) result.files.push(...filesOf(held, row));
    const sql = `DELETE FROM ${held.table} WHERE ${theirs(held)}`;
    result.others += db.run(sql, JSON.stringify(keys), JSON.stringify(numbers));
  }
  for (const one of numbers) {
    // The figures of the day and the abandonment ratio are counted from attempts: they stay, of nobody.
    result.attempts += db.run(
      "UPDATE attempts SET number = '', contact = 0, notes = NULL, detail = NULL, verdict_reasons = NULL WHERE number = ?",
      one,
    );
    result.consents += db.run('DELETE FROM consents WHERE number = ?', one);
    if (mark !== null) addDoNotCallEntry(db, { number: one, campaignId: null, ...mark });
  }
  for (const key of keys) deleteContact(db, key);
  return result;
}

function retain(db: Database, before: Parameters<Operations['retainStep']>[0]) {
  let erased = 0;
  let more = false;
  const files: string[] = [];
  const step = (sql: string, atMs: number): void => {
    const n = db.run(sql, Math.floor(atMs), AT_ONCE);
    erased += n;
    more ||= n === AT_ONCE;
  };
  const { attemptsMs, notesMs, recordingsMs } = before;
  if (attemptsMs !== null) {
    step(
      "DELETE FROM attempts WHERE seq IN (SELECT seq FROM attempts WHERE intent_at < ? AND state = 'closed' ORDER BY intent_at LIMIT ?)",
      attemptsMs,
    );
  }
  if (notesMs !== null) {
    step(
      "UPDATE attempts SET notes = NULL WHERE seq IN (SELECT seq FROM attempts WHERE intent_at < ? AND notes <> '' ORDER BY intent_at LIMIT ?)",
      notesMs,
    );
  }
  const done = new Set<string>();
  for (const held of heldHere(db)) {
    const atMs = held.kind === 'notes' ? notesMs : held.kind === 'recordings' ? recordingsMs : null;
    if (atMs === null || done.has(held.table)) continue;
    done.add(held.table);
    const old = `SELECT rowid FROM ${held.table} WHERE ${held.time} < ? ORDER BY ${held.time} LIMIT ?`;
    if (held.file !== undefined) {
      const sql = `SELECT * FROM ${held.table} WHERE rowid IN (${old})`;
      for (const row of db.all<Record<string, string | number | null>>(sql, Math.floor(atMs), AT_ONCE)) {
        files.push(...filesOf(held, row));
      }
    }
    step(`DELETE FROM ${held.table} WHERE rowid IN (${old})`, atMs);
  }
  return { erased, more, files };
}
