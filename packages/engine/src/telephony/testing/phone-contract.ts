/** Contract: agents' phones, nailed up or called for each conversation. */
import { expect, it } from 'vitest';
import type { PhoneEvent } from '../port.ts';
import { type Bench, types } from './bench.ts';

export function phoneContract(open: () => Bench): void {
  it('GT-8: logging an agent in calls their phone; it is up once it answers', async () => {
    const { events } = await open().phone();
    expect(events.map((event) => event.type)).toEqual(['up']);
  });

  it('tells of a phone that does not answer, with the reason', async () => {
    const bench = open();
    bench.harness.phoneBehaves('dead', 'unreachable');
    const events: PhoneEvent[] = [];
    const agentId = (await bench.phone()).agentId;
    bench.harness.telephony.openPhone({ agentId, address: 'dead', mode: 'nailed-up' }, (event) => events.push(event));
    await bench.until(() => events.length > 0, 'the phone does not answer');
    bench.harness.dropPhone(agentId);
    await bench.harness.settle(200);
    expect(events).toMatchObject([{ type: 'down', reason: expect.stringContaining('dead') }]);
  });

  it('tells of a phone that goes away, and it comes up again when it is opened again', async () => {
    const bench = open();
    const { agentId, address, events } = await bench.phone();
    bench.harness.dropPhone(agentId);
    await bench.until(() => events.length > 1, 'the phone is down');
    expect(events.map((event) => event.type)).toEqual(['up', 'down']);
    const again: PhoneEvent[] = [];
    bench.harness.telephony.openPhone({ agentId, address, mode: 'nailed-up' }, (event) => again.push(event));
    await bench.until(() => again.length > 0, 'the phone is up again');
    expect(again[0]?.type).toBe('up');
  });

  it('says nothing more of a phone that was closed', async () => {
    const bench = open();
    const { agentId, events } = await bench.phone();
    bench.harness.telephony.closePhone(agentId);
    bench.harness.telephony.closePhone(agentId);
    bench.harness.dropPhone(agentId);
    await bench.harness.settle(500);
    expect(events).toHaveLength(1);
  });

  it('a phone that is closed before it answers is never told as up', async () => {
    const bench = open();
    const events: PhoneEvent[] = [];
    const agentId = (await bench.phone()).agentId;
    bench.harness.telephony.openPhone({ agentId, address: 'slow', mode: 'nailed-up' }, (event) => events.push(event));
    bench.harness.telephony.closePhone(agentId);
    await bench.harness.settle(2_000);
    expect(events).toEqual([]);
  });

  it('a phone on demand is called for the conversation', async () => {
    const bench = open();
    const { agentId } = await bench.phone('on-demand');
    const call = await bench.answered();
    await bench.ok((done) => bench.harness.telephony.connect(call.callId, agentId, done));
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
  });

  it('a phone on demand that does not answer is unreachable, and the contact stays', async () => {
    const bench = open();
    const { agentId, address } = await bench.phone('on-demand');
    bench.harness.phoneBehaves(address, 'unreachable');
    const call = await bench.answered();
    await bench.refused('phone-unreachable', (done) => bench.harness.telephony.connect(call.callId, agentId, done));
    expect(types(call)).not.toContain('ended');
  });

  it('WX-8: the zip tone is heard by the agent alone', async () => {
    const bench = open();
    const call = await bench.connected();
    bench.harness.telephony.playToAgent(call.agentId, { kind: 'tone', tone: 'zip' });
    await bench.harness.settle(60);
    await expect.poll(() => bench.hears('agent', call)).toContain('tone');
    expect(await bench.hears('contact', call)).not.toContain('tone');
  });

  it('WX-1: an agent who is on the line before the answer hears it ring, and is with the person at once', async () => {
    const bench = open();
    const { agentId } = await bench.phone();
    // Long enough to be listened to before the answer, however late this process hears of the early media.
    const call = bench.dial(
      { ringsAfterMs: 60, earlyMediaAfterMs: 100, end: { does: 'answer', afterMs: 8_000 } },
      { agentId },
    );
    await bench.until(() => types(call).includes('early-media'), 'early media');
    await bench.harness.settle(150);
    bench.harness.agentIs(agentId, call.callId);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['ringing']);
    await bench.until(() => types(call).includes('answered'), 'the answer');
    await bench.harness.settle(100);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await bench.ok((done) => bench.harness.telephony.hold(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
  });

  it('WX-1: where nobody answers the agent is free for the next call', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const { agentId } = await bench.phone();
    const call = bench.dial({ ringsAfterMs: 60, end: { does: 'refuse', afterMs: 300, cause: 'busy' } }, { agentId });
    expect((await bench.ended(call)).cause).toBe('busy');
    const next = await bench.answered();
    await bench.ok((done) => telephony.connect(next.callId, agentId, done));
    await expect.poll(() => bench.hears('agent', next)).toEqual(['contact']);
  });
}
