/** The local operator: an administrator for programs on this machine, who shows a token that only this account can read. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UserId } from '@outdial/shared';
import type { Caller } from '../routes/types.ts';
import { hashToken, newToken } from './tokens.ts';

export const OPERATOR_NAME = 'local-operator';

export interface Operator {
  readonly tokenHash: string;
  readonly caller: Caller;
  /** Removes the file, unless another server has written its own there meanwhile. */
  remove(): void;
}

/** Makes a token for this life of the server and writes it to `file`, mode 0600; it is kept nowhere else. */
export function writeOperatorToken(file: string): Operator {
  const token = newToken();
  const tokenHash = hashToken(token);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Never through what stands there already: its mode, or where a link leads, may be another's choice.
  rmSync(file, { force: true });
  writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return {
    tokenHash,
    caller: {
      userId: OPERATOR_NAME as UserId,
      username: OPERATOR_NAME,
      name: 'Local operator',
      role: 'administrator',
      tokenHash,
      expiresAtMs: Number.MAX_SAFE_INTEGER,
    },
    remove() {
      try {
        if (hashToken(readFileSync(file, 'utf8').trim()) === tokenHash) rmSync(file, { force: true });
      } catch {
        // Gone already.
      }
    },
  };
}
