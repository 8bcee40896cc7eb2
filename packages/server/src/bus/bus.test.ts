/** The server's side of the bus, over real ZeroMQ with a scripted engine; time is virtual. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentId,
  type AgentMirror,
  type AttemptId,
  type CampaignId,
  type Configuration,
  countingIds,
  type InteractionId,
  type InteractionPicture,
  type LivePicture,
  type MessageId,
  type Presence,
  VirtualClock,
} from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';
import { openDirectStore } from '../store/index.ts';
import type { Store } from '../store/port.ts';
import { CALLER_ID, contact, ended, fill, policy, WEDNESDAY_9H } from '../store/testing/floor.ts';
import { type Bus, type BusOptions, type EngineStatus, startBus } from './index.ts';
import { ScriptedEngine } from './testing/scripted-engine.ts';

const agentId = 'agent-1' as AgentId;
const campaignId = 'a' as CampaignId;
const seat = { agentId, name: 'Ann', phone: 'sim' };
const interaction: InteractionPicture = {
  interactionId: 'i-1' as InteractionId,
  campaignId,
  campaignName: 'Campaign a',
  attemptId: null,
  callId: 'call-1' as never,
  contactId: 'c1' as never,
  contactName: 'Contact 1',
  number: CALLER_ID,
  numbers: [CALLER_ID],
  attempts: 0,
  callStatus: 'connected',
  redials: 0,
  fields: {},
  origin: 'outbound campaign call to Contact 1',
  state: 'talking',
  sinceMs: 5,
  wrapUpCode: null,
  notes: 'half a note',
};
const mirror = (presence: Presence, changes: Partial<AgentMirror> = {}): AgentMirror => ({
  agentId,
  version: 1,
  presence,
  joined: [campaignId],
  interaction: null,
  ...changes,
});

describe('the bus', () => {
  let folder: string;
  let endpoints: { control: string; live: string };
  let clock: VirtualClock;
  let store: Store;
  let bus: Bus;
  let configuration: Configuration;
  let changed: () => void;
  const engines: ScriptedEngine[] = [];
  const warnings: string[] = [];

  const start = (more: Partial<BusOptions> = {}) =>
    startBus({
      controlEndpoint: endpoints.control,
      liveEndpoint: endpoints.live,
      store,
      configuration: {
        current: () => configuration,
        onChange: (listener) => {
          changed = listener;
          return () => undefined;
        },
      },
      clock,
      ids: countingIds('id'),
      log: { info: () => undefined, warn: (_, sentence) => warnings.push(sentence) },
      ...more,
    });
  const engineOf = (epoch: string): ScriptedEngine => {
    const engine = new ScriptedEngine(endpoints, epoch);
    engines.push(engine);
    return engine;
  };
  const statusChange = (): Promise<EngineStatus> =>
    new Promise((resolve) => {
      const stop = bus.onEngine((status) => {
        stop();
        resolve(status);
      });
    });
  const agentsChange = (): Promise<readonly AgentMirror[]> =>
    new Promise((resolve) => {
      const stop = bus.onAgents((agents) => {
        stop();
        resolve(agents);
      });
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-bus-'));
    endpoints = { control: `ipc://${join(folder, 'control')}`, live: `ipc://${join(folder, 'live')}` };
    clock = new VirtualClock(WEDNESDAY_9H);
    store = openDirectStore(join(folder, 'store.sqlite'));
    const { campaign, rule } = policy('a', { campaign: { compliancePack: 'demo-24h' } });
    configuration = { version: 2, campaigns: [campaign], contactRules: [rule], compliancePacks: [...COMPLIANCE_PACKS] };
    await fill(store, [], [contact(1), contact(2), contact(3)]);
    warnings.length = 0;
    bus = await start();
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
    await bus.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('leases, grants, applies and acknowledges: the way of one attempt', async () => {
    const engine = engineOf('e-1');
    const { configuration: told, restore } = await engine.hello();
    expect(told.campaigns.map(({ id }) => id)).toEqual(['a']);
    expect(told.history).toMatchObject({ a: { live: 0, abandoned: 0, parts: [] } });
    expect(restore).toEqual([]);
    expect(bus.engine()).toMatchObject({ state: 'connected', epoch: 'e-1', telephony: 'scripted' });

    const { epoch } = engine;
    engine.say({ type: 'lease.request', id: 7, campaignId, n: 1, epoch });
    const { id, grant } = await engine.next('lease.grant');
    expect(id).toBe(7);
    const [record] = grant.records;
    if (record === undefined) throw new Error('a record was expected');
    const attemptId = 'attempt-1' as AttemptId;
    const { leaseId } = grant;
    const { contactId, number } = record;
    const intent = { attemptId, leaseId, campaignId, contactId, number, callerId: CALLER_ID, agentId: null };
    engine.say({ type: 'intent.batch', id: 8, epoch, intents: [intent] });
    expect((await engine.next('intent.answers')).answers).toMatchObject([{ attemptId, granted: true }]);
    const facts = [{ ...ended(attemptId, { outcome: 'busy' }), seq: 1, atMs: clock.nowMs() }];
    engine.say({ type: 'facts', epoch, facts });
    expect(await engine.next('ack')).toEqual({ type: 'ack', epoch, seq: 1 });
    expect(await store.attemptById(attemptId)).toMatchObject({ outcome: 'busy' });

    engine.say({ type: 'lease.request', id: 9, campaignId: 'x' as CampaignId, n: 1, epoch });
    expect(await engine.next('lease.refused')).toMatchObject({ id: 9, reason: 'unknown-campaign: No campaign x.' });
  });

  it('carries commands out and back; lost and silent engines are told apart', async () => {
    const ready = { type: 'agent.ready', agentId } as const;
    expect(await bus.command(ready)).toMatchObject({ ok: false, code: 'engine-lost' });
    const engine = engineOf('e-1');
    await engine.hello();
    const answer = bus.command(ready, { expectedVersion: 4 });
    const asked = await engine.next('command');
    expect(asked).toMatchObject({ command: ready, expectedVersion: 4 });
    const result = { ok: false, code: 'stale-version', message: 'no longer' } as const;
    engine.say({ type: 'command.result', id: asked.id, result });
    expect(await answer).toEqual(result);

    const late = bus.command(ready, { timeoutMs: 400 });
    await engine.next('command');
    clock.advance(400);
    expect(await late).toMatchObject({ ok: false, code: 'engine-timeout' });

    const lost = bus.command(ready);
    await engine.next('command');
    clock.advance(1_500);
    expect(await lost).toMatchObject({ ok: false, code: 'engine-lost' });
    expect(bus.engine()).toMatchObject({ state: 'lost' });
  });

  it('an engine that is silent for 1.5 s is lost, and back as soon as it is heard', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    const states: string[] = [];
    bus.onEngine(({ state }) => states.push(state));
    clock.advance(1_000);
    expect(states).toEqual([]);
    clock.advance(500);
    expect(states).toEqual(['lost']);
    expect(await engine.next('heartbeat')).toMatchObject({ type: 'heartbeat' });
    const back = statusChange();
    engine.say({ type: 'heartbeat', epoch: engine.epoch, atMs: clock.nowMs() });
    expect(await back).toMatchObject({ state: 'connected', epoch: 'e-1' });
  });

  it('an engine whose connection is gone is lost at once, its picture with it, and comes back by a new hello', async () => {
    // Silence never tells here: however many beats go by until the connection is seen to be gone, they are what tells.
    await bus.close();
    bus = await start({ engineLostMs: Number.POSITIVE_INFINITY });
    const gone = engineOf('e-1');
    await gone.hello();
    const picture = { atMs: 1, epoch: gone.epoch, campaigns: [], agents: [], calls: [] } as unknown as LivePicture;
    await expect
      .poll(async () => {
        await gone.show(picture);
        return bus.picture();
      })
      .toEqual(picture);
    await gone.close();
    const beat = (): string => {
      clock.advance(500);
      return bus.engine().state;
    };
    await expect.poll(beat).toBe('lost');
    expect(bus.picture()).toBeNull();
    const asked = bus.command({ type: 'agent.ready', agentId });
    expect(await asked).toMatchObject({ ok: false, code: 'engine-lost' });
    await engineOf('e-1').hello();
    expect(bus.engine()).toMatchObject({ state: 'connected', epoch: 'e-1' });
  });

  it('mirrors the agents, newest version first, and tells those who listen', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    const ready = mirror({ kind: 'ready', sinceMs: 1 }, { version: 5 });
    const first = agentsChange();
    engine.say({ type: 'agents', epoch: engine.epoch, agents: [ready] });
    expect(await first).toEqual([ready]);
    const older = mirror({ kind: 'not-ready', sinceMs: 0, reason: 'lunch' }, { version: 4 });
    const newer = mirror({ kind: 'not-ready', sinceMs: 2, reason: 'tea' }, { version: 6 });
    const next = agentsChange();
    engine.say({ type: 'agents', epoch: engine.epoch, agents: [older] });
    engine.say({ type: 'agents', epoch: engine.epoch, agents: [newer] });
    expect(await next).toEqual([newer]);
    expect(bus.agents().get(agentId)).toEqual(newer);
  });

  it.each<[string, AgentMirror, object | null]>([
    ['idle goes on', mirror({ kind: 'ready', sinceMs: 1 }), { restore: 'ready' }],
    [
      'a pause stays a pause',
      mirror({ kind: 'not-ready', sinceMs: 1, reason: 'tea' }),
      { restore: 'not-ready', reason: 'tea' },
    ],
    [
      'talking without a call goes to wrap-up',
      mirror({ kind: 'talking', sinceMs: 1, ...interactionInHand(), after: { kind: 'ready' } }, { interaction }),
      { restore: 'wrap-up', interaction: { ...interaction, state: 'wrap-up', callId: null } },
    ],
    [
      'an offer that is gone goes back to what was asked for',
      mirror({
        kind: 'offered',
        sinceMs: 1,
        ...interactionInHand(),
        expiresAtMs: 9,
        after: { kind: 'not-ready', reason: 'tea' },
      }),
      { restore: 'not-ready' },
    ],
    [
      'whoever was about to leave has left',
      mirror({ kind: 'reserved', sinceMs: 1, campaignId, after: { kind: 'logged-out' } }),
      null,
    ],
    ['logged out stays logged out', mirror({ kind: 'logged-out', sinceMs: 1 }), null],
  ])('after a loss, %s', async (_, before, expected) => {
    const first = engineOf('e-1');
    await first.hello();
    await store.saveSeat(seat);
    const heard = agentsChange();
    first.say({ type: 'agents', epoch: first.epoch, agents: [before] });
    await heard;
    const { restore } = await engineOf('e-2').hello();
    expect(restore).toMatchObject(
      expected === null ? [] : [{ type: 'agent.log-in', seat, joined: ['a'], ...expected }],
    );
    expect(restore).toHaveLength(expected === null ? 0 : 1);
    if (expected === null) expect(bus.agents().get(agentId)?.presence.kind).toBe('logged-out');
  });

  it('a server that was away restores a new engine’s agents, and none to the engine that has them', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    await store.saveSeat(seat);
    const heard = agentsChange();
    engine.say({ type: 'agents', epoch: engine.epoch, agents: [mirror({ kind: 'ready', sinceMs: 1 })] });
    const presence: Presence = { kind: 'ready', sinceMs: 1 };
    const fact = { type: 'agent', agentId, presence, version: 1, joined: [campaignId], seq: 1, atMs: 1 } as const;
    engine.say({ type: 'facts', epoch: engine.epoch, facts: [fact] });
    await heard;
    await engine.next('ack');
    await bus.close();
    bus = await start();
    expect(bus.agents().get(agentId)?.presence.kind).toBe('ready');
    expect((await engineOf('e-1').hello()).restore).toEqual([]);
    expect((await engineOf('e-2').hello()).restore).toMatchObject([{ seat, restore: 'ready' }]);
  });

  it('BP-10, GCC-3: the engine is told the messages and what the contact rule decides, and gets a message’s sound when it asks', async () => {
    const messageId = 'hello' as MessageId;
    const samples = new Uint8Array([1, 0, 255, 127]);
    await store.addMessage({
      id: messageId,
      name: 'Hello',
      purpose: 'voicemail',
      lengthMs: 1,
      createdAtMs: 1,
      samples,
    });
    const [rule] = configuration.contactRules;
    if (rule === undefined) throw new Error('a rule was expected');
    const ruled = { ...rule, onMachine: 'leave-message' as const, machineMessageId: messageId };
    configuration = { ...configuration, contactRules: [ruled] };
    const engine = engineOf('e-1');
    const { configuration: told } = await engine.hello();
    expect(told.messages).toEqual([{ messageId, lengthMs: 1 }]);
    expect(told.campaigns[0]?.detection).toMatchObject({ onMachine: 'leave-message', messageId });
    engine.say({ type: 'message.request', epoch: engine.epoch, messageId });
    const sound = await engine.next('message.sound');
    expect(Buffer.from(sound.samples, 'base64')).toEqual(Buffer.from(samples));
  });

  it('what the pacers have learnt is kept, and told to the next engine', async () => {
    const first = engineOf('e-1');
    const { configuration: nothing } = await first.hello();
    expect(nothing.learnt).toEqual({});
    first.say({ type: 'pacers', epoch: first.epoch, states: [{ campaignId, state: { version: 1, some: [1, 2] } }] });
    first.say({ type: 'pacers', epoch: first.epoch, states: [{ campaignId, state: { version: 1, some: [3] } }] });
    await expect.poll(() => store.pacerStates()).toMatchObject([{ state: '{"version":1,"some":[3]}' }]);
    const { configuration: told } = await engineOf('e-2').hello();
    expect(told.learnt).toEqual({ [campaignId]: { version: 1, some: [3] } });
  });

  it('a second engine takes the first one’s place, what it left is closed, and it is heard no more', async () => {
    const first = engineOf('e-1');
    await first.hello();
    first.say({ type: 'lease.request', id: 1, campaignId, n: 1, epoch: first.epoch });
    const { grant } = await first.next('lease.grant');
    const [record] = grant.records;
    if (record === undefined) throw new Error('a record was expected');
    const { leaseId } = grant;
    const ids = { attemptId: 'attempt-1' as AttemptId, leaseId, campaignId, contactId: record.contactId };
    const intents = [{ ...ids, number: record.number, callerId: CALLER_ID, agentId: null }];
    first.say({ type: 'intent.batch', id: 2, epoch: first.epoch, intents });
    await first.next('intent.answers');
    const answered = { type: 'answered', attemptId: ids.attemptId, ringMs: 1, seq: 1, atMs: clock.nowMs() } as const;
    first.say({ type: 'facts', epoch: first.epoch, facts: [answered] });
    await first.next('ack');

    const second = engineOf('e-2');
    const { configuration: told } = await second.hello();
    expect(told.history).toMatchObject({ a: { live: 1, abandoned: 1, parts: [{ live: 1, abandoned: 1 }] } });
    expect(await store.attemptById(ids.attemptId)).toMatchObject({ liveEnd: 'abandoned', endedBy: 'engine-lost' });
    first.say({ type: 'lease.request', id: 3, campaignId, n: 1, epoch: first.epoch });
    second.say({ type: 'lease.request', id: 4, campaignId, n: 1, epoch: second.epoch });
    expect(await second.next('lease.grant')).toMatchObject({ id: 4 });
    await expect.poll(() => warnings).toContain('Refused a message of an engine that is not the one at work.');
    expect(first.told.filter(({ type }) => type === 'lease.grant')).toEqual([]);
  });

  it('a hello said again is answered with the same agents, until the engine is heard', async () => {
    const first = engineOf('e-1');
    await first.hello();
    await store.saveSeat(seat);
    const heard = agentsChange();
    first.say({ type: 'agents', epoch: first.epoch, agents: [mirror({ kind: 'ready', sinceMs: 1 })] });
    await heard;
    const second = engineOf('e-2');
    expect((await second.hello()).restore).toHaveLength(1);
    expect((await second.hello()).restore).toHaveLength(1);
    const back = agentsChange();
    second.say({ type: 'agents', epoch: second.epoch, agents: [mirror({ kind: 'ready', sinceMs: 2 })] });
    await back;
    expect((await second.hello()).restore).toEqual([]);
  });

  it('an engine that was replaced stays replaced, also after the server was away', async () => {
    const first = engineOf('e-1');
    await first.hello();
    await engineOf('e-2').hello();
    await bus.close();
    bus = await start();
    // As engines do it says hello until it is heard: what is sent before the broken connection is noticed is gone with it.
    const hello = (): string => {
      first.say({ type: 'hello', protocol: 1, epoch: first.epoch, telephony: 'scripted', pid: 1 });
      return warnings.join();
    };
    await expect.poll(hello).toMatch(/taken for lost: its attempts are closed; start it anew/);
    expect(bus.engine().state).toBe('lost');
    expect((await engineOf('e-2').hello()).epoch).toBe('e-2');
  });

  it('tells the engine every change of the configuration, and holds intents to it', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    const [campaign] = configuration.campaigns;
    if (campaign === undefined) throw new Error('a campaign was expected');
    configuration = { ...configuration, campaigns: [{ ...campaign, name: 'Renamed', state: 'paused' }] };
    changed();
    expect((await engine.next('configure')).configuration.campaigns).toMatchObject([{ name: 'Renamed' }]);
    engine.say({ type: 'lease.request', id: 1, campaignId, n: 1, epoch: engine.epoch });
    expect((await engine.next('lease.refused')).reason).toMatch(/^campaign-not-running: Campaign Renamed is paused/);
  });

  it('GW-6: a command that follows a change does not overtake it: the engine knows the campaign as started', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    changed();
    const answer = bus.command({ type: 'agent.ready', agentId });
    const { id } = await engine.next('command');
    expect(engine.told.map(({ type }) => type)).toContain('configure');
    engine.say({ type: 'command.result', id, result: { ok: true } });
    expect(await answer).toEqual({ ok: true });
  });

  it('GT-8: passes on the newest picture of its engine, and the ticks of a call that is monitored', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    const picture = { atMs: 1, epoch: engine.epoch, campaigns: [], agents: [], calls: [] } as unknown as LivePicture;
    const shown = new Promise<LivePicture>((resolve) => bus.onPicture(resolve));
    await expect
      .poll(async () => {
        await engine.show({ ...picture, epoch: 'e-0' as never });
        await engine.show(picture);
        return bus.picture();
      })
      .toEqual(picture);
    expect(await shown).toEqual(picture);
    const heard: number[] = [];
    const tick = {
      callId: 'call-1' as never,
      atMs: 1,
      contactDbfs: -20,
      agentDbfs: -90,
      state: 'connected',
      detector: null,
    };
    const ticked = new Promise<void>((resolve) => {
      bus.onMonitor('m-1', ({ atMs }) => heard.push(atMs));
      bus.onMonitor('m-2', () => resolve());
    });
    for (const [monitorId, atMs] of [
      ['m-1', 1],
      ['m-3', 2],
      ['m-1', 3],
      ['m-2', 4],
    ] as const) {
      engine.say({ type: 'monitor', epoch: engine.epoch, tick: { ...tick, monitorId, atMs } as never });
    }
    await ticked;
    expect(heard).toEqual([1, 3]);
  });

  it('hostile frames are dropped, and the engine after them is served', async () => {
    const engine = engineOf('e-1');
    await engine.hello();
    const { epoch } = engine;
    const messages = [
      'not json',
      '{}',
      'null',
      '{"type":"no-such-message"}',
      JSON.stringify({ type: 'hello', protocol: 99, epoch: 'x' }),
      JSON.stringify({ type: 'intent.batch', id: 1, epoch, intents: 'many' }),
      JSON.stringify({ type: 'facts', epoch, facts: null }),
      JSON.stringify({ type: 'facts', epoch, facts: [{ seq: 'one' }] }),
      JSON.stringify({ type: 'agents', epoch, agents: [{}] }),
      JSON.stringify({ type: 'agents', epoch, agents: 7 }),
      JSON.stringify({ type: 'lease.request', id: 2, epoch, campaignId: { a: 1 }, n: -5 }),
      JSON.stringify({ type: 'lease.return', epoch, campaignId, contactIds: null, position: 'top' }),
      JSON.stringify({ type: 'command.result', id: 'nobody', result: null }),
    ];
    for (const message of messages) engine.raw(message);
    engine.raw(Buffer.from([0xff, 0x00, 0xfe]));
    engine.raw('two', 'frames', 'and more');
    engine.say({ type: 'lease.request', id: 77, campaignId, n: 3, epoch });
    await expect.poll(async () => (await engine.next('lease.grant')).id).toBe(77);
    expect(warnings.length).toBeGreaterThan(5);
  });
});

function interactionInHand() {
  return { interactionId: interaction.interactionId, campaignId, callId: null };
}
