/** Contract: agent and contact joined, on hold, muted, and parted. */
import type { AgentId } from '@outdial/shared';
import { expect, it } from 'vitest';
import { answering, type Bench, RINGING, types } from './bench.ts';

export function conversationContract(open: () => Bench): void {
  it('BP-4: agent and contact hear each other once they are joined', async () => {
    const bench = open();
    const call = await bench.connected();
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
  });

  it('nobody can be joined to a call before its answer', async () => {
    const bench = open();
    const { agentId } = await bench.phone();
    const call = bench.dial(RINGING);
    await bench.harness.settle(200);
    await bench.refused('wrong-call-state', (done) => bench.harness.telephony.connect(call.callId, agentId, done));
  });

  it('an agent without a phone cannot be joined', async () => {
    const bench = open();
    const call = await bench.answered();
    await bench.refused('no-such-agent-phone', (done) =>
      bench.harness.telephony.connect(call.callId, 'nobody' as AgentId, done),
    );
  });

  it('an agent whose phone went away cannot be joined', async () => {
    const bench = open();
    const { agentId, events } = await bench.phone();
    bench.harness.dropPhone(agentId);
    await bench.until(() => events.length > 1, 'the phone is down');
    const call = await bench.answered();
    await bench.refused('phone-unreachable', (done) => bench.harness.telephony.connect(call.callId, agentId, done));
  });

  it('an agent has one contact at a time, and a contact one agent', async () => {
    const bench = open();
    const first = await bench.connected();
    const second = await bench.answered();
    const free = await bench.phone();
    const { telephony } = bench.harness;
    await bench.refused('wrong-call-state', (done) => telephony.connect(second.callId, first.agentId, done));
    await bench.refused('wrong-call-state', (done) => telephony.connect(first.callId, free.agentId, done));
    await expect.poll(() => bench.hears('agent', first)).toEqual(['contact']);
  });

  it('BP-8: on hold the contact hears music and no agent; resumed, both hear each other again', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    await bench.ok((done) => telephony.hold(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
    await expect.poll(() => bench.hears('agent', call)).toEqual([]);
    await bench.refused('wrong-call-state', (done) => telephony.hold(call.callId, done));
    await bench.ok((done) => telephony.resume(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await bench.refused('wrong-call-state', (done) => telephony.resume(call.callId, done));
  });

  it('a contact on hold can hang up', async () => {
    const bench = open();
    const call = await bench.connected(answering({ hangsUpAfterMs: 4_000 }));
    await bench.ok((done) => bench.harness.telephony.hold(call.callId, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-contact');
  });

  it('BP-8: a muted agent hears and is not heard', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    await bench.ok((done) => telephony.mute(call.callId, true, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual([]);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await bench.ok((done) => telephony.mute(call.callId, false, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('hold, resume and mute need an agent on the call', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const { callId } = await bench.answered();
    await bench.refused('wrong-call-state', (done) => telephony.hold(callId, done));
    await bench.refused('wrong-call-state', (done) => telephony.resume(callId, done));
    await bench.refused('wrong-call-state', (done) => telephony.mute(callId, true, done));
  });

  it('digits go to the contact, in order', async () => {
    const bench = open();
    const call = await bench.connected();
    await bench.ok((done) => bench.harness.telephony.sendDtmf(call.callId, '12#', done));
    await bench.ok((done) => bench.harness.telephony.sendDtmf(call.callId, '*9', done));
    await bench.harness.settle(500);
    await expect.poll(() => bench.harness.digitsReceived(call.callId)).toBe('12#*9');
  });

  it('digits that the contact presses are told, in order', async () => {
    const bench = open();
    const presses = [
      { afterMs: 200, digit: '4' },
      { afterMs: 600, digit: '#' },
    ];
    const call = await bench.answered(answering({ presses }));
    const digits = () => call.events.flatMap((event) => (event.type === 'dtmf' ? [event.digit] : []));
    await bench.until(() => digits().length === 2, 'both digits are told');
    expect(digits()).toEqual(['4', '#']);
  });

  it("tells that the agent's side is gone; the contact stays and another agent takes over", async () => {
    const bench = open();
    const call = await bench.connected();
    bench.harness.dropPhone(call.agentId);
    await bench.until(() => types(call).includes('agent-leg-lost'), 'the agent is lost');
    expect(call.events.at(-1)).toMatchObject({ type: 'agent-leg-lost', agentId: call.agentId });
    const other = await bench.phone();
    await bench.ok((done) => bench.harness.telephony.connect(call.callId, other.agentId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('an agent who takes over from a muted one is heard', async () => {
    const bench = open();
    const call = await bench.connected();
    await bench.ok((done) => bench.harness.telephony.mute(call.callId, true, done));
    bench.harness.dropPhone(call.agentId);
    await bench.until(() => types(call).includes('agent-leg-lost'), 'the agent is lost');
    const other = await bench.phone();
    await bench.ok((done) => bench.harness.telephony.connect(call.callId, other.agentId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('a phone that is closed under its conversation is lost to it as well', async () => {
    const bench = open();
    const call = await bench.connected();
    bench.harness.telephony.closePhone(call.agentId);
    await bench.until(() => types(call).includes('agent-leg-lost'), 'the agent is lost');
    expect(types(call)).not.toContain('ended');
  });

  it('BP-10: an agent who is released is free at once, and the call goes on', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const first = await bench.connected(answering({ party: 'machine' }));
    await bench.ok((done) => telephony.release(first.callId, done));
    await expect.poll(() => bench.hears('contact', first)).toEqual([]);
    const message = { kind: 'message', messageId: bench.harness.message.messageId } as const;
    await bench.ok((done) => telephony.play(first.callId, 'p', message, done));
    const second = await bench.answered();
    await bench.ok((done) => telephony.connect(second.callId, first.agentId, done));
    await expect.poll(() => bench.hears('agent', second)).toEqual(['contact']);
    expect(types(first)).not.toContain('ended');
    expect(types(first)).not.toContain('agent-leg-lost');
    await bench.refused('wrong-call-state', (done) => telephony.release(first.callId, done));
  });

  it("the end of the call frees the agent's phone, which stays up for the next", async () => {
    const bench = open();
    const { agentId, events } = await bench.phone();
    const { telephony } = bench.harness;
    for (let i = 0; i < 2; i++) {
      const call = await bench.answered();
      await bench.ok((done) => telephony.connect(call.callId, agentId, done));
      telephony.hangUp(call.callId);
      await bench.ended(call);
      expect(types(call)).toEqual(['ringing', 'answered', 'ended']);
    }
    expect(events.map((event) => event.type)).toEqual(['up']);
  });
}
