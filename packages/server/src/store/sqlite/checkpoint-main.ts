/**
 * Copies what was committed from the write-ahead log into the file, from a thread and a connection of its own: whoever
 * waits for a commit does not wait for that. The log starts anew once it is long, which holds writers up for an instant.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 500;
/** Of 4 KiB: from here on the log starts from its beginning again. */
const LONG_PAGES = 16_000;

if (parentPort !== null) {
  const port = parentPort;
  const database = new DatabaseSync(String(workerData), { timeout: 50 });
  const timer = setInterval(() => {
    try {
      const done = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
      if (Number(done?.log ?? 0) > LONG_PAGES) database.exec('PRAGMA wal_checkpoint(RESTART)');
    } catch {
      // Busy, or the disk is full: the next one, or the store's own when the log grows too long, tells.
    }
  }, EVERY_MS);
  port.on('message', () => {
    clearInterval(timer);
    database.close();
    port.close();
  });
}
