/** Follows the agent's event stream for as long as the client lives: reconnects, says where it stopped, notices silence. */
import { ApiError, type Clock, every, type StreamEvent } from '@outdial/shared';
import type { BackOff } from './back-off.ts';
import { isLoggedOff, type Session } from './session.ts';
import { pause } from './within.ts';

/** How the client stands to the server. */
export type Link =
  | { readonly kind: 'closed' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly tries: number; readonly retryInMs: number; readonly error: Error }
  /** The server knows neither the token nor the password any more, or the user is locked. */
  | { readonly kind: 'logged-off'; readonly error: Error };

export interface FollowOptions {
  session: Session;
  clock: Clock;
  backOff: BackOff;
  signal: AbortSignal;
  onLink(link: Link): void;
  onEvent(event: StreamEvent): void;
  /** Asks the server for the view; called at every connection and after `silenceMs` without an event. */
  refresh(): Promise<unknown>;
  silenceMs?: number;
}

const SHUT_OUT: readonly string[] = ['not-logged-in', 'wrong-credentials', 'user-locked'];
const isShutOut = (error: unknown): boolean => error instanceof ApiError && SHUT_OUT.includes(error.code);

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

export async function followEvents(options: FollowOptions): Promise<void> {
  const { session, clock, backOff, signal, onLink } = options;
  const silenceMs = options.silenceMs ?? 15_000;
  let lastEventId: string | undefined;
  let tries = 0;

  /** Reads one connection to its end; throws why it broke. */
  async function readOnce(): Promise<void> {
    const client = await session.client();
    const connection = new AbortController();
    const abort = (): void => connection.abort();
    signal.addEventListener('abort', abort);
    let heardAtMs = clock.nowMs();
    let silent: Error | null = null;
    let open = false;
    const heard = (): void => {
      heardAtMs = clock.nowMs();
      if (open) return;
      open = true;
      tries = 0;
      backOff.reset();
      onLink({ kind: 'open' });
    };
    let asking = false;
    const check = (): void => {
      if (asking) return;
      asking = true;
      options.refresh().then(
        () => {
          asking = false;
          if (!connection.signal.aborted) heard();
        },
        (cause: unknown) => {
          silent = asError(cause);
          connection.abort();
        },
      );
    };
    const watch = every(clock, silenceMs / 3, () => {
      if (clock.nowMs() - heardAtMs >= silenceMs) check();
    });
    try {
      const request = { signal: connection.signal, ...(lastEventId === undefined ? {} : { lastEventId }) };
      const events = client.stream('agentEvents', request);
      check();
      for await (const event of events) {
        heard();
        lastEventId = event.id ?? lastEventId;
        options.onEvent(event);
      }
    } catch (cause) {
      if (isLoggedOff(cause) && session.renew(client)) return;
      throw silent ?? cause;
    } finally {
      watch.cancel();
      signal.removeEventListener('abort', abort);
      connection.abort();
    }
    if (silent !== null) throw silent;
  }

  onLink({ kind: 'connecting' });
  while (!signal.aborted) {
    let error = new Error('The server ended the event stream.');
    try {
      await readOnce();
    } catch (cause) {
      error = asError(cause);
      if (isShutOut(cause)) {
        onLink({ kind: 'logged-off', error });
        return;
      }
    }
    if (signal.aborted) break;
    tries += 1;
    const retryInMs = backOff.nextMs();
    onLink({ kind: 'lost', tries, retryInMs, error });
    await pause(clock, retryInMs, signal);
  }
  onLink({ kind: 'closed' });
}
