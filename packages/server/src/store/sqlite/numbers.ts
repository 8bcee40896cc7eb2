/** The numbers of a contact: 0 is its own, the others follow; `work.number_at` says whose turn it is in a campaign. */
import type { Database } from './database.ts';

/** SQL: the number that a row of `work` joined with `contacts` is at. */
export const NUMBER_AT = `COALESCE((SELECT number FROM contact_numbers AS other
  WHERE other.contact = work.contact AND other.position = work.number_at), contacts.number)`;

/** Those beside `number`; most contacts have none. */
export function otherNumbers(db: Database, contact: number, number: string): string[] {
  const others = db.all<{ number: string }>('SELECT number FROM contact_numbers WHERE contact = ?', contact);
  if (others.length === 0) return [];
  const own = db.get<{ number: string }>('SELECT number FROM contacts WHERE key = ?', contact);
  return [...(own === null ? [] : [own]), ...others].map((row) => row.number).filter((other) => other !== number);
}

/** Where it stands among the contact's numbers; a number that is none of them stands for the contact's own. */
export const positionOf = (db: Database, contact: number, number: string): number =>
  db.get<{ position: number }>(
    'SELECT position FROM contact_numbers WHERE contact = ? AND number = ? ORDER BY position LIMIT 1',
    contact,
    number,
  )?.position ?? 0;

export const hasNumber = (db: Database, contact: number, position: number): boolean =>
  db.get('SELECT 1 FROM contact_numbers WHERE contact = ? AND position = ?', contact, position) !== null;

export function turnToNumber(db: Database, campaign: number, contact: number, position: number): void {
  db.run('UPDATE work SET number_at = ? WHERE campaign = ? AND contact = ?', position, campaign, contact);
}
