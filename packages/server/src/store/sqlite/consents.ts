/** The consent ledger in SQLite. */
import type { E164 } from '@outdial/shared';
import type { RecordedConsent } from '../port.ts';
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

export function consentOperations(db: Database): Pick<Operations, 'addConsents' | 'withdrawConsents' | 'consentsOf'> {
  return {
    addConsents: (entries) => {
      const sql =
        'INSERT INTO consents (number, use, given_at, expires_at, proof, recorded_at) VALUES (?, ?, ?, ?, ?, ?)';
      for (const { number, use, givenAtMs, expiresAtMs, proof, recordedAtMs } of entries) {
        const ends = expiresAtMs === null ? null : Math.floor(expiresAtMs);
        db.run(sql, number, use, Math.ceil(givenAtMs), ends, proof, Math.round(recordedAtMs));
        moveToConsentShelf(db, number);
        callableAgain(db, number, 'no-consent');
      }
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
