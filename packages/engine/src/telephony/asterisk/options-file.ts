/** The options of Asterisk, or of several, from a JSON file; the password from it, from a file beside it, or from the environment. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type AsteriskNode,
  AsteriskOptionsError,
  PASSWORD_VARIABLE,
  readAsteriskNodes,
  type WrittenAsteriskOptions,
} from './options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws {@link AsteriskOptionsError}. */
export function readAsteriskFile(file: string, environment: Environment): readonly AsteriskNode[] {
  const text = read(file, 'the options of Asterisk');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AsteriskOptionsError(`${file} is no JSON: ${wordsOf(cause)}`, { cause });
  }
  return readAsteriskNodes(value, (written) => passwordElsewhere(written, dirname(file), environment));
}

function passwordElsewhere({ passwordFile }: WrittenAsteriskOptions, folder: string, environment: Environment) {
  if (passwordFile === undefined) return environment[PASSWORD_VARIABLE] || null;
  const password = read(resolve(folder, passwordFile), 'the password of Asterisk').trim();
  if (password !== '') return password;
  throw new AsteriskOptionsError(`${resolve(folder, passwordFile)} is empty: write the password of ari.conf into it`);
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AsteriskOptionsError(`${what} cannot be read: ${wordsOf(cause)}`, { cause });
  }
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
