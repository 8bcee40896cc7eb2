/** Reads what the store and the carrier's ledger hold, from their files, past every API. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface StoredAttempt {
  attemptId: string;
  campaignId: string;
  contactId: string;
  outcome: string | null;
  liveEnd: string | null;
  state: string;
}

export interface LedgerEntry {
  attemptId: string;
  number: string;
}

/** The carrier's own list of the calls that it received; a line torn by a kill is left out. */
export function readLedgerFile(folder: string): LedgerEntry[] {
  return readFileSync(join(folder, 'carrier-ledger.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as LedgerEntry];
      } catch {
        return [];
      }
    });
}

export function query<Row>(folder: string, sql: string): Row[] {
  const database = new DatabaseSync(join(folder, 'outdial.sqlite'), { readOnly: true });
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}
