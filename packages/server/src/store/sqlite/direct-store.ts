/** The in-thread twin: the same store without a thread, for tests and small tools. */
import { StoreFailedError } from '../errors.ts';
import type { Store } from '../port.ts';
import { openDatabase } from './database.ts';
import { type Carrier, storeOver } from './front.ts';
import { runGroup } from './group.ts';
import { createOperations } from './operations.ts';
import { unwireError } from './protocol.ts';

/** `:memory:` keeps nothing. Throws `StoreFailedError` where the file cannot be opened. */
export function openDirectStore(path: string): Store {
  const database = openDatabase(path);
  const operations = createOperations(database);
  let closed = false;
  const carrier: Carrier = {
    async send(operation, argument) {
      if (closed) throw new StoreFailedError('closed', 'the store is closed.');
      const [reply] = runGroup(database, operations, [{ id: 0, operation, argument }]);
      if (reply === undefined) throw new StoreFailedError('fault', 'no reply.');
      if (!reply.ok) throw unwireError(reply.error);
      return structuredClone(reply.value);
    },
    async close() {
      if (!closed) database.close();
      closed = true;
    },
  };
  return storeOver(carrier);
}
