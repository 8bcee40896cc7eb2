import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallPicture } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const CALL = {
  callId: 'call-1',
  attemptId: 'attempt-1',
  campaignId: 'campaign-1',
  contactId: 'contact-1',
  contactName: 'Zoé Martin',
  number: '+33199001234',
  state: 'ringing',
  startedAtMs: 1,
  sinceMs: 1,
  agentId: null,
  detector: null,
} as unknown as CallPicture;

const types = ({ bus }: Bench) => bus.sent.map(({ command }) => command.type);

describe('OUT-3: the emergency stop', () => {
  it('is one act, audited, and holds for every engine that comes', async () => {
    const { supervisor, bus } = bench;
    await supervisor.call('stopDialing', { body: { endCalls: true } });
    expect(types(bench)).toEqual(['engine.stop-dialing', 'engine.end-calls']);
    expect(bench.bus.sent[0]?.command).toMatchObject({ because: 'emergency-stop' });
    expect((await supervisor.call('audit'))[0]).toMatchObject({ actor: 'sam', act: 'dialing.stop' });
    bus.loseEngine();
    bus.returnEngine();
    expect(types(bench).at(-1)).toBe('engine.stop-dialing');
    await supervisor.call('resumeDialing');
    expect(types(bench).at(-1)).toBe('engine.resume-dialing');
    const before = bus.sent.length;
    bus.loseEngine();
    bus.returnEngine();
    expect(bus.sent.length).toBe(before);
    expect((await problemOf(bench.agent.call('stopDialing', { body: {} }))).code).toBe('wrong-role');
  });

  it('can be pressed while no engine is there, and outlives the server unless it was only a drain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-stop-'));
    const reopened = async (): Promise<string[]> => {
      const next = await openBench({ folder });
      const sent = types(next);
      await next.close();
      return sent;
    };
    const first = await openBench({ folder });
    first.bus.loseEngine();
    await first.supervisor.call('stopDialing', { body: {} });
    await first.close();
    expect(await reopened()).toEqual(['engine.stop-dialing']);

    const second = await openBench({ folder });
    await second.supervisor.call('resumeDialing');
    await second.supervisor.call('stopDialing', { body: { untilRestart: true } });
    await second.close();
    expect(await reopened()).toEqual([]);

    writeFileSync(join(folder, 'dialing.json'), 'not JSON');
    expect(await reopened()).toEqual(['engine.stop-dialing']);
    rmSync(folder, { recursive: true });
  });
});

describe('GT-8: agents', () => {
  it('are paused with a reason, resumed and logged out by a supervisor, and it is written down', async () => {
    const { supervisor, agent } = bench;
    await agent.call('agentLogIn', { body: {} });
    const params = { agentId: agent.user.id };
    await supervisor.call('resumeAgent', { params, body: {} });
    expect((await agent.call('agentView')).presence.kind).toBe('ready');
    await supervisor.call('pauseAgent', { params, body: { reason: 'briefing' } });
    expect((await agent.call('agentView')).presence).toMatchObject({ kind: 'not-ready', reason: 'briefing' });
    await supervisor.call('logOutAgent', { params, body: {} });
    expect((await agent.call('agentView')).presence.kind).toBe('logged-out');
    const acts = (await supervisor.call('audit')).slice(0, 3).map(({ act, subject, detail }) => [act, subject, detail]);
    expect(acts).toEqual([
      ['agent.log-out', 'anna', ''],
      ['agent.pause', 'anna', 'briefing'],
      ['agent.resume', 'anna', ''],
    ]);
    const nobody = supervisor.call('resumeAgent', { params: { agentId: 'nobody' }, body: {} });
    expect((await problemOf(nobody)).code).toBe('unknown-agent');
  });

  it('are listed with their live state, logged out ones too', async () => {
    const { supervisor, agent, bus } = bench;
    await bench.seat('olga', 'agent');
    const campaign = await makeCampaign(bench, [agent]);
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    bus.deliver(agent.user.id, campaign, 'connected');
    const listed = await supervisor.call('agents');
    expect(listed.map(({ name, state, callId }) => [name, state, callId])).toEqual([
      ['anna name', 'talking', 'call-1'],
      ['olga name', 'logged-out', null],
    ]);
  });
});

describe('a lost engine', () => {
  it('is told on every route: no calls, nobody at work, no live figures', async () => {
    const { supervisor, agent, bus, clock } = bench;
    const off = await bench.seat('olga', 'agent');
    const campaign = await makeCampaign(bench, [agent]);
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    bus.deliver(agent.user.id, campaign, 'connected');
    bus.show({ calls: [CALL] });
    clock.advance(60_000);
    bus.loseEngine();
    expect((await problemOf(supervisor.call('calls'))).code).toBe('engine-lost');
    expect(await supervisor.call('agents')).toMatchObject([
      { agentId: agent.user.id, state: 'not-ready', reason: 'engine lost', sinceMs: clock.nowMs(), callId: null },
      { agentId: off.user.id, state: 'logged-out', reason: null },
    ]);
    expect((await supervisor.call('campaigns')).map(({ live }) => live)).toEqual([null]);
    expect(await supervisor.call('health')).toMatchObject({ ok: false, engine: 'lost' });
    bus.returnEngine();
    expect((await supervisor.call('agents'))[0]).toMatchObject({ state: 'talking', callId: 'call-1' });
  });
});

describe('GT-7: calls', () => {
  it('are those of the newest picture, and are ended by a supervisor', async () => {
    const { supervisor, bus } = bench;
    expect(await supervisor.call('calls')).toEqual([]);
    bus.show({ calls: [CALL] });
    expect(await supervisor.call('calls')).toEqual([CALL]);
    await supervisor.call('hangUpCall', { params: { callId: 'call-1' } });
    expect(bus.sent.at(-1)?.command).toEqual({ type: 'call.hang-up', callId: 'call-1' });
    bus.loseEngine();
    expect((await problemOf(supervisor.call('calls'))).code).toBe('engine-lost');
  });
});
