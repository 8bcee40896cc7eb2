import { seededRandom, VirtualClock } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentClient, createAgentClient } from '../client/index.ts';
import type { FakeServer } from '../testing/fake-server.ts';
import { CTRL_C, DOWN, ENTER, FakeTerminal } from '../testing/fake-terminal.ts';
import {
  ANNA,
  BASE_URL,
  fakeFloor,
  OFFERS,
  PREVIEWS,
  pass,
  previewFloor,
  RENEWALS,
  SURVEY,
  settle,
  ZOE,
} from '../testing/floor.ts';
import { runScreen } from './run-screen.tsx';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of running.splice(0)) await end();
});

async function open(floor: (clock: VirtualClock) => FakeServer = fakeFloor) {
  const clock = new VirtualClock(1_000_000);
  const server = floor(clock);
  const terminal = new FakeTerminal();
  let client: AgentClient | null = null;
  const left = runScreen({
    baseUrl: BASE_URL,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock,
    start: { client: null, username: '', error: null },
    debug: true,
    async logIn(username, password) {
      client = createAgentClient({
        baseUrl: BASE_URL,
        clock,
        username,
        password,
        fetch: server.fetch,
        random: seededRandom(1),
      });
      await client.logIn();
      return client;
    },
  });
  running.push(async () => {
    await terminal.press(CTRL_C, CTRL_C);
    await left;
    await client?.close();
  });
  await settle();
  return { clock, server, terminal, agent: server.agent(ANNA.id), left };
}

async function atWork() {
  const bench = await open();
  await bench.terminal.type(ANNA.username);
  await bench.terminal.press(ENTER);
  await bench.terminal.type(ANNA.password);
  await bench.terminal.press(ENTER, 'j', DOWN, 'j', 'r');
  await pass(bench.clock, 42_000, 6_000);
  return bench;
}

/** Logged in, joined to the one preview campaign, ready. */
async function overRecords(mode: 'preview' | 'push-preview' = 'preview') {
  const bench = await open((clock) => previewFloor(clock, mode));
  await bench.terminal.type(ANNA.username);
  await bench.terminal.press(ENTER);
  await bench.terminal.type(ANNA.password);
  await bench.terminal.press(ENTER, 'j', 'r');
  bench.server.records.push(ZOE_TWICE);
  return bench;
}

const ZOE_TWICE = { ...ZOE, numbers: [ZOE.number, '+33611223344'] };

describe('records at 80x24', () => {
  it('GW-2, GW-8, BP-7: g gets a record; a number and a caller ID are chosen, c calls, and the call is followed', async () => {
    const { terminal, server, agent, clock } = await overRecords();
    await pass(clock, 1_000);
    expect(terminal.frame()).toContain('Press g to get a record.');
    await terminal.press('g');
    await pass(clock, 12_000, 1_000);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/record.txt');
    await terminal.press('2', 'i', 'c');
    expect(server.dialed).toMatchObject([{ number: '+33611223344', callerId: '+33199000002' }]);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/dialing.txt');
    agent.connected();
    await settle();
    expect(terminal.frame()).toContain('TALKING');
  });

  it('GW-7: w declines until later, z for good, s is done and stop', async () => {
    const { terminal, server, agent } = await overRecords();
    server.records.push(ZOE, ZOE);
    await terminal.press('g', 'w', 'g', 'z', 'g', 's');
    expect(agent.declined).toMatchObject([
      { how: 'later', stop: false },
      { how: 'do-not-call', stop: false },
      { how: 'later', stop: true },
    ]);
    await terminal.press('c');
    expect(terminal.frame()).toContain('✗ You have no record in hand.');
  });

  it('GCC-4, BP-9: nobody answered: what came of it is shown, m redials one of the numbers, a code and d wrap up', async () => {
    const { terminal, server, agent } = await overRecords();
    await terminal.press('g', 'c');
    agent.unanswered('busy', 1);
    await settle();
    await expect(terminal.frame()).toMatchFileSnapshot('golden/unanswered.txt');
    await terminal.press('m');
    await terminal.type('2');
    await terminal.press(ENTER);
    expect(server.dialed.at(-1)).toMatchObject({ number: '+33611223344' });
    agent.unanswered('no-answer', 0);
    await settle();
    await terminal.press('m');
    expect(terminal.frame()).toContain('✗ There is nobody to call again');
    await terminal.press('3', 's');
    expect(server.wrapUps).toMatchObject([{ code: 'call-back' }]);
    expect(agent.stopped).toBe(true);
  });

  it('OUT-4: m redials the last contact once it is wrapped up, as often as the rule allows', async () => {
    const { terminal, agent } = await overRecords();
    await terminal.press('g', 'c');
    agent.unanswered('busy', 1);
    await settle();
    await terminal.press('3', 's');
    expect(terminal.frame()).toContain('redial Zoé Martin (1 left)');
    await terminal.press('m');
    expect(agent.presence.kind).toBe('connecting');
    agent.unanswered('no-answer', 0);
    await settle();
    await terminal.press('3', 's', 'm');
    expect(terminal.frame()).toContain('✗ There is nobody to call again');
  });

  it('GW-4, GW-9: a pushed record rings, a shows it, d closes it', async () => {
    const { terminal, agent, clock } = await overRecords('push-preview');
    agent.handOut(PREVIEWS, ZOE_TWICE, true);
    await pass(clock, 5_000, 500);
    expect(terminal.bells).toBe(1);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/record-offered.txt');
    await terminal.press('a');
    expect(terminal.frame()).toContain('RECORD IN HAND');
    await terminal.press('d');
    expect(agent.declined).toMatchObject([{ how: 'later' }]);
  });

  it('GW-6: "Campaign started" offers OK, which joins, and Get record', async () => {
    const { terminal, server, agent } = await overRecords();
    await terminal.press('j');
    expect([...agent.joined]).toEqual([]);
    const text = 'Campaign started: Old customers';
    const notice = { kind: 'campaign-started', campaignId: PREVIEWS, name: 'Old customers', text } as const;
    server.notice(ANNA.id, { ...notice, offers: 'get-record' });
    await settle();
    await expect(terminal.frame()).toMatchFileSnapshot('golden/campaign-started.txt');
    await terminal.press('o');
    expect([...agent.joined]).toEqual([PREVIEWS]);
    await terminal.press('g');
    expect(agent.interaction?.state).toBe('preview');
  });

  it('what the engine has to tell stands in the message line', async () => {
    const { terminal, server } = await overRecords();
    server.records.length = 0;
    await terminal.press('g');
    expect(terminal.frame()).toContain('No record now: every contact of its lists is finished.');
  });
});

describe('the screen at 80x24', () => {
  it('BP-10: the detector’s word stands beside the call, v leaves the message and the agent is ready at once', async () => {
    const { terminal, server, agent } = await atWork();
    agent.deliver(SURVEY, ZOE);
    await settle();
    await terminal.press('v');
    expect(terminal.frame()).toContain('This campaign has no message to leave');
    agent.callOver();
    await terminal.press('1', 'd');
    const survey = server.campaigns.find(({ campaignId }) => campaignId === SURVEY);
    Object.assign(survey ?? {}, { canLeaveMessage: true });
    agent.deliver(SURVEY, ZOE);
    agent.heard('machine', 0.97);
    await settle();
    expect(terminal.frame()).toContain('detector: machine, 97 %');
    await terminal.press('v');
    expect(terminal.frame()).toContain('The message is left after the beep. You are free.');
    expect(agent.presence.kind).toBe('ready');
    expect(server.wrapUps.at(-1)).toMatchObject({ code: 'voicemail-left' });
  });

  it('asks for name and password, hides the password, and says what is wrong with it', async () => {
    const { terminal } = await open();
    await terminal.type('anna');
    await terminal.press(ENTER);
    await terminal.type('guess');
    expect(terminal.frame()).toContain('•••••');
    expect(terminal.frame()).not.toContain('guess');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('User name or password is wrong');
    // As password managers paste it: with its end of line.
    await terminal.press('guess\r');
    expect(terminal.frame()).not.toContain('•');
    await terminal.press('g', 'u');
    await terminal.press('\u007f', '\u007f');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/log-in.txt');
  });

  it('GW-1: shows my campaigns with mode, state and joined, and joins and leaves the chosen one', async () => {
    const { terminal, agent } = await atWork();
    expect([...agent.joined]).toEqual([RENEWALS, SURVEY]);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/ready.txt');
    await terminal.press('j');
    expect([...agent.joined]).toEqual([RENEWALS]);
    expect(terminal.frame()).toContain('Left Satisfaction survey.');
  });

  it('BP-4, BP-5, WX-5: the alert rings and shows outbound mark, campaign, contact, number and the time left', async () => {
    const { terminal, agent, clock } = await atWork();
    agent.deliver(RENEWALS, ZOE);
    await pass(clock, 5_000, 500);
    expect(terminal.bells).toBe(1);
    await expect(terminal.frame()).toMatchFileSnapshot('golden/alert.txt');
  });

  it('GW-10: after accept the origin reads connecting, and the name once the person is there', async () => {
    const { terminal, agent } = await atWork();
    agent.deliver(RENEWALS, ZOE);
    await settle();
    await terminal.press('a');
    expect(terminal.frame()).toContain('outbound campaign call: connecting…');
    agent.connected();
    await settle();
    expect(terminal.frame()).toContain('outbound campaign call to Zoé Martin');
  });

  it('GW-9, GW-12: x lets the offer pass; doing nothing does so too', async () => {
    const { terminal, agent, server, clock } = await atWork();
    agent.deliver(RENEWALS, ZOE);
    await settle();
    await terminal.press('x');
    expect(agent.presence.kind).toBe('not-ready');
    await terminal.press('r');
    agent.deliver(RENEWALS, ZOE);
    await pass(clock, 21_000, 1_000);
    expect(terminal.frame()).toContain('offer timed out');
    expect(server.returned).toHaveLength(2);
  });

  it('BP-8, WX-11: h holds and resumes; e on a held call says why not', async () => {
    const { terminal, agent } = await atWork();
    agent.deliver(SURVEY, ZOE);
    await settle();
    await terminal.press('h', 'e');
    expect(agent.presence.kind).toBe('held');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/held.txt');
    await terminal.press('h', 'e');
    expect(agent.presence.kind).toBe('wrap-up');
  });

  it('BP-9, WX-12: a number sets the code, t writes notes, and d is refused until the mandatory code is set', async () => {
    const { terminal, agent, server } = await atWork();
    agent.deliver(RENEWALS, ZOE);
    await settle();
    await terminal.press('a');
    agent.connected();
    await settle();
    await terminal.press('t');
    await terminal.type('wants papers');
    await terminal.press(ENTER, 'e', 'd');
    expect(terminal.frame()).toContain('This campaign asks for a wrap-up code');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/wrap-up.txt');
    await terminal.press('3', 'd');
    expect(server.wrapUps).toMatchObject([{ code: 'call-back', notes: 'wants papers', by: 'agent' }]);
    expect(agent.presence.kind).toBe('ready');
  });

  it('OUT-5: a pause asked for during a call stands in the header and takes effect after wrap-up', async () => {
    const { terminal, agent } = await atWork();
    agent.deliver(SURVEY, ZOE);
    await settle();
    await terminal.press('n');
    await terminal.type('lunch');
    await terminal.press(ENTER);
    expect(terminal.frame()).toContain('then not ready: lunch');
    await terminal.press('e', 'd');
    expect(agent.presence).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
  });

  it('OUT-5: A turns the standing choice after wrap-up round, and says what it is', async () => {
    const { terminal, agent } = await atWork();
    await terminal.press('A');
    expect(agent.readyAfterWrapUp).toBe(false);
    expect(terminal.frame()).toContain('After each wrap-up you are not ready until you say so.');
    await terminal.press('A');
    expect(agent.readyAfterWrapUp).toBe(true);
    expect(terminal.frame()).toContain('After each wrap-up you are ready by yourself.');
  });

  it('a key that cannot be used says why, and the help lists every key', async () => {
    const { terminal } = await atWork();
    await terminal.press('h');
    expect(terminal.frame()).toContain('✗ You have no call now.');
    await terminal.press('?');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/help.txt');
    await terminal.press('?');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/help-more.txt');
    await terminal.press('?');
    await expect(terminal.frame()).toMatchFileSnapshot('golden/help-last.txt');
    await terminal.press('?');
    expect(terminal.frame()).toContain('My campaigns');
    // One page is enough for who saw what they wanted; and a key of nobody's says so.
    await terminal.press('?', 'q');
    expect(terminal.frame()).toContain('My campaigns');
    await terminal.press('X');
    expect(terminal.frame()).toContain('X does nothing. ? lists the keys.');
  });

  it('shows at once that the engine or the connection is lost', async () => {
    const { terminal, server, clock } = await atWork();
    server.setEngine('lost');
    await settle();
    expect(terminal.frame()).toContain('engine lost, being restarted');
    server.kill();
    await pass(clock, 1_000);
    expect(terminal.frame()).toContain('connection lost');
  });

  it('GW-6: a notice of the server stands in the message line', async () => {
    const { terminal, server } = await atWork();
    server.notice(ANNA.id, {
      kind: 'campaign-started',
      offers: 'join',
      campaignId: OFFERS,
      name: 'Winter offers',
      text: 'Campaign started: Winter offers',
    });
    await settle();
    expect(terminal.frame()).toContain('· Campaign started: Winter offers');
  });

  it("what contacts' fields hold cannot steer the terminal", async () => {
    const { terminal, agent } = await atWork();
    agent.deliver(SURVEY, { ...ZOE, name: 'Zoé\u001b[2J\u202eMartin\nx', fields: { '\u001b]0;t\u0007': 'a\tb' } });
    await settle();
    expect(terminal.frame()).toContain('Zoé [2J Martin x');
  });

  it('every frame keeps inside 80x24', async () => {
    const { terminal, agent } = await atWork();
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field ${i}`, 'long '.repeat(40)]));
    agent.deliver(SURVEY, { ...ZOE, name: 'A name '.repeat(30), fields });
    await settle();
    for (const keys of [['h'], ['t'], [ENTER], ['e'], ['?']]) {
      await terminal.press(...keys);
      const lines = terminal.frame().split('\n');
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
    }
    expect(terminal.frame()).toContain('Any key: more (1 of 3)');
  });
});
