/** Phones, monitoring, recording and missed calls at the console: real keys in, true frames out. */
import type { MissedCall, MonitorTick } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { agentPicture, callPicture, overviews, picture, START_MS } from './testing/pictures.ts';
import { problem } from './testing/scripted-server.ts';
import { type Running, type StartOptions, startConsole } from './testing/start-console.ts';
import { KEY } from './testing/terminal.ts';

let running: Running | null = null;

const missed = (id: string, change: Partial<MissedCall> = {}): MissedCall => ({
  id,
  number: `+3319900500${id}`,
  calledNumber: '+33199000000',
  campaignId: 'predictive' as MissedCall['campaignId'],
  atMs: START_MS - Number(id) * 60_000,
  source: 'carrier',
  state: 'open',
  addedTo: null,
  detail: 'nobody was free',
  ...change,
});

const MISSED = [
  missed('1'),
  missed('2'),
  missed('3', { state: 'added' }),
  missed('4', { campaignId: 'power' as MissedCall['campaignId'], source: 'switchboard' }),
  missed('5', { number: null }),
];

async function open(options: StartOptions = {}): Promise<Running> {
  running = await startConsole(options);
  running.server.on('GET /v1/missed-calls', () => MISSED);
  running.server.on('GET /v1/agents', () => [
    agentPicture(40, START_MS, { name: 'Olga Off', state: 'logged-out', callId: null, reason: null }),
  ]);
  await running.show(options.live ?? picture());
  await running.pass(5_300);
  await running.terminal.until((frame) => frame.includes('5 Missed 4'));
  return running;
}

afterEach(async () => {
  await running?.stop();
  running = null;
});

const TICK: MonitorTick = {
  monitorId: 'mon-1',
  callId: 'call-1' as MonitorTick['callId'],
  atMs: START_MS,
  contactDbfs: -30,
  agentDbfs: -40,
  state: 'connected',
  detector: null,
  mode: 'listen',
  phone: 'calling',
  notice: null,
};
const MONITOR = '/v1/calls/call-1/monitor';

describe('monitoring by phone', () => {
  async function monitoring(): Promise<Running> {
    const console = await open();
    await console.press(['2', 'm'], 'opening');
    const tick = async (change: Partial<MonitorTick>, shows: string): Promise<void> => {
      console.server.push('tick', { ...TICK, ...change }, MONITOR);
      await console.pass(300);
      await console.terminal.until((frame) => frame.includes(shows));
    };
    await tick({}, 'your phone is called: answer it to listen');
    await console.press('w', 'your phone is being called');
    await tick({ phone: 'up' }, 'listening: nobody hears you');
    return console;
  }

  it('GT-8: keys switch between listen, whisper and barge, and the screen says who hears whom', async () => {
    const { press, server, terminal, pass } = await monitoring();
    await press('w', 'You whisper: the agent hears you, the contact does not.');
    expect(server.acts()).toEqual(['PUT /v1/monitors/mon-1']);
    server.push('tick', { ...TICK, phone: 'up', mode: 'whisper' }, MONITOR);
    await pass(300);
    await terminal.until((frame) => frame.includes('whispering: the agent hears you'));
    await press('b', 'You barge in: both hear you.');
    await press('l', 'You listen: nobody hears you.');
    const modes = server.requests.filter(({ path }) => path === '/v1/monitors/mon-1').map(({ body }) => body);
    expect(modes).toEqual([{ mode: 'whisper' }, { mode: 'barge' }, { mode: 'listen' }]);
  });

  it('GT-8: what the server refuses is shown with what to do, and Esc ends the monitor', async () => {
    const { press, server, terminal } = await monitoring();
    server.on('PUT /v1/monitors/mon-1', () => problem('unknown-monitor', 'This monitor has ended.'));
    await press('b', 'This monitor has ended.');
    await press(KEY.esc, '── Agents ─');
    expect(server.streamsOpen(MONITOR)).toBe(0);
    expect(terminal.frame()).toContain('── Agents ─');
  });

  it('GT-8: without a phone only the levels are shown; `:phone` sets one', async () => {
    const { press, server, pass, terminal } = await monitoring();
    server.push('tick', { ...TICK, phone: 'none' }, MONITOR);
    await pass(300);
    await terminal.until((frame) => frame.includes('no phone: levels only'));
    await press('l', 'you have no phone');
    await press([':', ...'phone 6001', KEY.enter], 'Your phone is 6001');
    expect(server.requests.find(({ path }) => path === '/v1/me/phone')?.body).toEqual({ phone: '6001' });
  });

  it('a call is recorded, and no more, where its campaign leaves it to people', async () => {
    const live = picture(START_MS, { calls: [callPicture(2, 'connected', START_MS)] });
    const { press, server, show, pass } = await open({ live });
    await press(['3', 'o'], 'its campaign never records');
    server.on('GET /v1/campaigns', () =>
      overviews(live).map((one) => ({ ...one, campaign: { ...one.campaign, recording: 'on-demand' } })),
    );
    for (const _ of [1, 2]) {
      await show(live);
      await pass(3_000);
    }
    await press('o', 'Both sides are recorded');
    await press('y', 'The call is recorded.');
    await show(picture(START_MS, { calls: [callPicture(2, 'connected', START_MS, { recording: true })] }));
    await press('o', 'Stop recording');
    await press('y', 'Recording stopped.');
    const bodies = server.requests.filter(({ path }) => path.endsWith('/recording')).map(({ body }) => body);
    expect(bodies).toEqual([{ on: true }, { on: false }]);
  });
});

describe("agents' phones", () => {
  it('GT-8: an agent who is logged out is logged in: their phone is called', async () => {
    const { press, server } = await open();
    await press(['2', 'i'], 'logged in already');
    await press([':', ...'log-in olga', KEY.enter], 'Their phones are called');
    await press('y', '1 agent logged in, not ready');
    expect(server.acts()).toEqual(['POST /v1/agents/agent-41/log-in']);
  });

  it('GT-8: a phone that is down is a fault, with its reason', async () => {
    const phone = { mode: 'nailed-up', state: 'down', detail: 'no answer', nextTryAtMs: null } as const;
    const agents = [agentPicture(0, START_MS), agentPicture(2, START_MS, { phone })];
    const { press } = await open({ live: picture(START_MS, { agents }) });
    expect(await press('2', 'Chloé Dumas')).toContain('phone down: no');
    const faults = await press('!', 'faults only');
    expect(faults).toContain('Chloé Dumas');
    expect(faults).not.toContain('Aïcha Benali');
  });
});

describe('missed calls', () => {
  it('GT-4: all on their page; some are picked and added to their campaign’s list', async () => {
    const { press, server } = await open();
    const page = await press('5', '── Missed calls ─');
    expect(page).toContain('+33199005001');
    expect(page).toContain('Survey 2026');
    expect(page).toContain('on a list');
    expect(page).toContain('hidden');
    server.on('POST /v1/missed-calls/add', () => ({ listId: 'l', added: 1, duplicates: 1, unknown: [] }));
    await press([' ', ' '], '2 marked');
    await press('a', 'Add 2 missed calls to Survey 2026?');
    await press('y', '1 missed call added, to be called back, 1 there already.');
    expect(server.requests.find(({ path }) => path === '/v1/missed-calls/add')?.body).toEqual({
      ids: ['1', '2'],
      campaignId: 'predictive',
    });
  });

  it('GT-4: of several campaigns at once they are not added, but to one that is named', async () => {
    const { press, server } = await open();
    await press(['5', '*'], '5 marked');
    await press('a', 'they are of several campaigns');
    await press([':', ...'add renewals', KEY.enter], 'Add 3 missed calls to Renewals north?');
    server.on('POST /v1/missed-calls/add', () => ({ listId: 'l', added: 3, duplicates: 0, unknown: [] }));
    await press('y', '3 missed calls added');
  });

  it("GT-4: a campaign's page counts its own, and m shows them", async () => {
    const { press } = await open();
    const page = await press(['v', 'j', 'j', KEY.enter], 'bound by');
    expect(page).toContain('3 calls to call back');
    const own = await press('m', '── Missed calls of Survey 2026');
    expect(own).toContain('+33199005001');
    expect(own).not.toContain('switchboard');
    expect(await press(KEY.esc, 'bound by')).toContain('Survey 2026');
  });
});
