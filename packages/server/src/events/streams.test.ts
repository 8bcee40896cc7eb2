import type { CallId, MonitorTick, StreamEvent } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf, reader } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const kinds = (events: readonly StreamEvent[]) => events.map(({ event }) => event);
/** Lets streams move on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const states = (events: readonly StreamEvent[]) =>
  events.map(({ data }) => (data as { presence?: { kind: string } }).presence?.kind);

function follow(lastEventId?: string) {
  return reader(bench.agent.client.stream('agentEvents', lastEventId === undefined ? {} : { lastEventId }));
}

describe('the agent’s stream', () => {
  it('BP-4: the whole view at once and at every change, with ids that count up', async () => {
    const { agent } = bench;
    const events = follow();
    const [first] = await events.take(1);
    expect(first).toMatchObject({ event: 'view', data: { presence: { kind: 'logged-out' } } });
    const campaign = await makeCampaign(bench, [agent]);
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    bench.bus.deliver(agent.user.id, campaign, 'offered');
    const seen = await events.take(4);
    expect(kinds(seen)).toEqual(['view', 'view', 'view', 'view']);
    expect(states(seen)).toEqual(['logged-out', 'not-ready', 'ready', 'offered']);
    const numbers = seen.map(({ id }) => Number(id?.split('.')[1]));
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  it('sends what was missed after Last-Event-ID, and nothing twice', async () => {
    const { agent } = bench;
    const events = follow();
    await events.take(1);
    await agent.call('agentLogIn', { body: {} });
    const [seen] = await events.take(1);
    await events.leave();
    await agent.call('agentReady', { body: {} });
    bench.bus.loseEngine();
    const again = follow(seen?.id);
    const missed = await again.take(3);
    expect(kinds(missed)).toEqual(['view', 'notice', 'view']);
    expect(missed[1]?.data).toMatchObject({ kind: 'engine-lost' });
    expect(missed[2]?.data).toMatchObject({ engine: 'lost', presence: { kind: 'ready' } });
    bench.bus.returnEngine();
    expect((await again.take(2)).map(({ data }) => data)).toMatchObject([
      { kind: 'engine-back' },
      { engine: 'connected' },
    ]);
  });

  it('an id that is too old, or of another life: a notice of the gap, and a fresh view', async () => {
    const { agent } = bench;
    const events = follow();
    const [first] = await events.take(1);
    await events.leave();
    await agent.call('agentLogIn', { body: {} });
    for (let i = 0; i < 40; i++) {
      await agent.call('agentReady', { body: {} });
      await agent.call('agentNotReady', { body: { reason: 'x' } });
    }
    for (const lastEventId of [first?.id, 'another-life.3', 'nonsense', `${first?.id}9999`]) {
      const again = follow(lastEventId);
      const [gap, view] = await again.take(2);
      expect(gap, lastEventId).toMatchObject({ event: 'notice', data: { kind: 'gap' } });
      expect(view).toMatchObject({ event: 'view', data: { presence: { kind: 'not-ready' } } });
      await again.leave();
      const after = follow(view?.id);
      await agent.call('agentLogOut', { body: {} });
      expect(states(await after.take(1))).toEqual(['logged-out']);
      await after.leave();
      await agent.call('agentLogIn', { body: {} });
    }
  });

  it('says nothing where nothing changed for this agent', async () => {
    const { agent } = bench;
    const other = await bench.seat('olga', 'agent');
    const events = follow();
    await events.take(1);
    await other.call('agentLogIn', { body: {} });
    await makeCampaign(bench, [other]);
    await agent.call('agentLogIn', { body: {} });
    expect(states(await events.take(1))).toEqual(['not-ready']);
  });

  it('is kept alive every ten seconds with a comment', async () => {
    const response = await bench.raw('/v1/agent/events', {}, bench.agent.token);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const chunks = response.body?.getReader();
    await chunks?.read();
    const next = chunks?.read();
    bench.clock.advance(10_000);
    expect(new TextDecoder().decode((await next)?.value)).toBe(': keep-alive\n\n');
    await chunks?.cancel();
    expect(bench.services.streams.size).toBe(0);
  });

  it('ends when the token’s time is over', async () => {
    const events = follow();
    await events.take(1);
    bench.clock.advance(12 * 3_600_000);
    expect((await events.rest()).at(-1)).toMatchObject({ event: 'end', data: { reason: 'session-ended' } });
  });
});

describe('slow readers', () => {
  it('lose what waits, are told so with the last event, and come back by id', async () => {
    const small = await openBench({ parts: { outboxLimits: { maxFrames: 5, endGraceMs: 1_000 } } });
    const { agent } = small;
    const slow = reader(agent.client.stream('agentEvents'));
    const [first] = await slow.take(1);
    await agent.call('agentLogIn', { body: {} });
    for (let i = 0; i < 10; i++) {
      await agent.call('agentReady', { body: {} });
      await agent.call('agentNotReady', { body: { reason: 'x' } });
    }
    const rest = await slow.rest();
    expect(rest.length).toBeLessThan(5);
    expect(rest.at(-1)).toMatchObject({ event: 'end', data: { reason: 'slow-reader' } });
    expect(first?.id).toBeDefined();
    expect(small.services.streams.size).toBe(0);
    await small.close();
  });

  it('who does not even take the end is cut off', async () => {
    const small = await openBench({ parts: { outboxLimits: { maxFrames: 2, endGraceMs: 1_000 } } });
    const { agent } = small;
    const response = await small.raw('/v1/agent/events', {}, agent.token);
    await agent.call('agentLogIn', { body: {} });
    for (let i = 0; i < 4; i++) {
      await agent.call('agentReady', { body: {} });
      await agent.call('agentNotReady', { body: { reason: 'x' } });
    }
    expect(small.services.streams.size).toBe(1);
    small.clock.advance(1_000);
    expect(small.services.streams.size).toBe(0);
    await expect(response.text()).rejects.toThrow('did not take the end');
    await small.close();
  });
});

describe('the supervisors’ stream', () => {
  const live = (lastEventId?: string) =>
    reader(bench.supervisor.client.stream('live', lastEventId === undefined ? {} : { lastEventId }));

  it('GT-2: the newest picture, at most ten a second, however many come', async () => {
    const { bus, clock } = bench;
    bus.show({ atMs: 1 });
    const events = live();
    const start = await events.take(2);
    expect(start).toMatchObject([
      { event: 'engine', data: { state: 'connected', dialing: 'on' } },
      { event: 'picture', data: { atMs: 1 } },
    ]);
    const reading = events.rest();
    for (let i = 1; i <= 200; i++) {
      bus.show({ atMs: 1 + i });
      clock.advance(5);
      await settle();
    }
    clock.advance(100);
    await settle();
    bench.services.streams.close();
    const shown = (await reading).filter(({ event }) => event === 'picture');
    expect(shown.length).toBeGreaterThanOrEqual(9);
    expect(shown.length).toBeLessThanOrEqual(11);
    expect(shown.at(-1)?.data).toMatchObject({ atMs: 201 });
  });

  it('who reads late sees the newest picture alone, without an id', async () => {
    const { bus, clock } = bench;
    const late = live();
    await late.take(1);
    for (let i = 0; i < 50; i++) {
      bus.show({ atMs: 1_000 + i });
      clock.advance(200);
    }
    const [beat, picture] = await late.take(2);
    expect(beat?.event).toBe('beat');
    expect(picture).toEqual({ id: undefined, event: 'picture', data: expect.objectContaining({ atMs: 1_049 }) });
  });

  it('audit, engine and campaign events carry ids and are sent again after a cut', async () => {
    const { bus, supervisor } = bench;
    const events = live();
    const [engine] = await events.take(1);
    await events.leave();
    const made = await makeCampaign(bench, []);
    await supervisor.call('startCampaign', { params: { campaignId: made.id } });
    await supervisor.call('stopDialing', { body: {} });
    bus.loseEngine();
    const missed = await live(engine?.id).take(7);
    expect(kinds(missed)).toEqual(['campaign', 'audit', 'campaign', 'audit', 'engine', 'audit', 'engine']);
    expect(missed[2]?.data).toMatchObject({ id: made.id, state: 'running' });
    expect(missed[3]?.data).toMatchObject({ actor: 'sam', act: 'campaign.start', id: expect.any(Number) });
    expect(missed[4]?.data).toMatchObject({ state: 'connected', dialing: 'stopped' });
    expect(missed[6]?.data).toMatchObject({ state: 'lost', dialing: 'stopped' });
  });

  it('has a beat every five seconds while no engine sends pictures', async () => {
    const events = live();
    await events.take(1);
    bench.clock.advance(5_000);
    expect(await events.take(1)).toMatchObject([{ event: 'beat', data: { nowMs: bench.clock.nowMs() } }]);
  });
});

describe('GT-8: monitoring a call', () => {
  const CALL = 'call-1' as CallId;
  const tick = (state: MonitorTick['state']): Omit<MonitorTick, 'monitorId'> => ({
    callId: CALL,
    atMs: 5,
    contactDbfs: -20,
    agentDbfs: -90,
    state,
    detector: { speechMs: 320 },
    ...{ mode: 'listen', phone: 'none', notice: null },
  });
  const monitor = () => reader(bench.supervisor.client.stream('monitorCall', { params: { callId: CALL } }));

  it('streams level and detector, ends with the call, and stops the engine’s monitor', async () => {
    const { bus } = bench;
    bus.calls.add(CALL);
    const events = monitor();
    const first = events.take(1);
    await expect.poll(() => bus.monitors).toBe(1);
    await Promise.resolve();
    bus.tick(tick('screening'));
    expect(await first).toMatchObject([{ event: 'tick', data: { contactDbfs: -20, detector: { speechMs: 320 } } }]);
    bus.tick(tick('ended'));
    expect((await events.rest()).at(-1)).toMatchObject({ event: 'end', data: { reason: 'call-ended' } });
    expect(bus.sent.at(-1)?.command.type).toBe('monitor.stop');
    expect(bus.monitors).toBe(0);
  });

  it('stops when the watcher goes', async () => {
    const { bus } = bench;
    bus.calls.add(CALL);
    const response = await bench.raw(`/v1/calls/${CALL}/monitor`, {}, bench.supervisor.token);
    expect(bus.monitors).toBe(1);
    await response.body?.cancel();
    expect(bus.monitors).toBe(0);
    expect(bus.sent.at(-1)?.command.type).toBe('monitor.stop');
  });

  it('ends when the engine is lost, or its pictures do not show the call any more', async () => {
    const { bus } = bench;
    bus.calls.add(CALL);
    const gone = monitor();
    const rest = gone.rest();
    await expect.poll(() => bus.monitors).toBe(1);
    await bench.supervisor.call('me');
    for (let i = 0; i < 3; i++) bus.show({});
    expect((await rest).at(-1)).toMatchObject({ event: 'end', data: { reason: 'call-ended' } });
    const lost = monitor().rest();
    await expect.poll(() => bus.monitors).toBe(1);
    await bench.supervisor.call('me');
    bus.loseEngine();
    expect((await lost).at(-1)).toMatchObject({ event: 'end', data: { reason: 'engine-lost' } });
  });

  it('of a call that is not there is refused before any stream', async () => {
    const events = bench.supervisor.client.stream('monitorCall', { params: { callId: 'nothing' } });
    expect((await problemOf(events.next())).code).toBe('unknown-call');
  });
});
