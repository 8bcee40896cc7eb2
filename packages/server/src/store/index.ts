/** The store: its port, and SQLite as what is behind it. */
export type * from './port.ts';
export { openDirectStore } from './sqlite/direct-store.ts';
export { openSqliteStore } from './sqlite/thread-store.ts';
