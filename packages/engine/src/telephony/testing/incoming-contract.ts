/** Contract: calls that come in to one of our numbers. */
import { expect, it } from 'vitest';
import { type Bench, types } from './bench.ts';

export function incomingContract(open: () => Bench): void {
  it('GT-4: a call that comes in is told with both numbers, rings until it is answered, and an agent is joined', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const { agentId } = await bench.phone();
    const call = await bench.comesIn();
    await bench.refused('wrong-call-state', (done) => telephony.connect(call.callId, agentId, done));
    expect(types(call)).toEqual([]);
    await bench.ok((done) => telephony.answer(call.callId, done));
    expect(types(call)).toEqual(['answered']);
    await bench.ok((done) => telephony.connect(call.callId, agentId, done));
    bench.harness.agentIs(agentId, call.callId);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    await bench.refused('wrong-call-state', (done) => telephony.answer(call.callId, done));
    telephony.hangUp(call.callId);
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
  });

  it('GT-4: a caller who gives up ends the call, and nobody can take it any more', async () => {
    const bench = open();
    const call = await bench.comesIn(400);
    expect((await bench.ended(call)).cause).toBe('hung-up-by-contact');
    await bench.refused('no-such-call', (done) => bench.harness.telephony.answer(call.callId, done));
    expect(types(call)).toEqual(['ended']);
  });

  it('GT-4: a call that comes in is hung up like any other before it is answered', async () => {
    const bench = open();
    const call = await bench.comesIn();
    bench.harness.telephony.hangUp(call.callId);
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
    expect(types(call)).toEqual(['ended']);
  });

  it('GT-4: a call to a number that is nobody’s is hung up in the moment in which it is told, and does not ring on', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.comesIn(undefined, (callId) => telephony.hangUp(callId));
    expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
  });

  it('a call that we dialed is not one to answer', async () => {
    const bench = open();
    const call = await bench.answered();
    await bench.refused('wrong-call-state', (done) => bench.harness.telephony.answer(call.callId, done));
  });
}
