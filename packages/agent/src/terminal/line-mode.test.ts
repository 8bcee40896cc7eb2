import { PassThrough } from 'node:stream';
import { seededRandom, VirtualClock } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import type { FakeServer } from '../testing/fake-server.ts';
import { ANNA, BASE_URL, fakeFloor, pass, previewFloor, RENEWALS, SURVEY, settle, ZOE } from '../testing/floor.ts';
import { type AgentTerminalOptions, runAgentTerminal } from './run-agent-terminal.ts';

function bench(rest: Partial<AgentTerminalOptions> = {}, floor: (clock: VirtualClock) => FakeServer = fakeFloor) {
  const clock = new VirtualClock(1_000_000);
  const server = floor(clock);
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const told = { out: '', err: '' };
  stdout.on('data', (chunk) => {
    told.out += String(chunk);
  });
  stderr.on('data', (chunk) => {
    told.err += String(chunk);
  });
  const code = runAgentTerminal({
    baseUrl: BASE_URL,
    username: ANNA.username,
    password: ANNA.password,
    stdin,
    stdout,
    stderr,
    clock,
    random: seededRandom(1),
    fetch: server.fetch,
    ...rest,
  });
  async function say(...lines: string[]): Promise<void> {
    for (const line of lines) {
      stdin.write(`${line}\n`);
      await settle();
    }
  }
  return { clock, server, told, code, say, stdin, agent: server.agent(ANNA.id) };
}

describe('without a terminal', () => {
  it('GW-2, GW-7, GW-8, GCC-4: a record is asked for, called, called again, and closed by lines', async () => {
    const { say, agent, told, code, server } = bench({}, (clock) => previewFloor(clock, 'preview'));
    server.records.push({ ...ZOE, numbers: [ZOE.number, '+33611223344'] }, ZOE);
    await settle();
    await say('ready', 'get-record old', 'wait preview 1s', 'view', 'call 2 from +33199000002');
    agent.unanswered('busy', 1);
    await settle();
    await say('redial 1');
    agent.unanswered('no-answer', 0);
    await settle();
    await say('redial', 'code sale', 'done', 'get-record old', 'do-not-call', 'get-record old', 'quit');
    expect(await code).toBe(1);
    expect(server.dialed).toMatchObject([{ number: '+33611223344', callerId: '+33199000002' }, { number: ZOE.number }]);
    expect(server.dialed).toHaveLength(2);
    expect(told.out).toContain('The rule allows one.');
    expect(agent.declined).toMatchObject([{ how: 'do-not-call' }]);
    expect(told.out).toContain('* RECORD IN HAND  outbound campaign preview  Zoé Martin  +33 1 99 00 12 34\n');
    expect(told.out).toContain('numbers: 1 +33 1 99 00 12 34  2 +33 6 11 22 33 44');
    expect(told.out).toContain('busy\n');
    expect(told.out).toContain('* No record now: every contact of its lists is finished.\n');
  });

  it('BP-9, WX-12: a whole call by lines, and what happens is printed as it comes', async () => {
    const { say, agent, told, code, server } = bench();
    await settle();
    await say('join renewals', 'ready');
    agent.deliver(RENEWALS, ZOE);
    await settle();
    await say('accept');
    agent.connected();
    agent.callOver();
    await settle();
    await say('done', 'code sale wants papers', 'done', 'quit');
    expect(await code).toBe(1);
    expect(told.out).toContain(
      '! OUTBOUND CALL OFFERED  Contract renewals  Zoé Martin  +33 1 99 00 12 34  accept within 0:20\n',
    );
    expect(told.out).toContain('error: This campaign asks for a wrap-up code: choose one first.\n');
    expect(server.wrapUps).toMatchObject([{ code: 'sale', notes: 'wants papers' }]);
    expect(agent.presence.kind).toBe('logged-out');
  });

  it('OUT-5: what one becomes after each wrap-up is said once, and told back', async () => {
    const { say, agent, told, code } = bench();
    await settle();
    await say('after-wrap-up not-ready');
    expect(agent.readyAfterWrapUp).toBe(false);
    await say('after-wrap-up campaign', 'after-wrap-up lunch', 'quit');
    expect(told.out).toContain('After each wrap-up you are not ready until you say so.');
    expect(told.out).toContain('After each wrap-up: as the campaign says.');
    expect(agent.readyAfterWrapUp).toBeNull();
    expect(await code).toBe(2);
  });

  it('WX-11: a held call cannot be ended, in words and as exit code 1', async () => {
    const { say, agent, told, code } = bench();
    await settle();
    await say('join survey', 'ready');
    agent.deliver(SURVEY, ZOE);
    await settle();
    await say('hold', 'hang-up', 'resume', 'hang-up', 'done', 'quit');
    expect(told.out).toContain('error: The call is on hold: resume it first');
    expect(await code).toBe(1);
  });

  it('exit codes: 0 done at the end of the input, 2 for a line that is not understood', async () => {
    const good = bench();
    await settle();
    await good.say('campaigns', 'view');
    good.stdin.end();
    expect(await good.code).toBe(0);
    expect(good.told.out).toContain('Contract renewals  progressive  running  not joined\n');
    const bad = bench();
    await settle();
    await bad.say('dance', 'quit');
    expect(await bad.code).toBe(2);
    expect(bad.told.out).toContain('“dance” is no command: “help” lists them.');
  });

  it('a wrong password, a missing name and a dead server end it with the remedy on standard error', async () => {
    const wrong = bench({ password: 'guess' });
    expect(await wrong.code).toBe(1);
    expect(wrong.told.err).toContain('an administrator can reset the password');
    expect(wrong.told.out).toBe('');
    const gone = bench({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    expect(await gone.code).toBe(1);
    expect(gone.told.err).toContain('Is `outdial up` running there?');
  });

  it('--json: one object a line, answers and events alike', async () => {
    const { say, told, code } = bench({ json: true });
    await settle();
    await say('ready', 'hold', 'quit');
    expect(await code).toBe(1);
    const lines = told.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; ok?: boolean; code?: string });
    expect(lines.filter((line) => line.type === 'answer')).toMatchObject([
      { command: 'ready', ok: true },
      { command: 'hold', ok: false, code: 'no-call' },
    ]);
    expect(lines.some((line) => line.type === 'view')).toBe(true);
  });

  it('wait goes on once the state is there, and says so where it does not come', async () => {
    const { say, agent, told, code, clock } = bench();
    await settle();
    await say('join survey', 'ready', 'wait talking 30s');
    agent.deliver(SURVEY, ZOE);
    await settle();
    expect(told.out).toContain('You are talking.');
    await say('wait ready 5s');
    await pass(clock, 6_000, 1_000);
    expect(told.out).toContain('error: Not ready within 5s: you are talking.');
    await say('quit');
    expect(await code).toBe(1);
  });
});
