/** Contract: transfers, blind and with a consultation. */
import type { AgentId, E164 } from '@outdial/shared';
import { expect, it } from 'vitest';
import type { FarEnd } from '../far-end.ts';
import type { Telephony } from '../port.ts';
import { answering, type Bench, types } from './bench.ts';

const inUse = (telephony: Telephony): number => telephony.trunks().reduce((sum, trunk) => sum + trunk.linesInUse, 0);

export function transferContract(open: () => Bench): void {
  const target = (bench: Bench, farEnd: FarEnd = answering()): E164 => {
    const number = bench.harness.newNumber();
    bench.harness.carrierPlays(number, farEnd);
    return number;
  };

  it('BP-8: a blind transfer hands the contact over; the call is over for us, and the agent is free', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => telephony.transferBlind(call.callId, number, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
    await bench.harness.settle(500);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['target']);
    const next = await bench.answered();
    await bench.ok((done) => telephony.connect(next.callId, call.agentId, done));
  });

  it('BP-8: in a consultation the agent speaks to the target and the contact hears music', async () => {
    const bench = open();
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => bench.harness.telephony.consult(call.callId, { kind: 'number', number }, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['target']);
    await expect.poll(() => bench.hears('target', call)).toEqual(['agent']);
  });

  it('a completed transfer leaves contact and target together', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'number', number }, done));
    await bench.ok((done) => telephony.completeTransfer(call.callId, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
    await expect.poll(() => bench.hears('contact', call)).toEqual(['target']);
    await expect.poll(() => bench.hears('target', call)).toEqual(['contact']);
  });

  it('a cancelled transfer brings the agent back to the contact', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    const free = telephony.freeLines();
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'number', number }, done));
    expect(telephony.freeLines()).toBe(free - 1);
    await bench.ok((done) => telephony.cancelTransfer(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await bench.until(() => telephony.freeLines() === free, 'the line of the target is free');
  });

  it('a target that does not take the call leaves the contact on hold, to be resumed', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench, { ringsAfterMs: 60, end: { does: 'refuse', afterMs: 300, cause: 'busy' } });
    await bench.refused('phone-unreachable', (done) =>
      telephony.consult(call.callId, { kind: 'number', number }, done),
    );
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
    await bench.ok((done) => telephony.resume(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('a contact who hangs up during the consultation ends the call, and the target is let go', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected(answering({ hangsUpAfterMs: 6_000 }));
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'number', number }, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-contact');
    await bench.until(() => inUse(telephony) === 0, 'the target is let go');
    await bench.refused('no-such-call', (done) => telephony.completeTransfer(call.callId, done));
  });

  it('an agent who is lost during the consultation leaves the contact waiting, and the target is let go', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'number', number }, done));
    bench.harness.dropPhone(call.agentId);
    await bench.until(() => types(call).includes('agent-leg-lost'), 'the agent is lost');
    await bench.until(() => inUse(telephony) === 1, 'the target is let go');
    const other = await bench.phone();
    await bench.ok((done) => telephony.connect(call.callId, other.agentId, done));
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
  });

  it('transfers need an agent on the call, and completing or cancelling a consultation', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const alone = await bench.answered();
    const number = target(bench);
    await bench.refused('wrong-call-state', (done) => telephony.transferBlind(alone.callId, number, done));
    await bench.refused('wrong-call-state', (done) =>
      telephony.consult(alone.callId, { kind: 'number', number }, done),
    );
    const call = await bench.connected();
    await bench.refused('wrong-call-state', (done) => telephony.completeTransfer(call.callId, done));
    await bench.refused('wrong-call-state', (done) => telephony.cancelTransfer(call.callId, done));
    expect(types(call)).not.toContain('ended');
  });

  it('BP-8: a consulted agent and the one who asks hear each other, and the contact hears music', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const asked = await bench.phone();
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'agent', agentId: asked.agentId }, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['agent']);
    bench.harness.agentIs(asked.agentId, call.callId);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['agent']);
  });

  it('BP-8: completed, the consulted agent has the contact, the call goes on, and the other is free', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const asked = await bench.phone();
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'agent', agentId: asked.agentId }, done));
    await bench.ok((done) => telephony.completeTransfer(call.callId, done));
    bench.harness.agentIs(asked.agentId, call.callId);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    expect(types(call)).not.toContain('ended');
    const next = await bench.answered();
    await bench.ok((done) => telephony.connect(next.callId, call.agentId, done));
    await bench.ok((done) => telephony.hold(call.callId, done));
    await bench.ok((done) => telephony.resume(call.callId, done));
  });

  it('BP-8: cancelled, the agent is with the contact again and the consulted one is free', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const asked = await bench.phone();
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'agent', agentId: asked.agentId }, done));
    await bench.ok((done) => telephony.cancelTransfer(call.callId, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    const next = await bench.answered();
    await bench.ok((done) => telephony.connect(next.callId, asked.agentId, done));
    await expect.poll(() => bench.hears('agent', next)).toEqual(['contact']);
  });

  it('a consulted agent whose phone goes away is told, and so is a target who hangs up: the contact waits on hold', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const asked = await bench.phone();
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'agent', agentId: asked.agentId }, done));
    bench.harness.dropPhone(asked.agentId);
    await bench.until(() => types(call).includes('target-lost'), 'the one who is asked is lost');
    await bench.ok((done) => telephony.resume(call.callId, done));
    const number = target(bench, answering({ hangsUpAfterMs: 600 }));
    await bench.ok((done) => telephony.consult(call.callId, { kind: 'number', number }, done));
    await bench.until(() => types(call).filter((type) => type === 'target-lost').length === 2, 'the target hangs up');
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
    expect(types(call)).not.toContain('agent-leg-lost');
  });

  it('an agent who is on a call, or has no phone, cannot be consulted, and the contact stays with the agent', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const busy = await bench.connected();
    const nobody = { kind: 'agent', agentId: 'nobody' as AgentId } as const;
    await bench.refused('no-such-agent-phone', (done) => telephony.consult(call.callId, nobody, done));
    const other = { kind: 'agent', agentId: busy.agentId } as const;
    await bench.refused('phone-unreachable', (done) => telephony.consult(call.callId, other, done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });
}
