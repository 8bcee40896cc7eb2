/** Who may log in to the demo: made once, with random passwords, kept in a file that only its owner can read. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { FIRST_NAMES, LAST_NAMES } from './names.ts';

export const DEMO_AGENTS = 24;
const DEMO_PERSON = 'demo';

const zLogIn = z.object({ username: z.string(), name: z.string(), password: z.string() });
export type DemoLogIn = z.infer<typeof zLogIn>;

const zCredentials = z.object({
  /** For whoever tries the demo: an agent of every campaign, and a supervisor. */
  person: zLogIn,
  agents: z.array(zLogIn).length(DEMO_AGENTS),
});
export type DemoCredentials = z.infer<typeof zCredentials>;

const password = (): string => randomBytes(12).toString('base64url');

function newCredentials(): DemoCredentials {
  const agents = Array.from({ length: DEMO_AGENTS }, (_, i) => ({
    username: `sim-${String(i + 1).padStart(2, '0')}`,
    name: `${FIRST_NAMES[(i * 3) % FIRST_NAMES.length]} ${LAST_NAMES[(i * 7) % LAST_NAMES.length]}`,
    password: password(),
  }));
  return { person: { username: DEMO_PERSON, name: 'You', password: password() }, agents };
}

/** Reads the file, or makes it. `made`: users who exist already must get these passwords. */
export async function demoCredentials(file: string): Promise<{ credentials: DemoCredentials; made: boolean }> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) {
    try {
      await chmod(file, 0o600);
      return { credentials: zCredentials.parse(JSON.parse(text)), made: false };
    } catch {
      // Not what we wrote: made anew below, and the users' passwords are set to it.
    }
  }
  const credentials = newCredentials();
  await writeFile(`${file}.part`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.part`, file);
  return { credentials, made: true };
}
