/** Contract: transfers, blind and with a consultation. */
import type { E164 } from '@outdial/shared';
import { expect, it } from 'vitest';
import type { FarEnd } from '../far-end.ts';
import { answering, type Bench, types } from './bench.ts';

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
    expect(await bench.hears('contact', call)).toEqual(['target']);
    const next = await bench.answered();
    await bench.ok((done) => telephony.connect(next.callId, call.agentId, done));
  });

  it('BP-8: in a consultation the agent speaks to the target and the contact hears music', async () => {
    const bench = open();
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => bench.harness.telephony.consult(call.callId, number, done));
    expect(await bench.hears('contact', call)).toEqual(['music']);
    expect(await bench.hears('agent', call)).toEqual(['target']);
    expect(await bench.hears('target', call)).toEqual(['agent']);
  });

  it('a completed transfer leaves contact and target together', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, number, done));
    await bench.ok((done) => telephony.completeTransfer(call.callId, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
    expect(await bench.hears('contact', call)).toEqual(['target']);
    expect(await bench.hears('target', call)).toEqual(['contact']);
  });

  it('a cancelled transfer brings the agent back to the contact', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    const free = telephony.freeLines();
    await bench.ok((done) => telephony.consult(call.callId, number, done));
    expect(telephony.freeLines()).toBe(free - 1);
    await bench.ok((done) => telephony.cancelTransfer(call.callId, done));
    expect(await bench.hears('contact', call)).toEqual(['agent']);
    expect(await bench.hears('agent', call)).toEqual(['contact']);
    expect(telephony.freeLines()).toBe(free);
  });

  it('a target that does not take the call leaves the contact on hold, to be resumed', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench, { ringsAfterMs: 60, end: { does: 'refuse', afterMs: 300, cause: 'busy' } });
    await bench.refused('phone-unreachable', (done) => telephony.consult(call.callId, number, done));
    expect(await bench.hears('contact', call)).toEqual(['music']);
    await bench.ok((done) => telephony.resume(call.callId, done));
    expect(await bench.hears('contact', call)).toEqual(['agent']);
  });

  it('a contact who hangs up during the consultation ends the call, and the target is let go', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected(answering({ hangsUpAfterMs: 4_000 }));
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, number, done));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-contact');
    await bench.harness.settle(200);
    expect(telephony.trunks().reduce((sum, trunk) => sum + trunk.linesInUse, 0)).toBe(0);
    await bench.refused('no-such-call', (done) => telephony.completeTransfer(call.callId, done));
  });

  it('an agent who is lost during the consultation leaves the contact waiting, and the target is let go', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.connected();
    const number = target(bench);
    await bench.ok((done) => telephony.consult(call.callId, number, done));
    bench.harness.dropPhone(call.agentId);
    await bench.until(() => types(call).includes('agent-leg-lost'), 'the agent is lost');
    await bench.harness.settle(200);
    expect(telephony.trunks().reduce((sum, trunk) => sum + trunk.linesInUse, 0)).toBe(1);
    const other = await bench.phone();
    await bench.ok((done) => telephony.connect(call.callId, other.agentId, done));
    expect(await bench.hears('agent', call)).toEqual(['contact']);
  });

  it('transfers need an agent on the call, and completing or cancelling a consultation', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const alone = await bench.answered();
    const number = target(bench);
    await bench.refused('wrong-call-state', (done) => telephony.transferBlind(alone.callId, number, done));
    await bench.refused('wrong-call-state', (done) => telephony.consult(alone.callId, number, done));
    const call = await bench.connected();
    await bench.refused('wrong-call-state', (done) => telephony.completeTransfer(call.callId, done));
    await bench.refused('wrong-call-state', (done) => telephony.cancelTransfer(call.callId, done));
    expect(types(call)).not.toContain('ended');
  });
}
