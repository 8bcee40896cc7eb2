/** What a store says when it cannot do what it was asked. */
import { ProblemError } from '@outdial/shared';

/** Why, for logs and `outdial doctor`. */
export const STORE_FAILURES = [
  'disk-full',
  'locked',
  'corrupt',
  'unreadable',
  'read-only',
  'thread-died',
  'closed',
  'fault',
] as const;
export type StoreFailure = (typeof STORE_FAILURES)[number];

/** Thrown when the disk is full, the file is locked, broken or gone, or the store's thread died. Nothing was changed. */
export class StoreFailedError extends ProblemError {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, detail: string, options?: ErrorOptions) {
    super('store-failed', detail, { failure }, options);
    this.name = 'StoreFailedError';
    this.failure = failure;
  }
}
