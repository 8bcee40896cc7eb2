import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowed, slowness } from './support/pace.ts';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';
import { query, readLedgerFile } from './support/store.ts';

const temporary = temporaryFolder();
const folder = join(temporary.folder, 'demo');
let demo: Demo;
let atWork: string[] = [];
let talking: string[] = [];
let killedAtMs = 0;
let backAfterMs = 0;
let promisedMs = 0;

const pidOf = (name: string): number => Number(readFileSync(join(folder, 'run', `${name}.pid`), 'utf8'));
const connected = async (): Promise<string[]> =>
  (await demo.client.call('calls')).filter((call) => call.state === 'connected').map((call) => call.attemptId);

beforeAll(async () => {
  // Longer than the test takes on any machine; a timed run does not wait for its calls when it is asked to end.
  demo = await startDemo(folder, ['--for', '10m']);
  await until('five calls are connected', async () => ((await connected()).length >= 5 ? true : null));
  atWork = (await demo.client.call('agents'))
    .filter((agent) => agent.state !== 'logged-out')
    .map((agent) => agent.agentId);
  talking = await connected();
  const before = await slowness();
  const engine = pidOf('engine');
  process.kill(pidOf('server'), 'SIGKILL');
  killedAtMs = Date.now();
  await until('the server answers at the same address and has its engine', async () =>
    (await demo.client.call('health')).ok ? true : null,
  );
  backAfterMs = Date.now() - killedAtMs;
  promisedMs = allowed(5_000, before, await slowness());
  expect(pidOf('engine')).toBe(engine);
  await until('agents work on: calls that began after the kill are connected', () => {
    const sql = `select 1 from attempts where intent_at > ${killedAtMs + backAfterMs} and connected_at is not null`;
    return query(folder, sql).length >= 3 ? true : null;
  });
});

afterAll(async () => {
  await demo?.stop();
  temporary.remove();
});

describe('kill -9 of the server in the middle of the demo', () => {
  it('it is back at the same address with the same engine within 5 s', () => {
    expect(backAfterMs).toBeLessThan(promisedMs);
  });

  it('calls under way were none of its business: nobody who talked was cut off', () => {
    const ends = new Map(
      query<{ id: string; endedBy: string | null }>(folder, 'select id, ended_by as endedBy from attempts').map(
        ({ id, endedBy }) => [id, endedBy],
      ),
    );
    for (const id of talking) expect(['contact', 'agent', 'us', null], id).toContain(ends.get(id));
    expect([...ends.values()].filter((endedBy) => endedBy === 'engine-lost')).toEqual([]);
  });

  it('agents have their sessions and their states still', async () => {
    const agents = new Map((await demo.client.call('agents')).map(({ agentId, state }) => [agentId, state]));
    expect(atWork.filter((id) => (agents.get(id as never) ?? 'logged-out') === 'logged-out')).toEqual([]);
  });

  it('the run ends as if nothing had been: exit 0, a summary, nothing under way, the ledger agrees with the store', async () => {
    demo.running.child.kill('SIGINT');
    const ended = await demo.running.ended;
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ attempts: expect.any(Number), campaigns: expect.any(Array) });
    const stored = query<{ id: string; state: string }>(folder, 'select id, state from attempts');
    expect(stored.filter(({ state }) => state !== 'closed')).toEqual([]);
    const ledger = readLedgerFile(folder).map(({ attemptId }) => attemptId);
    expect(new Set(ledger).size).toBe(ledger.length);
    expect(ledger.filter((id) => !stored.some((row) => row.id === id))).toEqual([]);
    const dialed = new Set(ledger);
    const neverDialed = query<{ id: string }>(
      folder,
      "select id from attempts where outcome not in ('operating-error', 'cancelled')",
    ).filter(({ id }) => !dialed.has(id));
    expect(neverDialed).toEqual([]);
  });
});
