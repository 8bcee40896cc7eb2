/** Contacts coming into a list, a batch at a time: what is there already is left, updated, or joined by a second one (GT-5). */
import { ProblemError } from '@outdial/shared';
import type { AddedContacts, ContactBatch, NewContact } from '../port.ts';
import { attach } from './campaigns.ts';
import type { Database } from './database.ts';
import { consentOnRecord, shelfOf } from './shelves.ts';

export function addContacts(db: Database, batch: ContactBatch): AddedContacts {
  const { listId, contacts, duplicates = 'keep-first', within = 'list' } = batch;
  const list = db.get<{ key: number }>('SELECT key FROM lists WHERE id = ?', listId)?.key;
  if (list === undefined) throw new ProblemError('unknown-list', `No call list ${listId}.`);
  const lists = within === 'campaign' ? listsBeside(db, list) : [list];
  const shelf = shelfFinder(db);
  const result: AddedContacts = { added: 0, duplicates: 0, updated: 0 };
  for (const contact of contacts) {
    const known = duplicates === 'keep-all' ? null : findIn(db, contact.number, lists);
    if (known === null) {
      insert(db, list, contact, shelf(contact));
      result.added += 1;
    } else if (duplicates === 'update') {
      update(db, known, contact);
      result.updated += 1;
    } else result.duplicates += 1;
  }
  db.run('UPDATE lists SET contacts = contacts + ? WHERE key = ?', result.added, list);
  const names = new Set(contacts.flatMap(({ fields }) => Object.keys(fields)));
  for (const name of names) db.run('INSERT OR IGNORE INTO list_fields VALUES (?, ?)', list, name);
  const ties = db.all<{ campaign: number }>('SELECT campaign FROM campaign_lists WHERE list = ? AND tied = 1', list);
  for (const { campaign } of ties) attach(db, campaign, list);
  return result;
}

/** The list itself and every other one that is called by a campaign of its own. */
function listsBeside(db: Database, list: number): number[] {
  const beside = db.all<{ list: number }>(
    `SELECT DISTINCT other.list FROM campaign_lists AS own JOIN campaign_lists AS other ON other.campaign = own.campaign
      WHERE own.list = ? AND own.tied = 1 AND other.tied = 1 AND other.list <> own.list`,
    list,
  );
  return [list, ...beside.map((row) => row.list)];
}

function findIn(db: Database, number: string, lists: readonly number[]): number | null {
  for (const list of lists) {
    const sql = 'SELECT key FROM contacts WHERE number = ? AND list = ? LIMIT 1';
    const known = db.get<{ key: number }>(sql, number, list);
    if (known !== null) return known.key;
  }
  return null;
}

/** A ledger that is empty is not asked of every contact. */
function shelfFinder(db: Database): (contact: NewContact) => number {
  const anyConsent = db.get('SELECT 1 FROM consents LIMIT 1') !== null;
  const shelves = new Map<string, number>();
  return ({ number, otherNumbers = [], country, timeZone }) => {
    const consent = anyConsent && consentOnRecord(db, [number, ...otherNumbers]);
    const name = `${country} ${timeZone} ${consent}`;
    const known = shelves.get(name) ?? shelfOf(db, country, timeZone, consent);
    shelves.set(name, known);
    return known;
  };
}

/** SQL: after every key that was ever given, also to a contact that was deleted. */
const NEXT_KEY = 'MAX((SELECT COALESCE(MAX(key), 0) FROM contacts), (SELECT last FROM contact_keys)) + 1';

function insert(db: Database, list: number, contact: NewContact, shelf: number): void {
  const { number, name, country, timeZone, priority, fields } = contact;
  const sql = `INSERT INTO contacts (key, list, number, name, country, time_zone, priority, fields, shelf)
    VALUES (${NEXT_KEY}, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key`;
  const text = JSON.stringify(fields);
  const row = db.get<{ key: number }>(sql, list, number, name, country, timeZone, priority, text, shelf);
  if (row !== null) addOtherNumbers(db, row.key, contact);
}

/** What the file says takes the place of what was there; fields and numbers that it does not have stay. */
function update(db: Database, key: number, contact: NewContact): void {
  const { name, country, timeZone, priority, fields, otherNumbers = [] } = contact;
  const before = db.get<{ fields: string; time_zone: string | null }>(
    'SELECT fields, time_zone FROM contacts WHERE key = ?',
    key,
  );
  if (otherNumbers.length > 0) {
    db.run('DELETE FROM contact_numbers WHERE contact = ?', key);
    addOtherNumbers(db, key, contact);
  }
  const others = db.all<{ number: string }>('SELECT number FROM contact_numbers WHERE contact = ?', key);
  const consent = consentOnRecord(db, [contact.number, ...others.map(({ number }) => number)]);
  const zone = timeZone ?? before?.time_zone ?? null;
  const shelf = shelfOf(db, country, zone, consent);
  const text = JSON.stringify({ ...(JSON.parse(before?.fields ?? '{}') as Record<string, string>), ...fields });
  db.run(
    `UPDATE contacts SET name = CASE WHEN ? = '' THEN name ELSE ? END, country = ?, time_zone = ?, priority = ?,
      fields = ?, shelf = ? WHERE key = ?`,
    ...[name, name, country, zone, priority, text, shelf, key],
  );
  db.run('UPDATE work SET priority = ?, shelf = ? WHERE contact = ?', priority, shelf, key);
}

function addOtherNumbers(db: Database, key: number, { number, otherNumbers = [] }: NewContact): void {
  const others = [...new Set(otherNumbers)].filter((other) => other !== number);
  for (const [index, other] of others.entries()) {
    db.run('INSERT INTO contact_numbers VALUES (?, ?, ?)', key, index + 1, other);
  }
}
