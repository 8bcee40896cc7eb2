/** What a manager writes, as a port; behind it lowdb and one readable JSON file, replaced whole at every change. */
import { existsSync } from 'node:fs';
import { type Configuration, zConfiguration } from '@outdial/shared';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import { fieldErrors } from '../middleware/problems.ts';
import { completePacks } from '../rules/complete-packs.ts';
import { broughtForward } from './bring-forward.ts';

/** Thrown when the configuration file is there and is none; it is left as it is. */
export class BrokenConfigurationError extends Error {
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`${file} is no configuration: ${why}. Correct it, or move it away to start with an empty one.`, options);
    this.name = 'BrokenConfigurationError';
    this.file = file;
  }
}

export interface ConfigStore {
  current(): Configuration;
  /** Durable (by rename) once it resolves; on a failure nothing has changed. */
  replace(next: Configuration): Promise<void>;
}

/** Campaigns' run states are the store's, not the file's. */
const withoutStates = (configuration: Configuration): unknown => ({
  ...configuration,
  campaigns: configuration.campaigns.map(({ state: _, ...campaign }) => campaign),
});

/** The first field of `raw` that the schema does not know: a typing slip that would be lost at the next change. */
function unknownField(raw: unknown, parsed: unknown, path = ''): string | null {
  if (typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) return null;
  for (const [key, value] of Object.entries(raw)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(parsed, key)) return here;
    const found = unknownField(value, (parsed as Record<string, unknown>)[key], here);
    if (found !== null) return found;
  }
  return null;
}

function validated(file: string, raw: unknown): Configuration {
  const read = completePacks(broughtForward(raw));
  const parsed = zConfiguration.safeParse(read);
  if (!parsed.success) {
    const told = fieldErrors(parsed.error)
      .slice(0, 5)
      .map(({ field, message }) => `${field}: ${message}`)
      .join('; ');
    throw new BrokenConfigurationError(file, told);
  }
  const unknown = unknownField(read, parsed.data);
  if (unknown !== null) throw new BrokenConfigurationError(file, `${unknown}: there is no such field`);
  return parsed.data;
}

/** Reads `file`, or writes `initial` there where it does not exist. Throws BrokenConfigurationError. */
export async function openConfigStore(file: string, initial: Configuration): Promise<ConfigStore> {
  const adapter = new JSONFile<unknown>(file);
  const db = new Low<unknown>(adapter, withoutStates(initial));
  let current = initial;
  if (existsSync(file)) {
    let raw: unknown;
    try {
      raw = await adapter.read();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new BrokenConfigurationError(file, why, { cause });
    }
    current = validated(file, raw);
  } else {
    await db.write();
  }
  return {
    current: () => current,
    async replace(next) {
      const before = db.data;
      db.data = withoutStates(next);
      try {
        await db.write();
      } catch (error) {
        db.data = before;
        throw error;
      }
      current = next;
    },
  };
}
