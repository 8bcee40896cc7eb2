import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROLES, ROUTES, type Role, type RouteName, roleIncludes } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, CHEAP, openBench, PASSWORD, problemOf, reader } from '../testing/bench.ts';
import { TOKEN_LIFE_MS } from './accounts.ts';
import { writeOperatorToken } from './operator.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { newPassword, newToken } from './tokens.ts';

/** Counts the comparisons, each of which costs one Argon2id. */
function counting(): Passwords & { compared: (string | null)[] } {
  const passwords = createPasswords(CHEAP);
  const compared: (string | null)[] = [];
  return {
    compared,
    hash: passwords.hash,
    matches(password, hash) {
      compared.push(hash);
      return passwords.matches(password, hash);
    },
  };
}

let bench: Bench;
const passwords = counting();
beforeEach(async () => {
  bench = await openBench({ parts: { passwords } });
});
afterEach(() => bench.close());

const logIn = (username: string, password: string) => bench.anonymous.call('logIn', { body: { username, password } });

describe('logging in', () => {
  it('gives a token of 256 bits for twelve hours; the store keeps its hash alone', async () => {
    const session = await logIn('anna', PASSWORD);
    expect(session.token).toMatch(/^odt_[\w-]{43}$/);
    expect(session.expiresAtMs).toBe(bench.clock.nowMs() + 12 * 3_600_000);
    const stored = readFileSync(join(bench.folder, 'store.sqlite'));
    const log = readFileSync(join(bench.folder, 'store.sqlite-wal'));
    expect(Buffer.concat([stored, log]).includes(session.token)).toBe(false);
    expect(Buffer.concat([stored, log]).includes(PASSWORD)).toBe(false);
    const client = bench.anonymous.withToken(session.token);
    expect(await client.call('me')).toEqual(bench.agent.user);
    bench.clock.advance(TOKEN_LIFE_MS);
    expect((await problemOf(client.call('me'))).code).toBe('not-logged-in');
  });

  it('answers an unknown user and a wrong password alike, after the same work', async () => {
    passwords.compared.length = 0;
    const unknown = await problemOf(logIn('nobody', PASSWORD));
    const wrong = await problemOf(logIn('anna', 'not the password'));
    expect(unknown.problem).toEqual(wrong.problem);
    expect(unknown.code).toBe('wrong-credentials');
    expect(passwords.compared).toEqual([null, expect.stringContaining('$argon2id$')]);
    // Null is compared with a decoy of the same cost, and is never a match.
    const slow = createPasswords({ memory: 16, passes: 2, parallelism: 1 });
    expect(await slow.matches(PASSWORD, null)).toBe(false);
    expect(await slow.matches(PASSWORD, await createPasswords(CHEAP).hash(PASSWORD))).toBe(true);
    expect(await slow.matches(PASSWORD, 'no hash at all')).toBe(false);
  });

  it('slows down guessing, by user name with address; others and the next minute are not touched', async () => {
    const guarded = await openBench({
      app: { logInLimits: { windowMs: 60_000, perUserAndAddress: 3, perAddress: 100, perUser: 50 } },
    });
    const guess = (username: string, password: string) =>
      problemOf(guarded.anonymous.call('logIn', { body: { username, password } }));
    for (let i = 0; i < 3; i++) expect((await guess('anna', 'wrong')).code).toBe('wrong-credentials');
    const refused = await guess('anna', PASSWORD);
    expect(refused).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect(refused.problem?.retryAfterS).toBeGreaterThan(0);
    expect(
      (await guarded.anonymous.call('logIn', { body: { username: 'sam', password: PASSWORD } })).token,
    ).toBeTruthy();
    await guarded.close();
  });

  it('does not count log-ins that succeed: a whole shift comes in at once', async () => {
    const guarded = await openBench({
      app: { logInLimits: { windowMs: 60_000, perUserAndAddress: 2, perAddress: 3, perUser: 3 } },
    });
    for (let i = 0; i < 8; i++) {
      await guarded.anonymous.call('logIn', { body: { username: 'anna', password: PASSWORD } });
    }
    await guarded.close();
  });
});

describe('roles', () => {
  it('GT-1: each role includes the one before, on every route of the table', async () => {
    const seats = {
      agent: bench.agent,
      supervisor: bench.supervisor,
      'campaign-manager': bench.manager,
      administrator: bench.administrator,
    } satisfies Record<Role, unknown>;
    for (const name of Object.keys(ROUTES) as RouteName[]) {
      const route: { role: Role | null; method: string; path: string } = ROUTES[name];
      // These would end the sessions that the loop asks with.
      if (route.role === null || name === 'logOut' || 'stream' in ROUTES[name]) continue;
      for (const role of ROLES) {
        const path = route.path.replace(/\{\w+\}/g, 'x');
        const response = await bench.raw(path, { method: route.method.toUpperCase() }, seats[role].token);
        const refused = response.status === 403 && ((await response.json()) as { code: string }).code === 'wrong-role';
        expect(refused, `${role} on ${name}`).toBe(!roleIncludes(role, route.role));
      }
    }
    expect((await bench.raw('/v1/live', {}, bench.agent.token)).status).toBe(403);
  });
});

describe('OUT-7: users', () => {
  const body = { username: 'bert', name: 'Bert', role: 'agent', password: 'long enough 1' } as const;

  it('are created, and the act is written down with its actor', async () => {
    const bert = await bench.administrator.call('createUser', { body });
    expect(bert).toEqual({ id: expect.any(String), username: 'bert', name: 'Bert', role: 'agent', locked: false });
    expect(JSON.stringify(await bench.administrator.call('users'))).not.toContain('argon2');
    expect((await logIn('bert', body.password)).user).toEqual(bert);
    const again = await problemOf(bench.administrator.call('createUser', { body }));
    expect(again.code).toBe('user-exists');
    const reserved = { ...body, username: 'local-operator' };
    expect((await problemOf(bench.administrator.call('createUser', { body: reserved }))).code).toBe('user-exists');
    const [, entry] = await bench.administrator.call('audit');
    expect(entry).toMatchObject({ actor: 'ada', act: 'user.create', subject: 'bert', detail: 'agent' });
  });

  it('a new password ends every token and every stream of the user', async () => {
    const events = reader(bench.agent.client.stream('agentEvents'));
    await events.take(1);
    const params = { userId: bench.agent.user.id };
    await bench.administrator.call('setPassword', { params, body: { password: 'another one 12' } });
    expect((await problemOf(bench.agent.call('me'))).code).toBe('not-logged-in');
    expect((await events.rest()).at(-1)).toMatchObject({ event: 'end', data: { reason: 'session-ended' } });
    expect((await problemOf(logIn('anna', PASSWORD))).code).toBe('wrong-credentials');
    expect((await logIn('anna', 'another one 12')).user.username).toBe('anna');
  });

  it('a locked user is out at once, and takes no more calls', async () => {
    const { agent, administrator, bus } = bench;
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    const params = { userId: agent.user.id };
    await administrator.call('setLocked', { params, body: { locked: true } });
    expect((await problemOf(agent.call('me'))).code).toBe('not-logged-in');
    expect(bus.agents().get(agent.user.id)?.presence.kind).toBe('logged-out');
    expect((await problemOf(logIn('anna', PASSWORD))).code).toBe('user-locked');
    expect((await problemOf(logIn('anna', 'wrong password'))).code).toBe('wrong-credentials');
    await administrator.call('setLocked', { params, body: { locked: false } });
    expect((await logIn('anna', PASSWORD)).user.locked).toBe(false);
  });

  it('logging out ends that token alone', async () => {
    const other = await logIn('anna', PASSWORD);
    await bench.agent.call('logOut');
    expect((await problemOf(bench.agent.call('me'))).code).toBe('not-logged-in');
    expect((await bench.anonymous.withToken(other.token).call('me')).username).toBe('anna');
  });
});

describe('the first start', () => {
  it('makes an administrator with a password of chance, once; there is no default', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-first-'));
    const made: { username: string; password: string }[] = [];
    const first = await openBench({ folder });
    // The bench has users already: nothing is made.
    await first.services.accounts.ensureAdministrator((one) => made.push(one));
    expect(made).toEqual([]);
    await first.close();
    rmSync(folder, { recursive: true });

    const passwords = new Set(Array.from({ length: 50 }, newPassword));
    expect(passwords.size).toBe(50);
    for (const password of passwords) expect(password).toMatch(/^[a-zA-Z2-9]{20}$/);
    expect(newToken()).not.toBe(newToken());
  });
});

describe('the local operator', () => {
  it('is an administrator by a file that this account alone can read, for one life of the server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-operator-'));
    const file = join(folder, 'run', 'operator.token');
    const operator = writeOperatorToken(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const served = await openBench({ parts: { operator } });
    const client = served.anonymous.withToken(readFileSync(file, 'utf8').trim());
    expect(await client.call('me')).toMatchObject({ username: 'local-operator', role: 'administrator' });
    await client.call('createUser', {
      body: { username: 'cleo', name: 'Cleo', role: 'agent', password: 'long enough 1' },
    });
    const [entry] = await client.call('audit', {});
    expect(entry).toMatchObject({ actor: 'local-operator', act: 'user.create' });
    const login = problemOf(
      served.anonymous.call('logIn', { body: { username: 'local-operator', password: 'x'.repeat(12) } }),
    );
    expect((await login).code).toBe('wrong-credentials');
    await served.close();

    // A file that is open to others does not lend its mode, and the next life's token is another.
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before, { mode: 0o644 });
    const next = writeOperatorToken(file);
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    operator.remove();
    expect(statSync(file).size).toBeGreaterThan(0);
    next.remove();
    expect(() => statSync(file)).toThrow('ENOENT');
    expect((await problemOf(bench.anonymous.withToken(before.trim()).call('me'))).code).toBe('not-logged-in');
    rmSync(folder, { recursive: true });
  });
});
