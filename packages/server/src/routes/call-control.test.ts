/** BP-8 and GT-8 over the API: call controls, transfers, a supervisor's phone, monitoring, recordings, missed calls. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentId, CallId, Campaign, EngineEpoch, Fact, MonitorTick } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf, reader } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const acts = async ({ supervisor }: Bench) =>
  (await supervisor.call('audit')).map(({ actor, act, subject, detail }) => [actor, act, subject, detail].join(' | '));

/** Anna talks to Zoé. */
async function talking(): Promise<{ campaign: Campaign; params: { interactionId: string } }> {
  const { agent, bus } = bench;
  const campaign = await makeCampaign(bench, [agent]);
  await agent.call('agentLogIn', { body: {} });
  await agent.call('agentReady', { body: {} });
  const { interactionId } = bus.deliver(agent.user.id, campaign, 'connected');
  return { campaign, params: { interactionId } };
}

describe('BP-8: controls of a call in hand', () => {
  it('BP-8: mute, keys and recording reach the engine; a recording is audited', async () => {
    const { agent, bus } = bench;
    const { params } = await talking();
    expect((await agent.call('mute', { params, body: {} })).interaction?.line).toMatchObject({ muted: true });
    await agent.call('mute', { params, body: { muted: false } });
    await agent.call('sendDigits', { params, body: { digits: '1#' } });
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'interaction.dtmf', digits: '1#' });
    expect((await problemOf(agent.call('sendDigits', { params, body: { digits: 'x' } }))).code).toBe('malformed-body');
    await agent.call('recordInteraction', { params, body: {} });
    expect(await acts(bench)).toContain('anna | call.record | call-1 | ');
  });

  it('BP-8: a transfer to a number is read as numbers are, and audited without it', async () => {
    const { agent, bus } = bench;
    const { params } = await talking();
    await agent.call('transfer', { params, body: { number: '01 99 00 90 00' } });
    expect(bus.sent.at(-1)?.command).toMatchObject({
      ...{ type: 'interaction.transfer', to: { kind: 'number', number: '+33199009000' } },
    });
    expect((await agent.call('agentView')).presence.kind).toBe('wrap-up');
    expect(await acts(bench)).toContain('anna | call.transfer | call-1 | to a number outside');
  });

  it('BP-8: what is no number, what is on do-not-call and who is no agent are refused with what to do', async () => {
    const { agent, manager, bus } = bench;
    const { params } = await talking();
    const sent = bus.sent.length;
    const codeOf = async (body: object) => {
      const problem = await problemOf(agent.call('transfer', { params, body: body as { number: string } }));
      expect(problem.problem?.remedy ?? '').not.toBe('');
      return problem.code;
    };
    expect(await codeOf({ number: '1234' })).toBe('invalid-number');
    expect(await codeOf({ agentId: 'nobody' })).toBe('unknown-agent');
    await manager.call('addDoNotCall', { body: { number: '+33199009000', reason: 'asked' } });
    expect(await codeOf({ number: '0199009000' })).toBe('number-blocked');
    expect(bus.sent.length).toBe(sent);
  });

  it('BP-8: consult, return, consult again and complete; refusals say what is the matter', async () => {
    const { agent } = bench;
    const { params } = await talking();
    expect((await problemOf(agent.call('returnToContact', { params, body: {} }))).code).toBe('no-consultation');
    const consulting = await agent.call('consult', { params, body: { number: '0199009000' } });
    expect(consulting.presence.kind).toBe('consulting');
    expect((await problemOf(agent.call('hold', { params, body: {} }))).code).toBe('consulting');
    expect((await agent.call('returnToContact', { params, body: {} })).presence.kind).toBe('talking');
    await agent.call('consult', { params, body: { number: '0199009000' } });
    expect((await agent.call('completeTransfer', { params, body: {} })).presence.kind).toBe('wrap-up');
    expect(await acts(bench)).toContain('anna | call.transfer | call-1 | after a consultation');
  });

  it('BP-8: colleagues at work are listed with whether they can take a call', async () => {
    const { agent } = bench;
    const olga = await bench.seat('olga', 'agent');
    await talking();
    expect(await agent.call('colleagues')).toEqual([]);
    await olga.call('agentLogIn', { body: {} });
    expect(await agent.call('colleagues')).toMatchObject([{ name: 'olga name', available: false, state: 'not-ready' }]);
    await olga.call('agentReady', { body: {} });
    expect(await agent.call('colleagues')).toMatchObject([{ agentId: olga.user.id, available: true }]);
  });
});

describe('GT-8: phones', () => {
  it('GT-8: a supervisor logs an agent in at the phone that they last worked at, not ready, and joins them', async () => {
    const { agent, supervisor, bus } = bench;
    const campaign = await makeCampaign(bench, [agent]);
    await agent.call('agentLogIn', { body: { phone: 'PJSIP/7001', phoneMode: 'on-demand' } });
    await agent.call('agentLogOut', { body: {} });
    const params = { agentId: agent.user.id };
    await supervisor.call('logInAgent', { params, body: { campaignId: campaign.id } });
    expect(bus.seats.get(agent.user.id as AgentId)).toMatchObject({ phone: 'PJSIP/7001', phoneMode: 'on-demand' });
    const view = await agent.call('agentView');
    expect(view.presence.kind).toBe('not-ready');
    expect(view.campaigns.filter(({ joined }) => joined).map(({ campaignId }) => campaignId)).toContain(campaign.id);
    expect(await acts(bench)).toContain(`sam | agent.log-in | anna | ${campaign.name}`);
    const olga = await bench.seat('olga', 'agent');
    const stranger = supervisor.call('logInAgent', {
      params: { agentId: olga.user.id },
      body: { campaignId: campaign.id },
    });
    expect((await problemOf(stranger)).code).toBe('agent-not-assigned');
    expect((await problemOf(agent.call('logInAgent', { params, body: {} }))).code).toBe('wrong-role');
  });
});

describe('GT-8: monitoring', () => {
  const TICK: Omit<MonitorTick, 'monitorId'> = {
    ...{ callId: 'call-1' as CallId, atMs: 1, contactDbfs: -20, agentDbfs: -30, state: 'connected', detector: null },
    ...{ mode: 'listen', phone: 'up', notice: null },
  };

  async function monitoring() {
    const { supervisor, bus } = bench;
    bus.calls.add('call-1');
    const stream = reader(supervisor.client.stream('monitorCall', { params: { callId: 'call-1' } }));
    const first = stream.take(1);
    while (bus.monitors === 0) await new Promise((resolve) => setImmediate(resolve));
    bus.tick(TICK);
    const [told] = await first;
    if (told === undefined) throw new Error('no tick came');
    return { stream, monitorId: (told.data as MonitorTick).monitorId };
  }

  it('GT-8: the phone is the one that the supervisor named; modes are switched by who opened it, and audited', async () => {
    const { supervisor, manager, bus } = bench;
    await supervisor.call('setMyPhone', { body: { phone: 'PJSIP/6001' } });
    const { stream, monitorId } = await monitoring();
    expect(bus.sent.find(({ command }) => command.type === 'monitor.start')?.command).toMatchObject({
      ...{ phone: 'PJSIP/6001', mode: 'listen' },
    });
    await supervisor.call('setMonitorMode', { params: { monitorId }, body: { mode: 'whisper' } });
    expect(bus.sent.at(-1)?.command).toEqual({ type: 'monitor.mode', monitorId, mode: 'whisper' });
    const others = manager.call('setMonitorMode', { params: { monitorId }, body: { mode: 'barge' } });
    expect((await problemOf(others)).code).toBe('unknown-monitor');
    expect(await acts(bench)).toEqual(
      expect.arrayContaining(['sam | call.monitor | call-1 | listen', 'sam | call.whisper | call-1 | ']),
    );
    await stream.leave();
    for (let turn = 0; turn < 20 && bus.monitors > 0; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(bus.sent.at(-1)?.command).toEqual({ type: 'monitor.stop', monitorId });
  });

  it('GT-8: it ends with the supervisor’s log-out', async () => {
    const { supervisor, bus } = bench;
    const { stream } = await monitoring();
    await supervisor.call('logOut');
    expect((await stream.rest()).at(-1)).toMatchObject({ event: 'end', data: { reason: 'session-ended' } });
    expect(bus.monitors).toBe(0);
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'monitor.stop' });
  });
});

describe('recordings', () => {
  it('a supervisor records a call, lists recordings and fetches one; each is audited; agents may not', async () => {
    const { supervisor, agent, store, services, bus } = bench;
    await supervisor.call('recordCall', { params: { callId: 'call-1' }, body: {} });
    expect(bus.sent.at(-1)?.command).toEqual({ type: 'call.record', callId: 'call-1', on: true });
    const recorded: Fact = {
      ...{
        seq: 1,
        atMs: 1_000,
        type: 'recorded' as const,
        callId: 'call-1' as CallId,
        attemptId: null,
        campaignId: null,
      },
      ...{ agentId: null, number: null, file: 'call-1.wav', startedAtMs: 0, durationMs: 900, bytes: 4 },
    };
    await store.applyFacts({ epoch: 'epoch-1' as EngineEpoch, facts: [recorded], nowMs: 2_000 });
    expect(await supervisor.call('recordings')).toMatchObject([{ callId: 'call-1', durationMs: 900 }]);
    const params = { callId: 'call-1' };
    const fetch = () => bench.raw('/v1/recordings/call-1/file', {}, supervisor.token);
    expect((await fetch()).status).toBe(404);
    await mkdir(services.recordingsFolder, { recursive: true });
    await writeFile(join(services.recordingsFolder, 'call-1.wav'), 'RIFF');
    const answer = await fetch();
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    expect(await answer.text()).toBe('RIFF');
    expect(await acts(bench)).toEqual(
      expect.arrayContaining(['sam | recording.fetch | call-1 | ', 'sam | call.record | call-1 | ']),
    );
    expect((await problemOf(agent.call('recordingFile', { params }))).code).toBe('wrong-role');
    expect((await problemOf(supervisor.call('recordingFile', { params: { callId: 'other' } }))).code).toBe(
      'unknown-recording',
    );
  });
});

describe('GT-4: missed calls', () => {
  const told = (id: string, number: string) => ({ id, number, atMs: 1_000, source: 'switchboard' });

  it('GT-4: other systems tell of theirs; telling twice changes nothing, and what is no number is refused', async () => {
    const { supervisor } = bench;
    const first = await supervisor.call('reportMissedCall', { body: told('pbx-1', '01 99 00 12 34') });
    expect(first).toMatchObject({ id: 'pbx-1', number: '+33199001234', state: 'open', source: 'switchboard' });
    expect(await supervisor.call('reportMissedCall', { body: told('pbx-1', '01 99 00 99 99') })).toEqual(first);
    expect(await supervisor.call('missedCalls')).toEqual([first]);
    const bad = supervisor.call('reportMissedCall', { body: told('pbx-2', '1234') });
    expect((await problemOf(bad)).code).toBe('invalid-number');
    expect((await acts(bench)).filter((act) => act.includes('missed-call.report'))).toHaveLength(1);
  });

  it('GT-4: some are picked and added to the campaign’s list, once; the missed ones say where they went', async () => {
    const { supervisor, manager, agent } = bench;
    const list = await manager.call('createList', { body: { name: 'Call back' } });
    const campaign = await makeCampaign(bench, [agent], { listIds: [list.id] });
    for (const [id, number] of [
      ['a', '0199001001'],
      ['b', '0199001002'],
      ['c', '0199001002'],
    ] as const)
      await supervisor.call('reportMissedCall', { body: { ...told(id, number), campaignId: campaign.id } });
    const body = { ids: ['a', 'b', 'c', 'nobody'], campaignId: campaign.id };
    expect(await supervisor.call('addMissedCalls', { body })).toEqual({
      ...{ listId: list.id, added: 2, duplicates: 1, unknown: ['nobody'] },
    });
    expect((await supervisor.call('missedCalls', { query: { state: 'open' } })).length).toBe(0);
    expect(
      (await supervisor.call('missedCalls', { query: { campaignId: campaign.id } })).map(({ addedTo }) => addedTo),
    ).toEqual([list.id, list.id, list.id]);
    expect((await problemOf(agent.call('missedCalls'))).code).toBe('wrong-role');
  });

  it('GCC-0, GT-4: picked into a callback campaign they are requests to be called back, one a person, however often picked', async () => {
    const { supervisor, clock } = bench;
    const campaign = await makeCampaign(bench, [], { name: 'Call back', kind: 'callback' });
    for (const [id, number] of Object.entries({ a: '0199001001', b: '0199001002', c: '0199001002' }))
      await supervisor.call('reportMissedCall', { body: told(id, number) });
    const body = { ids: ['a', 'b', 'c', 'nobody'], campaignId: campaign.id };
    const first = await supervisor.call('addMissedCalls', { body });
    expect(first).toMatchObject({ added: 2, duplicates: 1, unknown: ['nobody'] });
    clock.advance(1_000);
    expect(await supervisor.call('addMissedCalls', { body })).toMatchObject({ added: 0, duplicates: 3 });
    const open = await supervisor.call('callbacks', { query: { campaignId: campaign.id } });
    expect(open.map(({ number, source }) => [number, source]).sort()).toEqual([
      ['+33199001001', 'missed-call'],
      ['+33199001002', 'missed-call'],
    ]);
    expect((await supervisor.call('missedCalls', { query: { state: 'open' } })).length).toBe(0);
  });
});
