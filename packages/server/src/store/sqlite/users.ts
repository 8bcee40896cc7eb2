/** Users, tokens and audit in SQLite. */
import type { Role, UserId } from '@outdial/shared';
import type { StoredUser } from '../port.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

interface UserRow {
  id: string;
  username: string;
  name: string;
  role: string;
  password_hash: string;
  locked: number;
  created_at: number;
}

const asUser = (row: UserRow): StoredUser => ({
  id: row.id as UserId,
  username: row.username,
  name: row.name,
  role: row.role as Role,
  passwordHash: row.password_hash,
  locked: row.locked === 1,
  createdAtMs: row.created_at,
});

const maybeUser = (row: UserRow | null): StoredUser | null => (row === null ? null : asUser(row));

type UserOperations = Pick<
  Operations,
  | 'createUser'
  | 'userById'
  | 'userByName'
  | 'users'
  | 'setPassword'
  | 'setLocked'
  | 'addToken'
  | 'userOfToken'
  | 'removeToken'
  | 'removeExpiredTokens'
  | 'appendAudit'
  | 'audit'
>;

export function userOperations(db: Database): UserOperations {
  const endTokens = (userId: UserId): number => db.run('DELETE FROM tokens WHERE user_id = ?', userId);
  return {
    createUser: (user) =>
      db.run(
        'INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING',
        user.id,
        user.username,
        user.name,
        user.role,
        user.passwordHash,
        user.locked ? 1 : 0,
        user.createdAtMs,
      ) === 1,
    userById: (userId) => maybeUser(db.get<UserRow>('SELECT * FROM users WHERE id = ?', userId)),
    userByName: (username) => maybeUser(db.get<UserRow>('SELECT * FROM users WHERE username = ?', username)),
    users: () => db.all<UserRow>('SELECT * FROM users ORDER BY username').map(asUser),
    setPassword: ({ userId, passwordHash }) => {
      endTokens(userId);
      return db.run('UPDATE users SET password_hash = ? WHERE id = ?', passwordHash, userId) === 1;
    },
    setLocked: ({ userId, locked }) => {
      endTokens(userId);
      return db.run('UPDATE users SET locked = ? WHERE id = ?', locked ? 1 : 0, userId) === 1;
    },
    addToken: (token) => {
      const { tokenHash, userId, createdAtMs, expiresAtMs, passwordHash } = token;
      const sql = 'INSERT INTO tokens SELECT ?, id, ?, ? FROM users WHERE id = ? AND password_hash = ? AND locked = 0';
      return db.run(sql, tokenHash, createdAtMs, expiresAtMs, userId, passwordHash) === 1;
    },
    userOfToken: ({ tokenHash, nowMs }) => {
      const row = db.get<UserRow & { expires_at: number }>(
        'SELECT users.*, expires_at FROM tokens JOIN users ON users.id = user_id WHERE hash = ? AND expires_at > ?',
        tokenHash,
        nowMs,
      );
      return row === null ? null : { user: asUser(row), expiresAtMs: row.expires_at };
    },
    removeToken: (tokenHash) => {
      db.run('DELETE FROM tokens WHERE hash = ?', tokenHash);
    },
    removeExpiredTokens: (nowMs) => db.run('DELETE FROM tokens WHERE expires_at <= ?', nowMs),
    appendAudit: ({ atMs, actor, act, subject, detail }) => {
      const sql = 'INSERT INTO audit (at, actor, act, subject, detail) VALUES (?, ?, ?, ?, ?) RETURNING id';
      return db.get<{ id: number }>(sql, atMs, actor, act, subject, detail)?.id ?? 0;
    },
    audit: ({ limit, after }) =>
      db.all(
        'SELECT id, at AS atMs, actor, act, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?',
        after ?? Number.MAX_SAFE_INTEGER,
        limit,
      ),
  };
}
