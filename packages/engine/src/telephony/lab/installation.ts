/** Finds an Asterisk to run privately: the one told, the fetched one, or the machine's own; fetches one where none is. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AsteriskInstallation } from './configuration.ts';

const FETCH_TIMEOUT_MS = 300_000;
/** The same from `src` and from `dist`. */
const FETCH = new URL('../../../../../scripts/asterisk/fetch.sh', import.meta.url).pathname;
const OWN_MODULES = ['/usr/lib/x86_64-linux-gnu/asterisk/modules', '/usr/lib/asterisk/modules'];

/** Thrown where no Asterisk can be had; the message says why and what to do. */
export class NoAsteriskError extends Error {
  readonly code = 'no-asterisk';
  override name = 'NoAsteriskError';
}

/** `OUTDIAL_ASTERISK_ROOT`, or a folder in the user's cache. */
export function fetchedFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return process.env.OUTDIAL_ASTERISK_ROOT ?? join(cache, 'outdial', 'asterisk');
}

/** What is on this machine now; null: nothing. */
export function findAsterisk(): AsteriskInstallation | null {
  const root = fetchedFolder();
  if (existsSync(join(root, 'asterisk'))) {
    return {
      program: join(root, 'asterisk'),
      modules: join(root, 'usr/lib/x86_64-linux-gnu/asterisk/modules'),
      data: join(root, 'usr/share/asterisk'),
    };
  }
  const modules = OWN_MODULES.find((folder) => existsSync(folder));
  return modules !== undefined && existsSync('/usr/sbin/asterisk')
    ? { program: '/usr/sbin/asterisk', modules, data: '/usr/share/asterisk' }
    : null;
}

/** Throws {@link NoAsteriskError}. Takes half a minute the first time, milliseconds later. */
export async function obtainAsterisk(): Promise<AsteriskInstallation> {
  const found = findAsterisk();
  if (found !== null) return found;
  try {
    await promisify(execFile)(FETCH, [fetchedFolder()], { timeout: FETCH_TIMEOUT_MS });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new NoAsteriskError(said ?? `${FETCH} failed: ${String(error)}`, { cause: error });
  }
  const fetched = findAsterisk();
  if (fetched === null) throw new NoAsteriskError(`nothing was unpacked into ${fetchedFolder()}: remove it, try again`);
  return fetched;
}
