/** Users, their passwords and their tokens: who may come in, as whom, for how long. */
import { type Clock, type IdSource, ProblemError, type Role, type User, type UserId } from '@outdial/shared';
import type { Caller } from '../routes/types.ts';
import type { Store, StoredUser } from '../store/port.ts';
import { OPERATOR_NAME, type Operator } from './operator.ts';
import type { Passwords } from './passwords.ts';
import { hashToken, newPassword, newToken } from './tokens.ts';

export const TOKEN_LIFE_MS = 12 * 3_600_000;
const SWEEP_MS = 3_600_000;

export interface AccountsOptions {
  store: Store;
  clock: Clock;
  ids: IdSource;
  passwords: Passwords;
  operator?: Operator | undefined;
}

export interface NewUser {
  username: string;
  name: string;
  role: Role;
  password: string;
}

/** Whose tokens ended: one token, or (`tokenHash` null) all of the user's. */
export type SessionEndListener = (ended: { userId: UserId; tokenHash: string | null }) => void;

const publicUser = ({ id, username, name, role, locked }: StoredUser): User => ({ id, username, name, role, locked });

export class Accounts {
  readonly #options: AccountsOptions;
  readonly #listeners = new Set<SessionEndListener>();
  #sweptAtMs = 0;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  /** Throws `wrong-credentials` (the same for an unknown name and a wrong password) or `user-locked`. */
  async logIn(username: string, password: string): Promise<{ token: string; user: User; expiresAtMs: number }> {
    const { store, clock, passwords } = this.#options;
    const user = await store.userByName(username.toLowerCase());
    const wrong = () => new ProblemError('wrong-credentials', 'There is no user with this name and this password.');
    if (!(await passwords.matches(password, user?.passwordHash ?? null)) || user === null) throw wrong();
    if (user.locked) throw new ProblemError('user-locked', `The user ${user.username} is locked.`);
    const token = newToken();
    const nowMs = clock.nowMs();
    const expiresAtMs = nowMs + TOKEN_LIFE_MS;
    const { id: userId, passwordHash } = user;
    const stored = { tokenHash: hashToken(token), userId, createdAtMs: nowMs, expiresAtMs };
    // A password takes a while to check: meanwhile it may have been reset, or the user locked.
    if (!(await store.addToken({ ...stored, passwordHash }))) throw wrong();
    if (nowMs - this.#sweptAtMs > SWEEP_MS) {
      this.#sweptAtMs = nowMs;
      await store.removeExpiredTokens(nowMs);
    }
    return { token, user: publicUser(user), expiresAtMs };
  }

  /** Null where the token is unknown, has expired, or belongs to a locked user. */
  async callerOf(token: string): Promise<Caller | null> {
    const { store, clock, operator } = this.#options;
    const tokenHash = hashToken(token);
    if (operator?.tokenHash === tokenHash) return operator.caller;
    const found = await store.userOfToken({ tokenHash, nowMs: clock.nowMs() });
    if (found === null || found.user.locked) return null;
    const { id, username, name, role } = found.user;
    return { userId: id, username, name, role, tokenHash, expiresAtMs: found.expiresAtMs };
  }

  async logOut(caller: Caller): Promise<void> {
    await this.#options.store.removeToken(caller.tokenHash);
    this.#tell({ userId: caller.userId, tokenHash: caller.tokenHash });
  }

  async users(): Promise<User[]> {
    return (await this.#options.store.users()).map(publicUser);
  }

  async userById(userId: UserId): Promise<User> {
    const user = await this.#options.store.userById(userId);
    if (user === null) throw new ProblemError('unknown-user', `There is no user ${userId}.`);
    return publicUser(user);
  }

  async create({ username, name, role, password }: NewUser): Promise<User> {
    const { store, clock, ids, passwords } = this.#options;
    const user: StoredUser = {
      id: ids<UserId>(),
      username,
      name,
      role,
      passwordHash: await passwords.hash(password),
      locked: false,
      createdAtMs: clock.nowMs(),
    };
    if (username === OPERATOR_NAME || !(await store.createUser(user))) {
      throw new ProblemError('user-exists', `The name ${username} is taken.`);
    }
    return publicUser(user);
  }

  async setPassword(userId: UserId, password: string): Promise<void> {
    const { store, passwords } = this.#options;
    await this.userById(userId);
    await store.setPassword({ userId, passwordHash: await passwords.hash(password) });
    this.#tell({ userId, tokenHash: null });
  }

  async setLocked(userId: UserId, locked: boolean): Promise<User> {
    const user = await this.userById(userId);
    await this.#options.store.setLocked({ userId, locked });
    this.#tell({ userId, tokenHash: null });
    return { ...user, locked };
  }

  /** On an empty store: an administrator with a password of chance, told to `onMade` alone. */
  async ensureAdministrator(onMade: (made: { username: string; password: string }) => void): Promise<void> {
    if ((await this.#options.store.users()).length > 0) return;
    const username = 'admin';
    const password = newPassword();
    await this.create({ username, name: 'Administrator', role: 'administrator', password });
    onMade({ username, password });
  }

  onSessionEnd(listener: SessionEndListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(ended: { userId: UserId; tokenHash: string | null }): void {
    for (const listener of this.#listeners) listener(ended);
  }
}
