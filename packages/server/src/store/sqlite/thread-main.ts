/** The store's thread: drains what has come, carries it out as one group, answers all, and goes back to listening. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { asStoreError, openDatabase } from './database.ts';
import { GROUP_LIMIT, runGroup } from './group.ts';
import { createOperations } from './operations.ts';
import { type FromThread, type Request, type ToThread, wireError } from './protocol.ts';

function serve(port: MessagePort, path: string): void {
  const say = (message: FromThread): void => port.postMessage(message);
  const database = openDatabase(path);
  const operations = createOperations(database);

  port.on('message', (first: ToThread) => {
    const requests: Request[] = [];
    let closing = false;
    let next: ToThread | undefined = first;
    while (next !== undefined) {
      switch (next.type) {
        case 'request':
          requests.push(next.request);
          break;
        case 'close':
          closing = true;
      }
      next = closing || requests.length >= GROUP_LIMIT ? undefined : receiveMessageOnPort(port)?.message;
    }
    if (requests.length > 0) say({ type: 'replies', replies: runGroup(database, operations, requests) });
    if (!closing) return;
    database.close();
    say({ type: 'closed' });
    port.close();
  });
  say({ type: 'ready' });
}

if (parentPort !== null) {
  try {
    serve(parentPort, String(workerData));
  } catch (error) {
    parentPort.postMessage({ type: 'not-ready', error: wireError(asStoreError(error, 'opening the store')) });
    parentPort.close();
  }
}
