import { ApiError, seededRandom, VirtualClock } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import type { FakeServer } from '../testing/fake-server.ts';
import { ANNA, BASE_URL, fakeFloor, OFFERS, pass, RENEWALS, SURVEY, settle, ZOE } from '../testing/floor.ts';
import type { AgentClient, AgentClientEvent } from './agent-client.ts';
import { createAgentClient } from './create-agent-client.ts';

interface Bench {
  clock: VirtualClock;
  server: FakeServer;
  client: AgentClient;
  events: AgentClientEvent[];
}

function bench(rest: { password?: string } = {}): Bench {
  const clock = new VirtualClock(1_000_000);
  const server = fakeFloor(clock);
  const client = createAgentClient({
    baseUrl: BASE_URL,
    clock,
    username: ANNA.username,
    password: rest.password ?? ANNA.password,
    fetch: server.fetch,
    random: seededRandom(7),
  });
  const events: AgentClientEvent[] = [];
  client.subscribe((event) => events.push(event));
  return { clock, server, client, events };
}

async function atWork(): Promise<Bench> {
  const b = bench();
  await b.client.logIn();
  await b.client.join(RENEWALS);
  await b.client.join(SURVEY);
  await b.client.ready();
  await settle();
  return b;
}

const code = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'nothing was thrown',
    (cause: unknown) => (cause instanceof ApiError ? cause.code : String(cause)),
  );

describe('at work', () => {
  it('GW-1: shows the campaigns that the agent is assigned to, with mode and state, and joins and leaves them', async () => {
    const { client } = bench();
    const view = await client.logIn();
    expect(view.presence.kind).toBe('not-ready');
    expect(view.campaigns).toEqual([
      { campaignId: RENEWALS, name: 'Contract renewals', mode: 'progressive', state: 'running', joined: false },
      { campaignId: SURVEY, name: 'Satisfaction survey', mode: 'power', state: 'running', joined: false },
      { campaignId: OFFERS, name: 'Winter offers', mode: 'predictive', state: 'paused', joined: false },
    ]);
    expect((await client.join(SURVEY)).campaigns.map((campaign) => campaign.joined)).toEqual([false, true, false]);
    expect((await client.leave(SURVEY)).campaigns.map((campaign) => campaign.joined)).toEqual([false, false, false]);
  });

  it('BP-4, BP-5, WX-5: a live answer alerts with outbound mark, campaign, contact and number', async () => {
    const { server, events } = await atWork();
    server.agent(ANNA.id).deliver(RENEWALS, ZOE);
    await settle();
    const alerts = events.filter((event) => event.type === 'alert');
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.interaction).toMatchObject({
      direction: 'outbound',
      campaignName: 'Contract renewals',
      contactName: 'Zoé Martin',
      number: '+33199001234',
      state: 'offered',
    });
  });

  it('BP-6: an automatic campaign is joined without Accept, and alerts all the same', async () => {
    const { server, client, events } = await atWork();
    server.agent(ANNA.id).deliver(SURVEY, ZOE);
    await settle();
    expect(client.view?.presence.kind).toBe('talking');
    expect(events.filter((event) => event.type === 'alert')).toHaveLength(1);
  });

  it('GW-9, GW-10: accept connects; the origin names the person once they are there', async () => {
    const { server, client } = await atWork();
    server.agent(ANNA.id).deliver(RENEWALS, ZOE);
    await settle();
    expect((await client.accept()).interaction?.origin).toBe('outbound campaign call: connecting…');
    server.agent(ANNA.id).connected();
    await settle();
    expect(client.view?.interaction?.origin).toBe('outbound campaign call to Zoé Martin');
  });

  it('GW-9: reject returns the record to the top of the list, and the agent goes not ready', async () => {
    const { server, client } = await atWork();
    server.agent(ANNA.id).deliver(RENEWALS, ZOE);
    await settle();
    const view = await client.reject();
    expect(view.presence).toMatchObject({ kind: 'not-ready', reason: 'offer rejected' });
    expect(server.returned.map((contact) => contact.contactId)).toEqual([ZOE.contactId]);
  });

  it('GW-12: an offer that nobody answers times out; accept then says so', async () => {
    const { clock, server, client } = await atWork();
    server.agent(ANNA.id).deliver(RENEWALS, ZOE);
    await settle();
    const offered = client.view?.interaction?.interactionId ?? '';
    await pass(clock, 20_000, 5_000);
    expect(client.view?.presence).toMatchObject({ kind: 'not-ready', reason: 'offer timed out' });
    expect(await code(client.accept())).toBe('no-call');
    expect(await code(client.accept(offered))).toBe('unknown-interaction');
  });

  it('BP-8, WX-11: hold and resume; a call on hold cannot be ended', async () => {
    const { server, client } = await atWork();
    server.agent(ANNA.id).deliver(SURVEY, ZOE);
    await settle();
    expect((await client.hold()).presence.kind).toBe('held');
    expect(await code(client.hangUp())).toBe('call-on-hold');
    await client.resume();
    expect((await client.hangUp()).presence.kind).toBe('wrap-up');
  });

  it('BP-9, WX-12: a mandatory code must be set before done; code and notes arrive', async () => {
    const { server, client } = await atWork();
    server.agent(ANNA.id).deliver(RENEWALS, ZOE);
    await settle();
    await client.accept();
    server.agent(ANNA.id).connected();
    server.agent(ANNA.id).callOver();
    await settle();
    expect(await code(client.done())).toBe('wrap-up-code-required');
    expect(await code(client.wrapUp({ code: 'unheard-of' }))).toBe('unknown-wrap-up-code');
    await client.wrapUp({ notes: 'papers by post' });
    await client.wrapUp({ code: 'sale' });
    expect((await client.done()).presence.kind).toBe('ready');
    expect(server.wrapUps).toEqual([
      {
        agentId: ANNA.id,
        contactId: ZOE.contactId,
        campaignId: RENEWALS,
        code: 'sale',
        notes: 'papers by post',
        by: 'agent',
      },
    ]);
  });

  it('OUT-5: a pause asked for during a call takes effect after wrap-up', async () => {
    const { server, client } = await atWork();
    server.agent(ANNA.id).deliver(SURVEY, ZOE);
    await settle();
    expect((await client.notReady('lunch')).presence).toMatchObject({ kind: 'talking', after: { reason: 'lunch' } });
    await client.hangUp();
    expect((await client.done()).presence).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
  });
});

describe('what goes wrong', () => {
  it('a wrong password is an ApiError with its code and the remedy', async () => {
    const { client } = bench({ password: 'wrong' });
    const error = await client.logIn().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'wrong-credentials', status: 401 });
    expect(String(error)).toContain('an administrator can reset the password');
  });

  it('a version that moved on is sent once more where the agent still stands there, and refused where not', async () => {
    const { server, client } = await atWork();
    const agent = server.agent(ANNA.id);
    agent.deliver(SURVEY, ZOE);
    await settle();
    server.streams.fallSilent();
    agent.touch();
    expect((await client.hold()).presence.kind).toBe('held');
    agent.callOver();
    expect(await code(client.resume())).toBe('stale-version');
    expect(client.view?.presence.kind).toBe('wrap-up');
  });

  it('GW-6: a cut stream is followed again from the last event, with back-off, and no notice is missed', async () => {
    const { clock, server, client, events } = await atWork();
    server.kill();
    await settle();
    expect(client.link).toMatchObject({ kind: 'lost', tries: 1 });
    server.notice(ANNA.id, {
      kind: 'campaign-started',
      offers: 'join',
      campaignId: OFFERS,
      name: 'Winter offers',
      text: 'Campaign started: Winter offers',
    });
    await pass(clock, 3_000);
    expect(client.link).toMatchObject({ kind: 'lost' });
    server.up();
    await pass(clock, 5_000);
    expect(client.link.kind).toBe('open');
    expect(server.streams.resumedFrom.at(-1)).not.toBeNull();
    expect(events.filter((event) => event.type === 'notice').map((event) => event.notice.text)).toEqual([
      'Campaign started: Winter offers',
    ]);
    await client.close();
    expect(client.link.kind).toBe('closed');
  });

  it('back-off has jitter from the seeded stream, doubles, and is bounded', async () => {
    const { clock, server, events } = await atWork();
    server.kill();
    await pass(clock, 60_000, 250);
    const waits = events.flatMap((e) => (e.type === 'link' && e.link.kind === 'lost' ? [e.link.retryInMs] : []));
    expect(waits[0]).toBeLessThanOrEqual(250);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
    expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(2_500);
    expect(new Set(waits.slice(6)).size).toBeGreaterThan(3);
  });

  it('a host that falls silent is noticed within half a minute', async () => {
    const { clock, server, client } = await atWork();
    server.mute = true;
    server.streams.fallSilent();
    await pass(clock, 30_000, 1_000);
    expect(client.link).toMatchObject({ kind: 'lost' });
  });

  it('a token that ended is renewed with the password, by command and by stream', async () => {
    const { clock, server, client } = await atWork();
    server.expireTokens();
    expect((await client.notReady('break')).presence.kind).toBe('not-ready');
    await pass(clock, 2_000);
    expect(client.link.kind).toBe('open');
    expect(server.requests.filter((request) => request === 'post /v1/sessions').length).toBeLessThanOrEqual(2);
  });

  it('a user who is shut out is told so, and the server is not asked for ever', async () => {
    const { clock, server, client } = await atWork();
    server.users.splice(0, server.users.length);
    server.expireTokens();
    await pass(clock, 10_000);
    expect(client.link.kind).toBe('logged-off');
    const before = server.requests.length;
    await pass(clock, 60_000, 1_000);
    expect(server.requests.length).toBe(before);
  });

  it('tells when the engine is lost and when it is back', async () => {
    const { server, client, events } = await atWork();
    server.setEngine('lost');
    await settle();
    expect(await code(client.ready())).toBe('engine-lost');
    server.setEngine('connected');
    await settle();
    const told = events.flatMap((event) => (event.type === 'engine' ? [event.engine] : []));
    expect(told).toEqual(['lost', 'connected']);
  });
});
