/** One contact changed by hand; where it stands in each campaign follows. */
import { ProblemError } from '@outdial/shared';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import { consentOnRecord, shelfOf } from './shelves.ts';

interface Row {
  list: number;
  number: string;
  name: string;
  country: string;
  time_zone: string | null;
  priority: number;
  fields: string;
}

export function changeContact(db: Database, change: Parameters<Operations['changeContact']>[0]): boolean {
  const key = contactKeyOf(change.contactId);
  const row = key === null ? null : db.get<Row>('SELECT * FROM contacts WHERE key = ?', key);
  if (key === null || row === null) return false;
  const { name = row.name, priority = row.priority, timeZone = row.time_zone, fields = {} } = change;
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw new ProblemError('malformed-parameter', `There is no time zone ${timeZone}: use one as Europe/Paris.`);
  }
  const all = { ...(JSON.parse(row.fields) as Record<string, string>), ...fields };
  const others = db.all<{ number: string }>('SELECT number FROM contact_numbers WHERE contact = ?', key);
  const numbers = [row.number, ...others.map(({ number }) => number)];
  const shelf = shelfOf(db, row.country, timeZone, consentOnRecord(db, numbers));
  db.run(
    'UPDATE contacts SET name = ?, priority = ?, time_zone = ?, fields = ?, shelf = ? WHERE key = ?',
    ...[name, priority, timeZone, JSON.stringify(all), shelf, key],
  );
  db.run('UPDATE work SET priority = ?, shelf = ? WHERE contact = ?', priority, shelf, key);
  for (const field of Object.keys(fields)) db.run('INSERT OR IGNORE INTO list_fields VALUES (?, ?)', row.list, field);
  return true;
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
