/** A request that is never answered must not hang its caller: it fails as unreachable after a time. */
import { ApiError, type Clock } from '@outdial/shared';

export const ANSWER_WITHIN_MS = 10_000;

/** `work`, or, where it takes longer than `limitMs`, an ApiError with the code `unreachable`. */
export function within<T>(clock: Clock, limitMs: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.after(limitMs, () =>
      reject(
        new ApiError('unreachable', 0, `No answer to ${what} within ${limitMs / 1_000} s. The server may hang.`, null),
      ),
    );
    work.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (cause: unknown) => {
        timer.cancel();
        reject(cause);
      },
    );
  });
}

/** Resolves `delayMs` from now, or as soon as `signal` is aborted. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = clock.after(delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}
