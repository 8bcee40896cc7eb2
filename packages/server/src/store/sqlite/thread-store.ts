/** SQLite in a thread of its own: a busy disk never holds up HTTP or the bus. */
import { Worker } from 'node:worker_threads';
import { StoreFailedError } from '../errors.ts';
import type { Store } from '../port.ts';
import { type Carrier, storeOver } from './front.ts';
import type { OperationName } from './operations.ts';
import { type FromThread, type ToThread, unwireError } from './protocol.ts';

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Compiled in production, under Node's type stripping in tests. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './thread-main.ts' : './thread-main.js', import.meta.url);

/** Opens (or creates) the file in a thread of its own. Rejects with `StoreFailedError` where it cannot be opened. */
export function openSqliteStore(path: string): Promise<Store> {
  // No conditions of the test runner's: the thread loads what is built, as it does in production.
  return storeOverThread(new Worker(THREAD, { workerData: path, execArgv: [] }));
}

/** When the thread dies, every pending call and every later one rejects with the cause. */
export async function storeOverThread(thread: Worker): Promise<Store> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let gone: StoreFailedError | null = null;
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();

  const failAll = (error: StoreFailedError): void => {
    gone ??= error;
    ready.reject(error);
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
    closed.resolve();
  };
  const say = (message: ToThread): void => thread.postMessage(message);

  thread.on('message', (message: FromThread) => {
    switch (message.type) {
      case 'ready':
        return ready.resolve();
      case 'not-ready':
        return ready.reject(unwireError(message.error));
      case 'replies':
        for (const reply of message.replies) {
          const waiting = pending.get(reply.id);
          pending.delete(reply.id);
          if (reply.ok) waiting?.resolve(reply.value);
          else waiting?.reject(unwireError(reply.error));
        }
        return;
      case 'closed':
        return failAll(new StoreFailedError('closed', 'the store is closed.'));
    }
  });
  thread.on('error', (cause) => {
    failAll(new StoreFailedError('thread-died', `the store's thread died: ${String(cause)}.`, { cause }));
  });
  thread.on('exit', (code) => failAll(new StoreFailedError('thread-died', `the store's thread ended with ${code}.`)));

  const carrier: Carrier = {
    send(operation: OperationName, argument: unknown) {
      if (gone !== null) return Promise.reject(gone);
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        say({ type: 'request', request: { id, operation, argument } });
      });
    },
    async close() {
      if (gone !== null) return;
      gone = new StoreFailedError('closed', 'the store is closed.');
      say({ type: 'close' });
      await closed.promise;
    },
  };
  await ready.promise;
  return storeOver(carrier);
}
