/** The consent ledger in SQLite. */
import type { E164 } from '@outdial/shared';
import type { NewConsent, RecordedConsent } from '../port.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import { moveToConsentShelf } from './shelves.ts';
import { callableAgain } from './work.ts';

interface ConsentRow {
  id: number;
  number: E164;
  use: string;
  given_at: number;
  expires_at: number | null;
  withdrawn_at: number | null;
  proof: string;
  recorded_at: number;
}

export const consentsOf = (db: Database, number: string): RecordedConsent[] =>
  db.all<ConsentRow>('SELECT * FROM consents WHERE number = ? ORDER BY id', number).map((row) => ({
    id: row.id,
    number: row.number,
    use: row.use,
    givenAtMs: row.given_at,
    expiresAtMs: row.expires_at,
    withdrawnAtMs: row.withdrawn_at,
    proof: row.proof,
    recordedAtMs: row.recorded_at,
  }));

function addOne(db: Database, entry: NewConsent): number {
  const { number, use, proof } = entry;
  const given = Math.ceil(entry.givenAtMs);
  const known = 'SELECT 1 FROM consents WHERE number = ? AND use = ? AND given_at = ? AND proof = ? LIMIT 1';
  if (db.get(known, number, use, given, proof) !== null) return 0;
  const sql = 'INSERT INTO consents (number, use, given_at, expires_at, proof, recorded_at) VALUES (?, ?, ?, ?, ?, ?)';
  const ends = entry.expiresAtMs === null ? null : Math.floor(entry.expiresAtMs);
  db.run(sql, number, use, given, ends, proof, Math.round(entry.recordedAtMs));
  moveToConsentShelf(db, number);
  callableAgain(db, number, 'no-consent');
  return 1;
}

export function consentOperations(db: Database): Pick<Operations, 'addConsents' | 'withdrawConsents' | 'consentsOf'> {
  return {
    addConsents: (entries) => {
      const added = entries.reduce((sum, entry) => sum + addOne(db, entry), 0);
      return { added, duplicates: entries.length - added };
    },
    withdrawConsents: ({ number, use, atMs }) =>
      db.run(
        'UPDATE consents SET withdrawn_at = ? WHERE number = ? AND (? IS NULL OR use = ?) AND withdrawn_at IS NULL',
        Math.floor(atMs),
        number,
        use,
        use,
      ),
    consentsOf: (number) => consentsOf(db, number),
  };
}
