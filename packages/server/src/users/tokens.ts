/** Bearer tokens: opaque, 256 bits of chance; only their SHA-256 is ever kept. */
import { createHash, randomBytes } from 'node:crypto';

export const newToken = (): string => `odt_${randomBytes(32).toString('base64url')}`;

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A first password: 20 characters of an alphabet without look-alikes, some 115 bits. */
export function newPassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  let password = '';
  while (password.length < 20) {
    for (const byte of randomBytes(32)) {
      if (byte < alphabet.length * 4 && password.length < 20) password += alphabet[byte % alphabet.length];
    }
  }
  return password;
}
