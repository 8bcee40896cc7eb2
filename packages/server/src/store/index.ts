/** The store: its port, its errors, and SQLite as what is behind it. */
export { STORE_FAILURES, StoreFailedError, type StoreFailure } from './errors.ts';
export type * from './port.ts';
export { openDirectStore } from './sqlite/direct-store.ts';
export { openSqliteStore } from './sqlite/thread-store.ts';
