/** Who this client is to the server: a token that was given, or one got with name and password and renewed when it ends. */
import { ApiError, type Client, type Clock, createClient } from '@outdial/shared';
import { ANSWER_WITHIN_MS, within } from './within.ts';

interface Credentials {
  username: string;
  password: string;
}

export interface SessionOptions {
  baseUrl: string;
  clock: Clock;
  /** A token got elsewhere; without `credentials` it is not renewed. */
  token?: string;
  credentials?: Credentials;
  fetch?: typeof fetch;
}

export interface Session {
  /** Runs `act` with a logged-in client; where the server no longer knows the token, logs in once more and tries again. */
  run<T>(what: string, act: (client: Client) => Promise<T>): Promise<T>;
  /** The logged-in client, for streams. */
  client(): Promise<Client>;
  /** Forgets the token that `client` carried, so that the next call logs in again; false where that cannot be done. */
  renew(client: Client): boolean;
  /** Gives the token back to the server. */
  end(): Promise<void>;
}

/** True where the server does not (or no longer) know the token. */
export const isLoggedOff = (error: unknown): boolean => error instanceof ApiError && error.code === 'not-logged-in';

export function createSession(options: SessionOptions): Session {
  const { clock, credentials } = options;
  const anonymous = createClient({
    baseUrl: options.baseUrl,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  let current: Promise<Client> | null =
    options.token === undefined ? null : Promise.resolve(anonymous.withToken(options.token));
  let settled: Client | null = null;

  async function logIn(): Promise<Client> {
    if (credentials === undefined) {
      throw new ApiError('not-logged-in', 401, 'No token and no user name: log in with one of them.', null);
    }
    const answer = await within(
      clock,
      ANSWER_WITHIN_MS,
      'the log-in',
      anonymous.call('logIn', { body: { username: credentials.username, password: credentials.password } }),
    );
    return anonymous.withToken(answer.token);
  }

  async function client(): Promise<Client> {
    current ??= logIn();
    const asked = current;
    try {
      settled = await asked;
      return settled;
    } catch (cause) {
      if (current === asked) current = null;
      throw cause;
    }
  }

  function renew(used: Client): boolean {
    if (settled === used) current = null;
    return credentials !== undefined;
  }

  return {
    client,
    renew,
    async run(what, act) {
      const used = await client();
      try {
        return await within(clock, ANSWER_WITHIN_MS, what, act(used));
      } catch (cause) {
        if (!isLoggedOff(cause) || !renew(used)) throw cause;
        return await within(clock, ANSWER_WITHIN_MS, what, act(await client()));
      }
    },
    async end() {
      if (current === null) return;
      const used = await current;
      current = null;
      await within(clock, ANSWER_WITHIN_MS, 'the log-out', used.call('logOut'));
    },
  };
}
