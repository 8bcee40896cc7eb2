import type { Campaign } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
let campaign: Campaign;
beforeEach(async () => {
  bench = await openBench();
  campaign = await makeCampaign(bench, [bench.agent], {
    wrapUpCodes: [{ code: 'sale', label: 'Sale' }],
    wrapUpMandatory: true,
    screenPopTemplate: 'https://crm.example/c/{contactId}?no={fields.customer no}&tel={number}&x={fields.unheard}',
  });
});
afterEach(() => bench.close());

const body = {};

async function ready(): Promise<void> {
  await bench.agent.call('agentLogIn', { body });
  await bench.agent.call('agentReady', { body });
}

describe('at work', () => {
  it('GW-1: my campaigns with mode and state, joined and left; those of others are none of mine', async () => {
    const { agent } = bench;
    const other = await makeCampaign(bench, [], { name: 'Not mine' });
    await agent.call('agentLogIn', { body });
    const mine = { campaignId: campaign.id, name: campaign.name, mode: 'progressive', state: 'loaded' };
    expect((await agent.call('agentView')).campaigns).toEqual([{ ...mine, joined: false }]);
    const params = { campaignId: campaign.id };
    expect((await agent.call('agentJoin', { params, body })).campaigns).toEqual([{ ...mine, joined: true }]);
    expect((await agent.call('agentLeave', { params, body })).campaigns).toEqual([{ ...mine, joined: false }]);
    const refused = problemOf(agent.call('agentJoin', { params: { campaignId: other.id }, body }));
    expect((await refused).code).toBe('agent-not-assigned');
    await bench.supervisor.call('endCampaign', { params });
    expect((await problemOf(agent.call('agentJoin', { params, body }))).code).toBe('campaign-ended');
  });

  it('GW-1: what was joined is joined again at the next log-in, as far as one is still assigned', async () => {
    const { agent, bus, store } = bench;
    const second = await makeCampaign(bench, [agent], { name: 'Second' });
    await agent.call('agentLogIn', { body: { phone: 'sip:anna' } });
    for (const { id } of [campaign, second]) await agent.call('agentJoin', { params: { campaignId: id }, body });
    // The bus keeps mirrors; the double leaves that to the test.
    await store.saveMirrors([...bus.agents().values()]);
    await agent.call('agentLogOut', { body });
    await bench.manager.call('updateCampaign', { params: { campaignId: second.id }, body: { agentIds: [] } });
    const view = await agent.call('agentLogIn', { body: { phone: 'sip:anna' } });
    expect(view.campaigns).toMatchObject([{ campaignId: campaign.id, joined: true }]);
    expect(bus.agents().get(agent.user.id)?.joined).toEqual([campaign.id]);
    expect(bus.seats.get(agent.user.id)).toEqual({
      agentId: agent.user.id,
      name: 'anna name',
      phone: 'sip:anna',
      phoneMode: 'nailed-up',
    });
  });

  it('OUT-5: automatic ready after wrap-up is chosen once, and still stands at the next log-in', async () => {
    const { agent, bus } = bench;
    await ready();
    expect((await agent.call('agentView')).readyAfterWrapUp).toBeNull();
    const off = await agent.call('agentReadyAfterWrapUp', { body: { ready: false } });
    expect(off.readyAfterWrapUp).toBe(false);
    await agent.call('agentLogOut', { body });
    await agent.call('agentLogIn', { body });
    expect(bus.seats.get(agent.user.id)).toMatchObject({ readyAfterWrapUp: false });
    const left = await agent.call('agentReadyAfterWrapUp', { body: { ready: null } });
    expect(left.readyAfterWrapUp).toBeNull();
  });

  it('BP-5, WX-5: the alert names campaign, contact and number, and is marked outbound', async () => {
    const { agent, bus } = bench;
    await ready();
    bus.deliver(agent.user.id, campaign, 'offered');
    const view = await agent.call('agentView');
    expect(view.presence.kind).toBe('offered');
    expect(view.allowedActions).toEqual(expect.arrayContaining(['accept', 'reject']));
    expect(view.interaction).toMatchObject({
      state: 'offered',
      direction: 'outbound',
      campaignName: 'Contract renewals',
      contactName: 'Zoé Martin',
      number: '+33199001234',
      expiresAtMs: bench.clock.nowMs() + 20_000,
    });
  });

  it('WX-3: the contact’s fields, and a link in which no value changes the link', async () => {
    const { agent, bus } = bench;
    await ready();
    bus.deliver(agent.user.id, campaign, 'connected');
    const { interaction } = await agent.call('agentView');
    expect(interaction?.fields).toEqual({ 'customer no': 'A/1?b=c&d', city: 'Nîmes' });
    expect(interaction?.screenPopUrl).toBe(
      'https://crm.example/c/contact-1?no=A%2F1%3Fb%3Dc%26d&tel=%2B33199001234&x=',
    );
  });

  it('BP-9, WX-6: the agent sets a code after the call; where it is mandatory, done without it says which there are', async () => {
    const { agent, bus } = bench;
    bus.mandatory = true;
    await ready();
    const { interactionId } = bus.deliver(agent.user.id, campaign, 'connected');
    const params = { interactionId };
    const early = await problemOf(agent.call('done', { params, body }));
    expect(early.code).toBe('wrap-up-code-required');
    const view = await agent.call('hangUp', { params, body });
    expect(view).toMatchObject({
      presence: { kind: 'wrap-up' },
      allowedActions: expect.arrayContaining(['wrap-up', 'done']),
      interaction: { wrapUpMandatory: true, wrapUpCodes: [{ code: 'sale', label: 'Sale' }] },
    });
    const unknown = await problemOf(agent.call('wrapUp', { params, body: { code: 'no-such-code' } }));
    expect(unknown).toMatchObject({ code: 'unknown-wrap-up-code', problem: { codes: ['sale'] } });
    const missing = await problemOf(agent.call('done', { params, body }));
    expect(missing).toMatchObject({ code: 'wrap-up-code-required', problem: { codes: ['sale'] } });
    const set = await agent.call('wrapUp', { params, body: { code: 'sale', notes: 'papers by post' } });
    expect(set.interaction).toMatchObject({ wrapUpCode: 'sale', notes: 'papers by post' });
    expect((await agent.call('done', { params, body })).presence.kind).toBe('ready');
  });

  it('a command says which version it saw, and is refused where the state has moved on', async () => {
    const { agent, bus } = bench;
    const { version } = await agent.call('agentLogIn', { body });
    await agent.call('agentReady', { body: { expectedVersion: version } });
    const late = agent.call('agentNotReady', { body: { reason: 'break', expectedVersion: version } });
    expect((await problemOf(late)).code).toBe('stale-version');
    expect(bus.sent.at(-1)).toEqual({
      command: { type: 'agent.not-ready', agentId: agent.user.id, reason: 'break', by: 'agent' },
      expectedVersion: version,
    });
  });

  it('what the engine refuses is a problem of the same code', async () => {
    const { agent } = bench;
    expect((await problemOf(agent.call('agentReady', { body }))).code).toBe('agent-logged-out');
    await agent.call('agentLogIn', { body });
    expect((await problemOf(agent.call('agentLogIn', { body }))).code).toBe('agent-already-logged-in');
    const params = { interactionId: 'another' };
    expect((await problemOf(agent.call('accept', { params, body }))).code).toBe('unknown-interaction');
  });

  it('while the engine is lost: 503, and a view that says so and offers nothing', async () => {
    const { agent, bus } = bench;
    await ready();
    bus.loseEngine();
    expect(await problemOf(agent.call('agentNotReady', { body: { reason: 'x' } }))).toMatchObject({
      code: 'engine-lost',
      status: 503,
    });
    expect(await agent.call('agentView')).toMatchObject({
      engine: 'lost',
      allowedActions: [],
      presence: { kind: 'ready' },
    });
    bus.returnEngine();
    expect((await agent.call('agentView')).engine).toBe('connected');
  });
});
