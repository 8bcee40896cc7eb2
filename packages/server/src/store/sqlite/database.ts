/** One SQLite file: opened, brought to the newest version, its statements prepared once, its errors given a code. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ProblemError } from '@outdial/shared';
import { StoreFailedError, type StoreFailure } from '../errors.ts';
import { MIGRATIONS } from './schema.ts';

export interface Database {
  /** How many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Rows are what the schema says: the one place where they are believed. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | null;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  exec(sql: string): void;
  /** A transaction; one that is not durable survives the process, and the machine's loss of power only with the next durable one. */
  begin(durable: boolean): void;
  /** False where an error (a full disk, say) has rolled the transaction back by itself. */
  inTransaction(): boolean;
  close(): void;
}

/** A reader that holds the file for longer than this makes a write fail as `locked`. */
const BUSY_TIMEOUT_MS = 2_000;

/** Creates the file where there is none. Throws `StoreFailedError`. */
export function openDatabase(path: string): Database {
  const database = failing(`opening ${path}`, () => new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS }));
  try {
    failing(`opening ${path}`, () => {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      database.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;');
      migrate(database, path);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  return wrap(database);
}

function migrate(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > MIGRATIONS.length) {
    const detail = `${path} was written by a newer version of Outdial (schema ${version}, this one knows ${MIGRATIONS.length}): run that version.`;
    throw new StoreFailedError('unreadable', detail);
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

function wrap(database: DatabaseSync): Database {
  let awaitsDisk = true;
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const fresh = database.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  };
  return {
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    get: <Row>(sql: string, ...values: SQLInputValue[]) => (statement(sql).get(...values) as Row | undefined) ?? null,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[],
    exec: (sql) => database.exec(sql),
    begin: (durable) => {
      if (durable !== awaitsDisk) database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      awaitsDisk = durable;
      // Immediate: one that began by reading could not wait for the log to be started anew.
      database.exec('BEGIN IMMEDIATE');
    },
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
}

/** SQLite's primary result codes (sqlite.org/rescode.html) in our words. */
const FAILURES: Readonly<Record<number, readonly [StoreFailure, string]>> = {
  5: ['locked', 'another process holds the file; end it, or give this one its own data directory'],
  6: ['locked', 'another process holds the file; end it, or give this one its own data directory'],
  8: ['read-only', 'the file or its directory cannot be written; check its owner and the mount'],
  10: ['unreadable', 'the disk reported an error; check the disk'],
  11: ['corrupt', 'the file is damaged; put a backup in its place'],
  13: ['disk-full', 'the disk is full; free some space'],
  14: ['unreadable', 'the file cannot be opened; check that its directory exists and is yours'],
  26: ['corrupt', 'the file is no SQLite database; move it away or put a backup in its place'],
};

/** Any error as what the callers of a store expect; problems (an unknown campaign) pass. */
export function asStoreError(error: unknown, doing: string): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : -1;
  const [failure, remedy] = FAILURES[code] ?? ['fault', 'this is a fault of ours'];
  const said = error instanceof Error ? error.message : String(error);
  return new StoreFailedError(failure, `${doing}: ${said}: ${remedy}.`, { cause: error });
}

function failing<Result>(doing: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw asStoreError(error, doing);
  }
}
