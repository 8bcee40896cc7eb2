/** What goes between the store's thread and its owner: requests and replies by id, and two words beside them. */
import { isProblemCode, ProblemError } from '@outdial/shared';
import { STORE_FAILURES, StoreFailedError, type StoreFailure } from '../errors.ts';
import type { OperationName } from './operations.ts';

export interface Request {
  id: number;
  operation: OperationName;
  argument: unknown;
}

/** An error as plain data: a problem of the caller's, or a failure of the store's. */
export type WireError =
  | { type: 'problem'; code: string; detail: string }
  | { type: 'failure'; failure: StoreFailure; detail: string };

export type Reply = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: WireError };

export type ToThread = { type: 'request'; request: Request } | { type: 'close' };

export type FromThread =
  /** The file is open. */
  | { type: 'ready' }
  | { type: 'not-ready'; error: WireError }
  | { type: 'replies'; replies: readonly Reply[] }
  | { type: 'closed' };

export function wireError(error: ProblemError): WireError {
  if (error instanceof StoreFailedError) return { type: 'failure', failure: error.failure, detail: error.message };
  return { type: 'problem', code: error.code, detail: error.message };
}

export function unwireError(error: WireError): ProblemError {
  switch (error.type) {
    case 'problem':
      return new ProblemError(isProblemCode(error.code) ? error.code : 'internal-error', error.detail);
    case 'failure':
      return new StoreFailedError(STORE_FAILURES.find((known) => known === error.failure) ?? 'fault', error.detail);
  }
}
