/** The store's thread: drains what has come, carries it out as one group, answers all, and goes back to listening. */
import { type MessagePort, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import { asStoreError, openDatabase } from './database.ts';
import { GROUP_LIMIT, runGroup } from './group.ts';
import { createOperations } from './operations.ts';
import { type FromThread, type Request, type ToThread, wireError } from './protocol.ts';

const CHECKPOINTS = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-main.ts' : './checkpoint-main.js',
  import.meta.url,
);
/** Only where the thread that makes checkpoints is gone does the log grow so long; then this one makes them. */
const LOG_AT_MOST_PAGES = 32_000;

/** Asks nothing of anybody: where it cannot start, or dies, the store goes on, and closes without it. */
function startCheckpoints(path: string): { stop(done: () => void): void } {
  const thread = new Worker(CHECKPOINTS, { workerData: path, execArgv: [] });
  let gone = false;
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    gone = true;
  });
  thread.unref();
  return {
    stop: (done) => {
      if (gone) return done();
      thread.ref();
      thread.once('exit', done);
      thread.postMessage('close');
    },
  };
}

function serve(port: MessagePort, path: string): void {
  const say = (message: FromThread): void => port.postMessage(message);
  const database = openDatabase(path);
  database.exec(`PRAGMA wal_autocheckpoint = ${LOG_AT_MOST_PAGES}`);
  const checkpoints = startCheckpoints(path);
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
    checkpoints.stop(() => {
      database.close();
      say({ type: 'closed' });
      port.close();
    });
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
