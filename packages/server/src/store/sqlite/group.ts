/**
 * Group commit: requests that came together are carried out in one transaction, each behind a savepoint of its own, and
 * all are answered after the one commit; a disk that takes 400 commits a second then takes thousands of requests.
 */
import type { ProblemError } from '@outdial/shared';
import { asStoreError, type Database } from './database.ts';
import { NOT_AWAITED, type Operations } from './operations.ts';
import { type Reply, type Request, wireError } from './protocol.ts';

/** So many share one transaction at most: none waits long for the others. */
export const GROUP_LIMIT = 256;

export function runGroup(db: Database, operations: Operations, requests: readonly Request[]): Reply[] {
  let replies: Reply[] = [];
  const failAll = (error: unknown): void => {
    const told = wireError(asStoreError(error, 'writing to the store'));
    replies = replies.map((reply) => ({ id: reply.id, ok: false, error: told }));
  };
  const durable = requests.some(({ operation }) => !NOT_AWAITED.has(operation));
  for (const request of requests) {
    try {
      if (!db.inTransaction()) db.begin(durable);
    } catch (error) {
      replies.push(failed(request, error));
      continue;
    }
    const reply = runOne(db, operations, request);
    replies.push(reply.reply);
    // SQLite has undone the whole transaction by itself: what came before this request is gone with it.
    if (reply.error !== null && !db.inTransaction()) failAll(reply.error);
  }
  try {
    if (db.inTransaction()) db.exec('COMMIT');
  } catch (error) {
    failAll(error);
    if (db.inTransaction()) db.exec('ROLLBACK');
  }
  return replies;
}

function runOne(db: Database, operations: Operations, request: Request): { reply: Reply; error: unknown } {
  try {
    db.exec('SAVEPOINT one');
    const value = operate(operations, request);
    db.exec('RELEASE one');
    return { reply: { id: request.id, ok: true, value }, error: null };
  } catch (error) {
    if (db.inTransaction()) db.exec('ROLLBACK TO one; RELEASE one');
    return { reply: failed(request, error), error };
  }
}

/** The port types both ends of the wire; in between stands plain data. */
function operate(operations: Operations, request: Request): unknown {
  const operation = operations[request.operation] as (argument: unknown) => unknown;
  return operation(request.argument);
}

function failed(request: Request, error: unknown): Reply {
  const problem: ProblemError = asStoreError(error, `store operation ${request.operation}`);
  return { id: request.id, ok: false, error: wireError(problem) };
}
