import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CampaignPicture, type LivePicture, WRAP_UP_EFFECTS } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, DRAFT, makeCampaign, openBench, problemOf, reader } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const params = (campaign: { id: string }) => ({ params: { campaignId: campaign.id } });

describe('writing campaigns', () => {
  it('WX-2: a campaign manager creates one, sets mode and limits, and ties agents to it; a supervisor may not', async () => {
    const { manager, supervisor, agent } = bench;
    const body = {
      ...DRAFT,
      mode: 'power' as const,
      linesPerAgent: 3,
      agentIds: [agent.user.id],
      wrapUpCodes: WRAP_UP_EFFECTS.map((effect) => ({ code: effect, label: effect, effect })),
    };
    expect((await problemOf(supervisor.call('createCampaign', { body }))).code).toBe('wrong-role');
    const made = await manager.call('createCampaign', { body });
    expect(made).toMatchObject({ ...body, state: 'loaded', abandonTarget: 0.03, answer: 'automatic' });
    const { campaign } = await supervisor.call('campaign', params(made));
    expect(campaign.agentIds).toEqual([agent.user.id]);
    const [entry] = await supervisor.call('audit');
    expect(entry).toMatchObject({ actor: 'mona', act: 'campaign.create', subject: made.id });
  });

  it('WX-2: a change leaves alone what it does not name', async () => {
    const made = await makeCampaign(bench, [bench.agent], { ringTimeoutMs: 30_000, wrapUpLimitMs: 60_000 });
    const changed = await bench.manager.call('updateCampaign', { ...params(made), body: { name: 'Renewals' } });
    expect(changed).toEqual({ ...made, name: 'Renewals', warnings: changed.warnings });
    const [entry] = await bench.supervisor.call('audit');
    expect(entry).toMatchObject({ act: 'campaign.update', detail: 'name' });
  });

  it('WX-2: a campaign that contradicts itself is refused, every field named', async () => {
    const body = {
      ...DRAFT,
      contactRuleId: 'none',
      listIds: ['nowhere'],
      agentIds: ['nobody'],
      ringTimeoutMs: 6_000,
      abandonTarget: 0.1,
      wrapUpMandatory: true,
      screenPopTemplate: 'javascript:alert({number})',
    };
    const problem = await problemOf(bench.manager.call('createCampaign', { body }));
    expect(problem).toMatchObject({ code: 'invalid-campaign', status: 422 });
    expect(problem.problem?.errors?.map(({ field }) => field)).toEqual([
      'contactRuleId',
      'ringTimeoutMs',
      'abandonTarget',
      'listIds.0',
      'agentIds.0',
      'wrapUpMandatory',
      'screenPopTemplate',
    ]);
    const pack = await problemOf(
      bench.manager.call('createCampaign', { body: { ...DRAFT, compliancePack: 'no such law' } }),
    );
    expect(pack.problem?.errors).toEqual([
      { field: 'compliancePack', message: expect.stringContaining('no such law') },
    ]);
    expect(await bench.supervisor.call('campaigns')).toEqual([]);
  });

  it('BP-6: waiting for Accept with a person on the line is allowed, with a warning', async () => {
    const manual = await bench.manager.call('createCampaign', {
      body: { ...DRAFT, mode: 'predictive', answer: 'manual' },
    });
    expect(manual.warnings).toContainEqual(expect.stringContaining('BP-6'));
    const automatic = await bench.manager.call('createCampaign', { body: { ...DRAFT, mode: 'predictive' } });
    expect(automatic.warnings).not.toContainEqual(expect.stringContaining('BP-6'));
    const alone = await bench.manager.call('createCampaign', { body: { ...DRAFT, answer: 'manual' } });
    expect(alone.warnings).not.toContainEqual(expect.stringContaining('BP-6'));
  });

  it('what was written and which state it is in outlive the process; the file holds no run state', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-kept-'));
    const first = await openBench({ folder });
    const made = await makeCampaign(first, [first.agent]);
    await first.supervisor.call('startCampaign', params(made));
    await first.close();
    const file = readFileSync(join(folder, 'configuration.json'), 'utf8');
    expect(file).toContain('Contract renewals');
    expect(file).not.toContain('running');
    const second = await openBench({ folder });
    const { campaign } = await second.supervisor.call('campaign', params(made));
    expect(campaign).toMatchObject({ name: 'Contract renewals', state: 'running' });
    await second.close();
    rmSync(folder, { recursive: true });
  });
});

describe('steering campaigns', () => {
  it('GT-9: pause and resume; the engine learns of it by the configuration, the store before the next intent', async () => {
    const { supervisor, catalog, store } = bench;
    const made = await makeCampaign(bench, [bench.agent]);
    const seen: string[] = [];
    catalog.onChange(() => seen.push(catalog.campaign(made.id).state));
    expect((await problemOf(supervisor.call('pauseCampaign', params(made)))).code).toBe('campaign-not-started');
    expect((await supervisor.call('startCampaign', params(made))).state).toBe('running');
    expect((await supervisor.call('pauseCampaign', params(made))).state).toBe('paused');
    expect(await store.campaignStates()).toEqual([{ campaignId: made.id, state: 'paused' }]);
    expect((await supervisor.call('resumeCampaign', params(made))).state).toBe('running');
    expect(seen).toEqual(['running', 'paused', 'running']);
    const acts = (await supervisor.call('audit')).map(({ actor, act }) => `${actor} ${act}`);
    expect(acts.slice(0, 3)).toEqual(['sam campaign.resume', 'sam campaign.pause', 'sam campaign.start']);
  });

  it('GT-10: the manager’s states, and refusals that name them', async () => {
    const { supervisor } = bench;
    const made = await makeCampaign(bench, []);
    await supervisor.call('startCampaign', params(made));
    expect((await problemOf(supervisor.call('loadCampaign', params(made)))).code).toBe('campaign-in-use');
    expect((await supervisor.call('endCampaign', params(made))).state).toBe('ended');
    expect((await problemOf(supervisor.call('startCampaign', params(made)))).code).toBe('campaign-ended');
    expect((await supervisor.call('loadCampaign', params(made))).state).toBe('loaded');
    expect((await problemOf(supervisor.call('resumeCampaign', params(made)))).code).toBe('campaign-not-started');
    expect((await problemOf(supervisor.call('startCampaign', { params: { campaignId: 'x' } }))).code).toBe(
      'unknown-campaign',
    );
  });

  it('GT-2, GT-10: all campaigns and one, with the engine’s figures: active, or inactive with the reason', async () => {
    const { supervisor, bus } = bench;
    const running = await makeCampaign(bench, [bench.agent]);
    await makeCampaign(bench, [], { name: 'Survey' });
    await supervisor.call('startCampaign', params(running));
    const list = await supervisor.call('createList', { body: { name: 'People' } });
    await bench.store.addContacts({
      listId: list.id,
      contacts: [
        { number: '+33199001234' as never, name: 'Zoé', country: 'FR', timeZone: null, priority: 0, fields: {} },
      ],
    });
    await bench.manager.call('updateCampaign', { ...params(running), body: { listIds: [list.id] } });
    const inactive = picture(running.id, {
      active: false,
      reason: 'no-agent-assigned',
      detail: 'Nobody has joined.',
    });
    bus.show({ campaigns: [inactive] });
    const overviews = await supervisor.call('campaigns');
    expect(overviews.map(({ campaign, live }) => [campaign.name, campaign.state, live?.activity ?? null])).toEqual([
      ['Contract renewals', 'running', { active: false, reason: 'no-agent-assigned', detail: 'Nobody has joined.' }],
      ['Survey', 'loaded', null],
    ]);
    expect(overviews[0]?.counts).toMatchObject({ contacts: 1, callableNow: 1 });
    expect(overviews[0]?.compliancePackName).toBe('demo, 24 hours');
    bus.show({ campaigns: [picture(running.id, { active: true })] });
    expect((await supervisor.call('campaign', params(running))).live?.activity).toEqual({ active: true });
  });

  it('GW-6: agents of a campaign are told when it is started or loaded, once', async () => {
    const { supervisor, agent } = bench;
    const other = await bench.seat('olga', 'agent');
    const mine = await makeCampaign(bench, [agent]);
    const events = reader(agent.client.stream('agentEvents'));
    const others = reader(other.client.stream('agentEvents'));
    await events.take(1);
    await others.take(1);
    await supervisor.call('startCampaign', params(mine));
    await supervisor.call('startCampaign', params(mine));
    await supervisor.call('endCampaign', params(mine));
    await supervisor.call('loadCampaign', params(mine));
    bench.services.streams.close();
    const notices = (await events.rest()).filter(({ event }) => event === 'notice').map(({ data }) => data);
    expect(notices).toEqual([
      {
        kind: 'campaign-started',
        campaignId: mine.id,
        name: 'Contract renewals',
        text: 'Campaign started: Contract renewals',
        offers: 'join',
      },
      expect.objectContaining({ kind: 'campaign-loaded', campaignId: mine.id }),
    ]);
    expect((await others.rest()).map(({ event }) => event)).toEqual(['end']);
  });

  it('GW-6, BP-2: a preview campaign offers Get record; who works on a campaign is told when its mode changes', async () => {
    const { supervisor, manager, agent } = bench;
    const mine = await makeCampaign(bench, [agent], { mode: 'preview' });
    const events = reader(agent.client.stream('agentEvents'));
    await events.take(1);
    await manager.call('updateCampaign', { ...params(mine), body: { mode: 'push-preview' } });
    await manager.call('updateCampaign', { ...params(mine), body: { mode: 'preview' } });
    await supervisor.call('startCampaign', params(mine));
    await manager.call('updateCampaign', { ...params(mine), body: { mode: 'predictive' } });
    await manager.call('updateCampaign', { ...params(mine), body: { name: 'Renewals' } });
    bench.services.streams.close();
    const notices = (await events.rest()).filter(({ event }) => event === 'notice').map(({ data }) => data);
    expect(notices).toMatchObject([
      { kind: 'campaign-started', offers: 'get-record' },
      { kind: 'campaign-mode-changed', mode: 'predictive', text: expect.stringContaining('is now predictive') },
    ]);
  });

  it('GCC-3: no reserved agent in progressive is allowed, with a warning', async () => {
    const { manager } = bench;
    const saved = await manager.call('createCampaign', { body: { ...DRAFT, reserveAgent: false } });
    expect(saved.warnings.join()).toContain('GCC-3');
  });
});

function picture(campaignId: string, activity: CampaignPicture['activity']): LivePicture['campaigns'][number] {
  return {
    campaignId: campaignId as CampaignPicture['campaignId'],
    name: 'Contract renewals',
    mode: 'progressive',
    state: 'running',
    activity,
    pace: 1,
    calls: { dialing: 0, ringing: 0, screening: 0, waiting: 0, connected: 0 },
    agents: { joined: 0, ready: 0, reserved: 0, talking: 0, wrapUp: 0, notReady: 0 },
    totals: {
      attempts: 0,
      live: 0,
      connected: 0,
      abandoned: 0,
      outcomes: {},
      talkMs: 0,
      wrapUpMs: 0,
      agentMs: 0,
      screenedFrames: 0,
    },
    abandonRatio: 0,
    abandonTarget: 0.03,
    lost: { people: 0, upper: 0, ratio: 0, checked: 0 },
    answerRatio: null,
    stock: 0,
    lastDecision: null,
  };
}
