/** The back office of the console through its front door. */
import type { Callback, DayReport, User } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { overviews, picture, START_MS } from './testing/pictures.ts';
import { problem } from './testing/scripted-server.ts';
import { type Running, startConsole } from './testing/start-console.ts';
import { KEY } from './testing/terminal.ts';

let running: Running | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

const user = (username: string, more: Partial<User> = {}): User =>
  ({ id: `id-${username}`, username, name: `${username} name`, role: 'agent', locked: false, ...more }) as User;

const CALLBACK = {
  ...{ callbackId: 'cb-1', campaignId: 'power', campaignName: 'Spring offer', contactId: 'c1', contactName: 'Zoé' },
  ...{ number: '+33199001234', state: 'due', reasons: [], personal: true, agentId: 'id-anna', dueAtMs: START_MS },
  ...{ timeZone: 'Europe/Paris', date: '2026-11-23', time: '09:30', notes: '', source: 'agent', tries: 0 },
  ...{ createdAtMs: START_MS, overdue: true, supervisorsToldAtMs: null, remedy: null },
} as unknown as Callback;

const REPORT: DayReport = {
  ...{ date: '2026-11-23', timeZone: 'Europe/Paris', fromMs: 0, toMs: START_MS },
  campaigns: [
    {
      ...{ campaignId: 'power', name: 'Spring offer', mode: 'power', attempts: 120, live: 40, connected: 39 },
      ...{ abandoned: 1, abandonRatio: 0.025, answerRatio: 0.33, meanWaitMs: 500, talkMs: 5_400_000 },
      ...{ wrapUpMs: 0, workedMs: 7_200_000, talkMinutesPerHour: 45, outcomes: {}, codes: { sale: 7 } },
      ...{ callbacksMade: 3, callbacksOpen: 2, callbacksOverdue: 1 },
    },
  ] as unknown as DayReport['campaigns'],
  agents: [],
};

async function office() {
  running = await startConsole();
  const { server } = running;
  server
    .on('GET /v1/users', () => [user('anna'), user('sam', { role: 'supervisor', locked: true })])
    .on('GET /v1/agents', () => [{ agentId: 'id-anna', name: 'Anna Petit' }])
    .on('GET /v1/callbacks', () => [CALLBACK])
    .on('GET /v1/reports/day', () => REPORT);
  await running.show(picture());
  await running.pass(300);
  return running;
}

describe('the back office in the console', () => {
  it('OUT-6: :report shows the day by campaign and by agent', async () => {
    const { press } = await office();
    const frame = await press([':', ...'report', KEY.enter], 'Nobody was at work.');
    expect(frame).toContain('2026-11-23 (Europe/Paris)');
    expect(frame).toContain('Spring offer');
    expect(frame).toContain('2.5 %');
  });

  it('OUT-7: :users lists, :user create, password, lock and unlock ask first, and say what came of it', async () => {
    const { press, server, terminal } = await office();
    const listed = await press([':', ...'users', KEY.enter], 'Users: 2');
    expect(listed).toMatch(/sam\s+supervisor\s+locked/);
    server.on('POST /v1/users', ({ body }) => user((body as User).username));
    await press([':', ...'user create emma supervisor', KEY.enter], 'Create emma as supervisor?');
    await press(KEY.enter, 'emma may log in as supervisor');
    const made = server.requests.find(({ path, method }) => method === 'POST' && path === '/v1/users')?.body;
    expect(made).toMatchObject({ username: 'emma', role: 'supervisor', password: expect.stringMatching(/^\w{16}$/) });
    expect(terminal.frame().replace(/\s+/g, ' ')).toContain((made as { password: string }).password);
    await press([':', ...'user lock anna', KEY.enter], 'Lock anna?');
    await press(KEY.enter, 'anna is locked.');
    await press([':', ...'user password anna', KEY.enter], 'Give anna a new password?');
    await press(KEY.enter, 'The new password of anna');
    expect(server.acts()).toEqual(['POST /v1/users', 'PUT /v1/users/id-anna/locked', 'PUT /v1/users/id-anna/password']);
    await press([':', ...'user create emma boss', KEY.enter], '“boss” is no role.');
    await press([':', ...'user lock nobody', KEY.enter], 'Lock nobody?');
    await press(KEY.enter, 'There is no user nobody');
  });

  it('OUT-7: what the role does not allow is said in the server’s words', async () => {
    const { press, server } = await office();
    server.on('GET /v1/users', () => problem('wrong-role', 'You are a supervisor.'));
    const refused = await press([':', ...'users', KEY.enter], 'Your role does not allow this');
    expect(refused).not.toContain('Users:');
  });

  it('GCC-2: :callbacks marks what is overdue; one is given to an agent, to any, or cancelled', async () => {
    const { press, server } = await office();
    const listed = await press([':', ...'callbacks', KEY.enter], 'Callbacks: 1 open, 1 overdue');
    expect(listed).toContain('‼   1  2026-11-23 09:30 (Europe/Paris)  Zoé +33199001234  Spring offer');
    await press([':', ...'callback give 1 anna', KEY.enter], 'Give the callback to anna?');
    await press(KEY.enter, 'anna calls back.');
    await press([':', ...'callback give 1', KEY.enter], 'Give the callback to any agent?');
    await press(KEY.enter, 'Any agent calls back.');
    await press([':', ...'callback cancel 1', KEY.enter], 'Cancel the callback?');
    await press(KEY.enter, 'The callback is cancelled.');
    expect(server.requests.filter(({ method }) => method !== 'GET').map(({ path, body }) => [path, body])).toEqual([
      ['/v1/callbacks/cb-1', { agentId: 'id-anna' }],
      ['/v1/callbacks/cb-1', { agentId: null }],
      ['/v1/callbacks/cb-1/cancel', null],
    ]);
    await press([':', ...'callback cancel 2', KEY.enter], 'There is no callback 2.');
  });

  it('GCC-2: one whose agent is not there is told at once, stands on the campaign’s page and in the list with what to do', async () => {
    const { press, server, pass, terminal } = await office();
    const remedy = 'Its agent is not there: give it to another, to any, or set another time.';
    const callback = { ...CALLBACK, supervisorsToldAtMs: START_MS, remedy };
    server
      .on('GET /v1/callbacks', () => [callback])
      .on('GET /v1/campaigns', () => overviews(picture()).map((one) => ({ ...one, callbacksForSupervisors: 2 })));
    server.push('callback', { callback, text: `Zoé (Spring offer) waits to be called back. ${remedy}` });
    await pass(200);
    await terminal.until((now) => now.includes('Zoé (Spring offer) waits to be called back.'));
    await pass(6_000);
    await press(KEY.enter, '2 callbacks without their agent');
    const listed = await press([':', ...'callbacks', KEY.enter], '1 open, 1 overdue, 1 without their agent');
    expect(listed).toContain(`    ${remedy}`);
  });
});
