/** The shelves in SQLite: which one a contact stands on, and which of a campaign's are open now. */
import { type Shelf, type ShelfVerdict, shelfAt } from '../../rules/shelf.ts';
import type { Database } from './database.ts';
import type { KnownCampaign } from './policy-book.ts';

export interface StockedShelf extends Shelf {
  list: number;
  shelf: number;
  /** Callable contacts, hours and consent aside. */
  contacts: number;
  verdict: ShelfVerdict;
}

interface ShelfRow {
  list: number;
  shelf: number;
  country: string;
  time_zone: string;
  consent: number;
  n: number;
}

const STOCKED = `SELECT list, shelf, country, time_zone, consent, SUM(n) AS n FROM stock JOIN shelves ON shelves.key = shelf
  WHERE campaign = ? AND status = 'callable' AND n > 0 GROUP BY list, shelf`;

/** Those of the campaign that hold callable contacts. */
export const stockedShelves = (db: Database, { key, rules }: KnownCampaign, nowMs: number): StockedShelf[] =>
  db.all<ShelfRow>(STOCKED, key).map(({ list, shelf, country, time_zone, consent, n }) => {
    const place = { country, timeZone: time_zone === '' ? null : time_zone, consentOnRecord: consent === 1 };
    return { list, shelf, ...place, contacts: n, verdict: shelfAt(place, rules, nowMs) };
  });

/** Made where there is none. */
export function shelfOf(db: Database, country: string, timeZone: string | null, consent: boolean): number {
  const values = [country, timeZone ?? '', consent ? 1 : 0] as const;
  const find = 'SELECT key FROM shelves WHERE country = ? AND time_zone = ? AND consent = ?';
  const known = db.get<{ key: number }>(find, ...values);
  if (known !== null) return known.key;
  db.run('INSERT INTO shelves (country, time_zone, consent) VALUES (?, ?, ?)', ...values);
  return db.get<{ key: number }>(find, ...values)?.key ?? 0;
}

/** One of the numbers stands in the ledger, whatever the entry says. */
export const consentOnRecord = (db: Database, numbers: readonly string[]): boolean =>
  numbers.some((number) => db.get('SELECT 1 FROM consents WHERE number = ? LIMIT 1', number) !== null);

/** A consent was written down for this number: its contacts move to the shelf beside, in every campaign. */
export function moveToConsentShelf(db: Database, number: string): void {
  const moved = db.all<{ key: number; country: string; time_zone: string | null }>(
    `SELECT contacts.key, contacts.country, contacts.time_zone FROM contacts JOIN shelves ON shelves.key = shelf
      WHERE consent = 0 AND contacts.key IN
        (SELECT key FROM contacts WHERE number = ? UNION SELECT contact FROM contact_numbers WHERE number = ?)`,
    number,
    number,
  );
  for (const { key, country, time_zone } of moved) {
    const shelf = shelfOf(db, country, time_zone, true);
    db.run('UPDATE contacts SET shelf = ? WHERE key = ?', shelf, key);
    db.run('UPDATE work SET shelf = ? WHERE contact = ?', shelf, key);
  }
}
