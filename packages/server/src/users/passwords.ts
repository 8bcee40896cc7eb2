/** Passwords as Argon2id hashes (RFC 9106), written as PHC strings that carry their own cost. */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface PasswordCost {
  /** Kibibytes. */
  memory: number;
  passes: number;
  parallelism: number;
}

/** OWASP, password storage: 19 MiB, two passes, one lane. */
export const PASSWORD_COST: PasswordCost = { memory: 19_456, passes: 2, parallelism: 1 };

const derive = promisify(argon2) as unknown as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;
const TAG_BYTES = 32;

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

export interface Passwords {
  hash(password: string): Promise<string>;
  /** `hash` null: as slow as with one, and false. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

export function createPasswords(cost: PasswordCost = PASSWORD_COST): Passwords {
  const hash = async (password: string): Promise<string> => {
    const nonce = randomBytes(16);
    const { memory, passes, parallelism } = cost;
    const tag = await derive('argon2id', {
      message: password.normalize('NFC'),
      nonce,
      memory,
      passes,
      parallelism,
      tagLength: TAG_BYTES,
    });
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
  };
  /** Compared with where there is no such user, so that nobody learns names from the time it takes. */
  const decoy = hash(base64(randomBytes(32)));
  decoy.catch(() => undefined);

  return {
    hash,
    async matches(password, stored) {
      const parts = PHC.exec(stored ?? (await decoy));
      if (parts === null) return false;
      const [, memory, passes, parallelism, nonce = '', tag = ''] = parts;
      const expected = Buffer.from(tag, 'base64');
      const found = await derive('argon2id', {
        message: password.normalize('NFC'),
        nonce: Buffer.from(nonce, 'base64'),
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
        tagLength: expected.byteLength,
      });
      return timingSafeEqual(found, expected) && stored !== null;
    },
  };
}
