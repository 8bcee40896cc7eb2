/** Users, their tokens, and the audit trail. */
import type { Role, UserId } from '@outdial/shared';

export interface StoredUser {
  id: UserId;
  username: string;
  name: string;
  role: Role;
  passwordHash: string;
  locked: boolean;
  createdAtMs: number;
}

interface StoredToken {
  /** SHA-256 of the token, in hexadecimal; the token itself is never stored. */
  tokenHash: string;
  userId: UserId;
  createdAtMs: number;
  expiresAtMs: number;
}

export interface UserStore {
  /** False where a user of this name exists. */
  createUser(user: StoredUser): Promise<boolean>;
  userById(userId: UserId): Promise<StoredUser | null>;
  userByName(username: string): Promise<StoredUser | null>;
  /** By name. */
  users(): Promise<StoredUser[]>;
  /** The user's tokens end. False where there is no such user. */
  setPassword(change: { userId: UserId; passwordHash: string }): Promise<boolean>;
  /** The user's tokens end. False where there is no such user. */
  setLocked(change: { userId: UserId; locked: boolean }): Promise<boolean>;
  /** False where the user is locked by now, or has another password than the one that was asked for. */
  addToken(token: StoredToken & { passwordHash: string }): Promise<boolean>;
  /** Null where the token is unknown or has expired. */
  userOfToken(token: { tokenHash: string; nowMs: number }): Promise<{ user: StoredUser; expiresAtMs: number } | null>;
  removeToken(tokenHash: string): Promise<void>;
  /** How many were removed. */
  removeExpiredTokens(nowMs: number): Promise<number>;
}

interface AuditEntry {
  atMs: number;
  actor: string;
  act: string;
  subject: string;
  detail: string;
}

export interface AuditStore {
  /** The entry's number; they count up. */
  appendAudit(entry: AuditEntry): Promise<number>;
  /** Newest first; `after` is the number of the last entry seen. */
  audit(page: { limit: number; after?: number }): Promise<(AuditEntry & { id: number })[]>;
}
