import type { CallbackEvent, Campaign, Interaction } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork, refusalOf } from './support/at-work.ts';
import { BareFloor } from './support/bare-floor.ts';
import { run, until } from './support/program.ts';

const floor = new BareFloor();
const MODES = ['preview', 'push-preview', 'progressive', 'power', 'predictive'] as const;
type Mode = (typeof MODES)[number];
const campaigns = new Map<string, Campaign>();
const agents = new Map<string, AtWork>();

const campaignOf = (name: string): Campaign => campaigns.get(name) ?? missing(name);
const agentOf = (name: string): AtWork => agents.get(name) ?? missing(name);

function missing(name: string): never {
  throw new Error(`no ${name}`);
}

/** In UTC, so many seconds from now. */
function at(inS: number): { date: string; time: string; timeZone: string } {
  const [date = '', time = ''] = new Date(Date.now() + 1_000 * inS).toISOString().split('T');
  return { date, time: time.slice(0, 8), timeZone: 'UTC' };
}

beforeAll(async () => {
  await floor.startServer();
  const away = await Promise.all(['away', 'other'].map((name) => floor.agent(`${name}-agent`)));
  const policy = { callbackAgentAway: 'supervisor', callbackGraceMs: 1_000, wrapUpMandatory: false } as const;
  const agentIds = away.map(({ user }) => user.id);
  campaigns.set('away', await floor.campaign('away', agentIds, { mode: 'progressive', ...policy }));
  for (const { user, client } of away) agents.set(user.username.replace('-agent', ''), new AtWork(client));
  for (const name of [...MODES, 'requests']) {
    const { user, client } = await floor.agent(`${name}-agent`);
    const how =
      name === 'requests'
        ? { mode: 'progressive' as const, kind: 'callback' as const, listIds: [] }
        : { mode: name as Mode };
    const campaign = await floor.campaign(name, [user.id], { wrapUpMandatory: false, ...how });
    campaigns.set(name, campaign);
    agents.set(name, new AtWork(client));
  }
  await floor.startEngine();
  for (const { id } of campaigns.values()) {
    await floor.operator().call('startCampaign', { params: { campaignId: id } });
  }
});

afterAll(async () => {
  for (const agent of agents.values()) agent.end();
  await floor.stop();
});

/** Whatever comes is talked to and wrapped up, until the callback comes. */
async function workUntilCallback(agent: AtWork, campaign: Campaign, callbackId: string): Promise<Interaction> {
  return await until(`callback ${callbackId} comes back in ${campaign.name}`, async () => {
    const { interaction, presence } = await agent.view();
    const came = interaction?.fromCallback?.callbackId === callbackId;
    if (interaction === null) {
      if (campaign.mode === 'preview' && presence.kind === 'ready') await agent.getRecord(campaign).catch(() => null);
      return null;
    }
    if (came && interaction.state !== 'offered') return interaction;
    const { state } = interaction;
    if (state === 'offered') await agent.act('accept').catch(() => null);
    else if (state === 'preview') await agent.decline('later').catch(() => null);
    else if (state === 'talking') await agent.act('hangUp').catch(() => null);
    else if (state === 'wrap-up') await agent.done().catch(() => null);
    return null;
  });
}

async function talkTo(agent: AtWork, campaign: Campaign): Promise<Interaction> {
  if (campaign.mode === 'preview') await agent.getRecord(campaign);
  if (campaign.mode === 'push-preview') {
    await agent.until('offered');
    await agent.act('accept');
  }
  if (campaign.mode === 'preview' || campaign.mode === 'push-preview') {
    await agent.until('preview');
    await agent.call();
  }
  return (await agent.until('talking')).interaction ?? missing('interaction');
}

/** One in the past is refused, corrected, and comes back at its time with its origin. */
async function comesBack(mode: Mode): Promise<void> {
  const agent = agentOf(mode);
  const campaign = campaignOf(mode);
  await agent.begin();
  await agent.join(campaign);
  const first = await talkTo(agent, campaign);
  const params = { interactionId: first.interactionId };
  const schedule = (inS: number, personal: boolean) =>
    agent.client.call('scheduleCallback', { params, body: { ...at(inS), personal, notes: 'as promised' } });
  expect(await refusalOf(schedule(-60, true))).toBe('callback-invalid');
  await agent.act('hangUp');
  await agent.until('wrap-up');
  expect(await refusalOf(agent.done(true))).toBe('callback-invalid');
  const personal = mode !== 'power';
  // Time enough to be done with the call before it is due.
  const { interaction } = await schedule(12, personal);
  const callback = interaction?.callback ?? missing('callback');
  expect(callback).toMatchObject({ state: 'scheduled', number: first.number });
  await agent.done();

  const back = await workUntilCallback(agent, campaign, callback.callbackId);
  expect(back).toMatchObject({
    origin: personal ? 'Personal callback' : 'Callback',
    contactId: first.contactId,
    fromCallback: { personal, notes: 'as promised' },
  });
  expect(back.history).toMatchObject([{ liveEnd: 'connected' }]);
  if (back.state === 'preview') await agent.call();
  await agent.until('talking');
  await agent.client.call('agentNotReady', { body: { reason: 'enough' } });
  await agent.act('hangUp');
  await agent.until('wrap-up');
  await agent.done(true);
  const done = await until('the callback is done', async () => {
    return (await floor.operator().call('callbacks', { query: { state: 'done', campaignId: campaign.id } }))[0];
  });
  expect(done).toMatchObject({ callbackId: callback.callbackId, tries: 1 });
}

describe('a callback, in server and engine as they run', () => {
  /** All modes side by side: what takes time is that callbacks come when they are due. */
  const callbacks = new Map<Mode, Promise<void>>();
  beforeAll(() => {
    for (const mode of MODES) {
      const work = comesBack(mode);
      work.catch(() => undefined);
      callbacks.set(mode, work);
    }
  });

  it.each(MODES)(
    'GW-13, GW-17, GW-18: in %s one in the past is refused, corrected, and comes back at its time with its origin',
    async (mode) => {
      await expect(callbacks.get(mode)).resolves.toBeUndefined();
    },
  );

  it('GCC-2: its agent is not there: supervisors are told, see what to do, and whoever they give it to gets it', async () => {
    const campaign = campaignOf('away');
    const operator = floor.operator();
    const told: CallbackEvent[] = [];
    const following = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const { event, data } of operator.stream('live', { signal: following.signal }))
        if (event === 'callback') told.push(data as CallbackEvent);
    };
    void follow().catch(() => undefined);
    const away = agentOf('away');
    await away.begin();
    await away.join(campaign);
    const { interactionId } = await talkTo(away, campaign);
    const body = { ...at(4), personal: true, notes: 'as promised' };
    const { interaction } = await away.client.call('scheduleCallback', { params: { interactionId }, body });
    await away.client.call('agentLogOut', { body: {} });
    await away.act('hangUp');
    await away.until('wrap-up');
    await away.done(true);
    await away.until('logged-out');

    const event = await until('supervisors are told', () => told[0]);
    expect(event.text).toContain('Its agent is not there');
    expect(event.callback).toMatchObject({ callbackId: interaction?.callback?.callbackId, state: 'due' });
    const [listed] = await operator.call('callbacks', { query: { forSupervisors: 'yes' } });
    expect(listed).toMatchObject({ campaignId: campaign.id, remedy: expect.stringContaining('give it to another') });
    const overview = await operator.call('campaign', { params: { campaignId: campaign.id } });
    expect(overview.callbacksForSupervisors).toBe(1);
    following.abort();

    const shown = await run(['callbacks', 'list', '--for-supervisors', '--data', floor.folder, '--url', floor.url], {
      OUTDIAL_TOKEN: floor.operatorToken(),
    });
    expect(shown.stdout).toContain('Its agent is not there');
    const callbackId = event.callback.callbackId;
    const given = await run(
      ['callbacks', 'give', callbackId, '--agent', 'other-agent', '--data', floor.folder, '--url', floor.url],
      { OUTDIAL_TOKEN: floor.operatorToken() },
    );
    expect([given.code, given.stderr]).toEqual([0, '']);
    const other = agentOf('other');
    await other.begin();
    await other.join(campaign);
    const came = await workUntilCallback(other, campaign, callbackId);
    expect(came).toMatchObject({ origin: 'Personal callback', fromCallback: { notes: 'as promised' } });
    await other.client.call('agentNotReady', { body: { reason: 'enough' } });
    await other.until('talking');
    await other.act('hangUp');
    await other.until('wrap-up');
    await other.done(true);
    expect(await operator.call('callbacks', { query: { forSupervisors: 'yes' } })).toEqual([]);
  });

  it('GCC-0: requests outlive kill -9 of the engine and of the server: none is lost, none is called twice', async () => {
    const campaign = campaignOf('requests');
    const operator = floor.operator();
    const asked = async (n: number, inS: number) =>
      operator.call('requestCallback', {
        body: {
          ...{ campaignId: campaign.id, number: `01 99 00 80 0${n}`, name: `Asker ${n}` },
          ...{ when: at(inS), idempotencyKey: `request-${n}` },
        },
      });
    const first = await asked(1, 2);
    const second = await asked(2, 5);
    const third = await asked(3, 6);
    expect((await asked(3, 6)).callbackId).toBe(third.callbackId);

    const agent = agentOf('requests');
    await agent.begin();
    await agent.join(campaign);
    expect(await workUntilCallback(agent, campaign, first.callbackId)).toMatchObject({ origin: 'Callback' });
    await agent.until('talking');
    // While the second one becomes due, the engine dies; then the server.
    await floor.killEngine();
    await floor.startEngine();
    await agent.until('wrap-up');
    await agent.done();
    const came = await workUntilCallback(agent, campaign, second.callbackId);
    expect(came.contactName).toBe('Asker 2');
    await agent.until('talking');
    await floor.killServer();
    await floor.startServer();
    await until('the engine is back', async () =>
      (await floor.operator().call('health')).engine === 'connected' ? true : null,
    );
    await agent.act('hangUp');
    await agent.until('wrap-up');
    await agent.done();
    await workUntilCallback(agent, campaign, third.callbackId);
    await agent.until('talking');
    await agent.client.call('agentNotReady', { body: { reason: 'enough' } });
    await agent.act('hangUp');
    await agent.until('wrap-up');
    await agent.done();
    const attempts = await floor.operator().call('attempts', { query: { campaignId: campaign.id, limit: 100 } });
    expect(attempts.map(({ contactName }) => contactName).sort()).toEqual(['Asker 1', 'Asker 2', 'Asker 3']);
    const done = await floor.operator().call('callbacks', { query: { state: 'done', campaignId: campaign.id } });
    expect(done.map(({ callbackId }) => callbackId).sort()).toEqual(
      [first, second, third].map(({ callbackId }) => callbackId).sort(),
    );
  });
});
