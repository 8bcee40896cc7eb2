/**
 * OUT-8 in SQLite. `HELD` says where other parts of the product keep something of a person: whoever adds such a table adds
 * a line there, and export, erasure and retention follow.
 */
import { type E164, ProblemError } from '@outdial/shared';
import type { Erased, Person } from '../port.ts';
import { IS_OPEN } from './callback-rows.ts';
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
  kind: 'attempts' | 'notes' | 'recordings';
  time: string;
  /** SQL: what goes with age alone; left out: all. */
  old?: string;
  /** A column that names a file on the disk. */
  file?: string;
}

const CLOSED = `NOT ${IS_OPEN}`;
const OVER = "state IN ('missed', 'ended')";

/** What agents wrote beside something that is kept for longer: the statement takes the time and how many at once. */
const NOTES = [
  "UPDATE attempts SET notes = NULL WHERE seq IN (SELECT seq FROM attempts WHERE intent_at < ? AND notes <> '' ORDER BY intent_at LIMIT ?)",
  `UPDATE callbacks SET notes = '' WHERE key IN (SELECT key FROM callbacks WHERE created_at < ? AND notes <> '' AND ${CLOSED} LIMIT ?)`,
  `UPDATE incoming_calls SET notes = NULL WHERE seq IN (SELECT seq FROM incoming_calls WHERE at < ? AND notes <> '' AND ${OVER} LIMIT ?)`,
] as const;

const HELD: readonly Held[] = [
  { table: 'callbacks', by: 'contact', column: 'contact', kind: 'attempts', time: 'created_at', old: CLOSED },
  { table: 'callbacks', by: 'number', column: 'number', kind: 'attempts', time: 'created_at', old: CLOSED },
  { table: 'case_entries', by: 'contact', column: 'contact', kind: 'notes', time: 'at' },
  { table: 'guide_steps', by: 'contact', column: 'contact', kind: 'notes', time: 'at' },
  { table: 'recordings', by: 'attempt', column: 'attempt', kind: 'recordings', time: 'started_at', file: 'file' },
  { table: 'recordings', by: 'number', column: 'number', kind: 'recordings', time: 'started_at', file: 'file' },
  { table: 'incoming_calls', by: 'number', column: 'number', kind: 'attempts', time: 'at', old: OVER },
];

/** So many rows are erased in one step. */
const AT_ONCE = 500;

export function personalDataOperations(db: Database): Pick<Operations, 'personOf' | 'erasePerson' | 'retainStep'> {
  return {
    personOf: (number) => {
      const { present, keys, numbers } = find(db, number);
      const others: Person['others'] = {};
      for (const held of heldHere(db)) {
        const rows = rowsOf(db, held, keys, numbers);
        if (rows.length > 0) others[held.table] = [...(others[held.table] ?? []), ...rows];
      }
      return { numbers, contacts: present.map(contactIdOf), others };
    },
    erasePerson: ({ number, markDoNotCall }) => erase(db, number, markDoNotCall),
    retainStep: (before) => retain(db, before),
  };
}

/** Contacts of theirs that were deleted before: what is kept of them is found by the number that was called. */
const GONE = `SELECT contact AS key FROM attempts WHERE number = ?1 AND contact > 0
    AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.key = contact)
  UNION SELECT contact FROM callbacks WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.key = contact)`;

/** `keys`: of contacts that are there (`present`), and of deleted ones. */
function find(db: Database, number: E164): { present: number[]; keys: number[]; numbers: E164[] } {
  const present = db
    .all<{ key: number }>(
      'SELECT key FROM contacts WHERE number = ? UNION SELECT contact FROM contact_numbers WHERE number = ?',
      number,
      number,
    )
    .map(({ key }) => key);
  const numbers = new Set<E164>([number]);
  for (const key of present) {
    const sql = 'SELECT number FROM contacts WHERE key = ? UNION SELECT number FROM contact_numbers WHERE contact = ?';
    for (const row of db.all<{ number: E164 }>(sql, key, key)) numbers.add(row.number);
  }
  const gone = db.all<{ key: number }>(GONE, number).map(({ key }) => key);
  return { present, keys: [...present, ...gone], numbers: [...numbers] };
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
  const { present, keys, numbers } = find(db, number);
  const underWay = (of: 'number' | 'contact', value: string | number): boolean =>
    db.get(`SELECT 1 FROM attempts WHERE ${of} = ? AND state = 'under-way' LIMIT 1`, value) !== null;
  const busy = numbers.some((one) => underWay('number', one)) || keys.some((key) => underWay('contact', key));
  const callsIn = "SELECT 1 FROM incoming_calls WHERE number = ? AND state IN ('ringing', 'answered') LIMIT 1";
  if (busy || numbers.some((one) => db.get(callsIn, one) !== null))
    throw new ProblemError('person-in-call', 'A call to this person, or from them, is under way.');
  const result: Erased = { contacts: present.length, attempts: 0, consents: 0, others: 0, files: [] };
  for (const held of heldHere(db)) {
    for (const row of rowsOf(db, held, keys, numbers)) result.files.push(...filesOf(held, row));
    const sql = `DELETE FROM ${held.table} WHERE ${theirs(held)}`;
    result.others += db.run(sql, JSON.stringify(keys), JSON.stringify(numbers));
  }
  // The figures of the day and the abandonment ratio are counted from attempts: they stay, of nobody.
  const ofNobody = "UPDATE attempts SET number = '', contact = 0, notes = NULL, detail = NULL, verdict_reasons = NULL";
  for (const key of keys) result.attempts += db.run(`${ofNobody} WHERE contact = ?`, key);
  for (const one of numbers) {
    result.attempts += db.run(`${ofNobody} WHERE number = ?`, one);
    // Somebody else's call was handed over to them.
    result.others += db.run('UPDATE attempts SET transferred_to = NULL WHERE transferred_to = ?', one);
    result.consents += db.run('DELETE FROM consents WHERE number = ?', one);
    if (mark !== null) addDoNotCallEntry(db, { number: one, campaignId: null, ...mark });
  }
  for (const key of present) deleteContact(db, key);
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
    for (const sql of NOTES) step(sql, notesMs);
  }
  const done = new Set<string>();
  for (const held of heldHere(db)) {
    const atMs = { attempts: attemptsMs, notes: notesMs, recordings: recordingsMs }[held.kind];
    if (atMs === null || done.has(held.table)) continue;
    done.add(held.table);
    const old = `SELECT rowid FROM ${held.table} WHERE ${held.time} < ? AND ${held.old ?? 'TRUE'} ORDER BY ${held.time} LIMIT ?`;
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
