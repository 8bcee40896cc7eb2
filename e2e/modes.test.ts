import type { Campaign, E164 } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork, refusalOf } from './support/at-work.ts';
import { BareFloor, PASSWORD } from './support/bare-floor.ts';
import { outdial, until } from './support/program.ts';

const DESK = '+33199000002' as E164;
const MODES = ['preview', 'push-preview', 'progressive', 'power', 'predictive'] as const;
const NAMES = [...MODES, 'silent', 'changing', 'surviving', 'piped'] as const;

const floor = new BareFloor();
const agents = new Map<string, AtWork>();
const campaigns = new Map<string, Campaign>();

beforeAll(async () => {
  await floor.startServer();
  await Promise.all(
    NAMES.map(async (name) => {
      const { user, client } = await floor.agent(name);
      agents.set(name, new AtWork(client));
      const byHand = name === 'silent' || name === 'surviving' || name === 'piped';
      const mode = byHand ? 'preview' : name === 'changing' ? 'power' : name;
      // One line for each agent: two would leave a second person on the line when the first is done.
      const linesPerAgent = 1;
      const answer = name === 'progressive' ? 'manual' : 'automatic';
      campaigns.set(name, await floor.campaign(name, [user.id], { mode, answer, linesPerAgent }));
    }),
  );
  floor.silent.add(of(campaigns, 'silent').id);
  await floor.startEngine();
  await Promise.all([...agents.values()].map((agent) => agent.begin()));
});
afterAll(async () => {
  for (const agent of agents.values()) agent.end();
  await floor.stop();
});

function of<T>(from: ReadonlyMap<string, T>, name: (typeof NAMES)[number]): T {
  const found = from.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

/** The agent of a mode and its campaign, started; GW-6: the agent is told. */
async function started(name: (typeof NAMES)[number]) {
  const agent = of(agents, name);
  const campaign = of(campaigns, name);
  await floor.operator().call('startCampaign', { params: { campaignId: campaign.id } });
  const notice = await until('the notice of the start', () =>
    agent.notices.find(({ kind }) => kind === 'campaign-started'),
  );
  return { agent, campaign, notice };
}

/** When people want to be called back: a full second that leaves time for the rest of the test that asks. */
let callBackAtMs = 0;
const back = (personal: boolean) => {
  callBackAtMs = Math.ceil(Date.now() / 1_000) * 1_000 + 20_000;
  return { atMs: callBackAtMs, personal };
};

const attempts = async ({ id }: Campaign) =>
  (await floor.operator().call('attempts', { query: { campaignId: id, limit: 100 } })).reverse();

describe('a person at work over HTTP, in each mode, against real processes', () => {
  it('BP-2, GW-2, GW-6, GW-7, GW-8, GW-10, BP-7, BP-8, BP-9: preview', async () => {
    const { agent, campaign, notice } = await started('preview');
    expect(notice).toMatchObject({ text: 'Campaign started: preview', offers: 'get-record' });
    await agent.getRecord(campaign);
    const read = await agent.until('preview');
    expect(read.interaction).toMatchObject({
      ...{ contactName: 'preview 0', origin: 'outbound campaign preview', direction: 'outbound', attempts: 0 },
      ...{ fields: { city: 'Lyon' }, callStatus: null },
    });
    await agent.decline('later');
    await agent.until('preview', ({ interaction }) => interaction?.contactName === 'preview 1');
    expect(await refusalOf(agent.call({ callerId: '+33199009999' }))).toBe('unknown-caller-id');
    const calling = await agent.call({ callerId: DESK });
    expect(calling.interaction).toMatchObject({ state: 'dialing', origin: 'outbound campaign call: connecting…' });
    const attemptId = await agent.workTheCall('spoken to', back(true));
    await agent.done();
    await agent.until('preview', ({ interaction }) => interaction?.contactName === 'preview 2');
    await agent.decline('do-not-call', true);
    expect((await agent.view()).presence.kind).toBe('ready');
    const made = await until('the attempt is wrapped up', async () => {
      const [only, ...more] = await attempts(campaign);
      return only?.wrapUpCode == null || more.length > 0 ? null : only;
    });
    expect(made).toMatchObject({
      attemptId,
      callerId: DESK,
      wrapUpCode: 'sale',
      notes: 'spoken to',
      liveEnd: 'connected',
    });
    await agent.getRecord(campaign);
    await agent.until('preview', ({ interaction }) => interaction?.contactName === 'preview 3');
    await agent.decline('later', true);
  });

  it('GCC-4, WX-12: preview where nobody answers: redialed up to the rule’s limit, and wrapped up', async () => {
    const { agent, campaign } = await started('silent');
    await agent.getRecord(campaign);
    await agent.until('preview');
    await agent.call();
    const over = await agent.until('wrap-up');
    expect(over.interaction).toMatchObject({ callStatus: 'no-answer', redialsLeft: 1 });
    await agent.redial();
    const again = await agent.until('wrap-up', ({ interaction }) => interaction?.redialsLeft === 0);
    expect(again.allowedActions).not.toContain('redial');
    expect(await refusalOf(agent.redial())).toBe('redials-used-up');
    await agent.client.call('wrapUp', { params: await agent.inHand(), body: { code: 'sale', notes: 'rang out' } });
    await agent.done(true);
    const made = await until('both attempts are closed', async () => {
      const all = await attempts(campaign);
      return all.length === 2 && all.every(({ state }) => state === 'closed') ? all : null;
    });
    expect(made.map(({ outcome }) => outcome)).toEqual(['no-answer', 'no-answer']);
  });

  it('OUT-4, GCC-4: the last contact is called once more after Done, from not ready, as often as the rule allows', async () => {
    const agent = of(agents, 'silent');
    const campaign = of(campaigns, 'silent');
    const wrapUp = async () => {
      await agent.until('wrap-up');
      await agent.client.call('wrapUp', { params: await agent.inHand(), body: { code: 'sale', notes: 'rang out' } });
      return await agent.done(true);
    };
    await agent.getRecord(campaign);
    const read = await agent.until('preview');
    await agent.call();
    await wrapUp();
    const paused = await agent.client.call('agentNotReady', { body: { reason: 'paperwork' } });
    expect(paused.allowedActions).toContain('redial-last');
    // The next engine knows whom they called last.
    await floor.killEngine();
    await floor.startEngine();
    const known = await agent.until('not-ready', ({ last }) => last !== null);
    expect(known).toMatchObject({ last: { contactName: read.interaction?.contactName, redialsLeft: 1 } });
    const again = await agent.client.call('redialLast', { body: {} });
    expect(again.interaction?.contactId).toBe(read.interaction?.contactId);
    expect(await wrapUp()).toMatchObject({ presence: { kind: 'not-ready', reason: 'paperwork' } });
    expect(await refusalOf(agent.client.call('redialLast', { body: {} }))).toBe('redials-used-up');
    const made = (await attempts(campaign)).filter(({ contactId }) => contactId === read.interaction?.contactId);
    expect(made.map(({ outcome }) => outcome)).toEqual(['no-answer', 'no-answer']);
  });

  it('BP-2, GW-4, GW-5, GW-7, GW-9, BP-7: push-preview', async () => {
    const { agent, campaign, notice } = await started('push-preview');
    expect(notice.offers).toBe('join');
    await agent.join(campaign);
    const offered = await agent.until('offered');
    expect(offered.interaction).toMatchObject({
      callId: null,
      contactName: 'push-preview 0',
      campaignName: campaign.name,
    });
    await agent.act('reject');
    expect((await agent.view()).presence.kind).toBe('not-ready');
    await agent.ready();
    await agent.until('offered', ({ interaction }) => interaction?.contactName === 'push-preview 0');
    await agent.act('accept');
    await agent.until('preview');
    await agent.call();
    await agent.workTheCall('pushed', back(true));
    await agent.done();
    await agent.until('offered', ({ interaction }) => interaction?.contactName === 'push-preview 1');
    await agent.act('accept');
    await agent.done();
    await agent.until('offered', ({ interaction }) => interaction?.contactName === 'push-preview 2');
    await agent.act('reject');
  });

  it('BP-2, GW-3, GW-9, GW-10, WX-1, WX-4, WX-5, GCC-3: progressive, with a manual answer', async () => {
    const { agent, campaign } = await started('progressive');
    await agent.join(campaign);
    const offered = await agent.until('offered');
    expect(offered.interaction).toMatchObject({ direction: 'outbound', campaignName: 'progressive' });
    await agent.act('accept');
    await agent.workTheCall('accepted', back(false));
    await agent.done();
    // The next contact is dialed at once, one for this agent.
    await agent.until('offered', ({ interaction }) => interaction?.contactName === 'progressive 1');
    await until('the first attempt is closed, and one is under way', async () => {
      const underWay = (await attempts(campaign)).filter(({ state }) => state === 'under-way');
      return underWay.length === 1 ? true : null;
    });
    await agent.act('reject');
    await agent.ready();
    await agent.until('offered', ({ interaction }) => interaction?.contactName === 'progressive 1');
    await agent.act('reject');
  });

  for (const mode of ['power', 'predictive'] as const) {
    it(`BP-2, GW-3, WX-10, GW-10: ${mode}`, async () => {
      const { agent, campaign } = await started(mode);
      expect(await attempts(campaign)).toEqual([]);
      await agent.join(campaign);
      const attemptId = await agent.workTheCall(mode, back(false));
      await agent.client.call('agentNotReady', { body: { reason: 'test over' } });
      await agent.done();
      const made = await until('the attempt is wrapped up', async () =>
        (await attempts(campaign)).find((one) => one.attemptId === attemptId && one.wrapUpCode !== null),
      );
      expect(made).toMatchObject({ notes: mode, liveEnd: 'connected', endedBy: 'agent' });
    });
  }

  it('BP-2: a campaign changes its mode while it runs; calls under way are finished, and its agents are told', async () => {
    const { agent, campaign } = await started('changing');
    await agent.join(campaign);
    await agent.until('talking');
    const body = { mode: 'preview' as const };
    await floor.operator().call('updateCampaign', { params: { campaignId: campaign.id }, body });
    const notice = await until('the notice of the change', () =>
      agent.notices.find(({ kind }) => kind === 'campaign-mode-changed'),
    );
    expect(notice.text).toBe('changing is now preview: get a record, read it, and call by hand.');
    await agent.workTheCall('under the old rules');
    await agent.done();
    expect((await agent.view()).presence.kind).toBe('ready');
    await agent.getRecord(campaign);
    await agent.until('preview');
    const overview = await floor.operator().call('campaign', { params: { campaignId: campaign.id } });
    expect(overview.counts.leased).toBe(1);
  });

  it('BP-9, OUT-5, GW-2, BP-7: a person works with `outdial agent` on a pipe, from the log-in to the wrap-up', async () => {
    const { campaign } = await started('piped');
    const terminal = outdial(['agent', '--url', floor.url, '--user', 'piped', '--json'], {
      OUTDIAL_PASSWORD: PASSWORD,
    });
    const lines = [
      ...['ready', 'get-record piped', 'wait preview 60s', 'call 1 from 2', 'wait talking 60s', 'not-ready enough'],
      ...['hang-up', 'wait wrap-up 60s', 'code sale typed by hand', 'done', 'wait not-ready 60s', 'quit'],
    ];
    terminal.child.stdin?.end(`${lines.join('\n')}\n`);
    const ended = await terminal.ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const made = await until('the attempt is wrapped up', async () =>
      (await attempts(campaign)).find(({ wrapUpCode }) => wrapUpCode === 'sale'),
    );
    expect(made).toMatchObject({ notes: 'typed by hand', callerId: DESK, liveEnd: 'connected' });
  });

  it('GW-12, OUT-5: a record in hand survives the server and the engine, and goes to the top of the list where nobody takes it', async () => {
    const { agent, campaign } = await started('surviving');
    await agent.getRecord(campaign);
    await agent.until('preview', ({ interaction }) => interaction?.contactName === 'surviving 0');
    await agent.decline('later');
    await agent.until('preview', ({ interaction }) => interaction?.contactName === 'surviving 1');
    await floor.killServer();
    await floor.startServer();
    await until('the engine is back at the server', async () =>
      (await floor.operator().call('health')).engine === 'connected' ? true : null,
    );
    const after = new AtWork(await floor.logIn('surviving'));
    await after.until('preview', ({ interaction }) => interaction?.contactName === 'surviving 1');

    await after.client.call('agentReadyAfterWrapUp', { body: { ready: false } });
    await floor.killEngine();
    await floor.startEngine();
    await until('the engine has the agents again', async () =>
      (await floor.operator().call('health')).engine === 'connected' ? true : null,
    );
    await after.until('preview', ({ interaction }) => interaction?.contactName === 'surviving 1');
    const leased = async (): Promise<number> =>
      (await floor.operator().call('campaign', { params: { campaignId: campaign.id } })).counts.leased;
    expect(await leased()).toBe(1);
    // Who is leaving lets go of it when the engine dies: it is on top of the list.
    await after.client.call('agentLogOut', { body: {} });
    await floor.killEngine();
    await floor.startEngine();
    await after.until('logged-out');
    expect(await leased()).toBe(0);
    await after.client.call('agentLogIn', { body: {} });
    await after.ready();
    await after.getRecord(campaign);
    await after.until('preview', ({ interaction }) => interaction?.contactName === 'surviving 1');
    await after.call();
    await after.workTheCall('after both deaths');
    // OUT-5: the standing choice outlived the engine that heard it.
    expect(await after.done(true)).toMatchObject({ presence: { kind: 'not-ready' }, readyAfterWrapUp: false });
  });

  it('GW-13, GW-17, GW-18: what was scheduled for a moment comes back at it, in each mode, and says what it is', async () => {
    await until('the time of the last one has come', () => (Date.now() > callBackAtMs ? true : null));
    for (const mode of MODES) {
      const agent = of(agents, mode);
      await agent.ready();
      if (mode === 'preview') await agent.getRecord(of(campaigns, mode));
      const personal = mode === 'preview' || mode === 'push-preview';
      const origin = personal ? 'Personal callback' : 'Callback';
      const first = mode === 'preview' ? 'preview' : mode === 'power' || mode === 'predictive' ? 'talking' : 'offered';
      let view = await agent.until(first);
      // Where the engine dials by itself a record that was in stock may be the first.
      for (let n = 0; n < 3 && view.interaction?.origin !== origin; n++) {
        if (first === 'offered') await agent.act('accept');
        await agent.finishTheCall();
        view = await agent.until(first);
      }
      expect(view.interaction, mode).toMatchObject({
        ...{ origin, contactName: mode === 'preview' ? 'preview 1' : `${mode} 0` },
      });
    }
  });
});
