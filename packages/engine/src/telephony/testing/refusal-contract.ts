/** Contract: ids that nobody knows, calls that are over, and an adapter that is closed. */
import type { AgentId, CallId, E164 } from '@outdial/shared';
import { expect, it } from 'vitest';
import type { Done, Telephony } from '../port.ts';
import { answering, type Bench, types } from './bench.ts';

type Operation = (telephony: Telephony, callId: CallId, agentId: AgentId, done: Done) => void;

const NUMBER = '+33199000001' as E164;
const OPERATIONS: Readonly<Record<string, Operation>> = {
  answer: (t, callId, _agentId, done) => t.answer(callId, done),
  connect: (t, callId, agentId, done) => t.connect(callId, agentId, done),
  release: (t, callId, _agentId, done) => t.release(callId, done),
  hold: (t, callId, _agentId, done) => t.hold(callId, done),
  resume: (t, callId, _agentId, done) => t.resume(callId, done),
  mute: (t, callId, _agentId, done) => t.mute(callId, true, done),
  sendDtmf: (t, callId, _agentId, done) => t.sendDtmf(callId, '1', done),
  transferBlind: (t, callId, _agentId, done) => t.transferBlind(callId, NUMBER, done),
  consult: (t, callId, _agentId, done) => t.consult(callId, { kind: 'number', number: NUMBER }, done),
  completeTransfer: (t, callId, _agentId, done) => t.completeTransfer(callId, done),
  cancelTransfer: (t, callId, _agentId, done) => t.cancelTransfer(callId, done),
  play: (t, callId, _agentId, done) => t.play(callId, 'p', { kind: 'tone', tone: 'hold' }, done),
  startRecording: (t, callId, _agentId, done) => t.startRecording(callId, done),
  stopRecording: (t, callId, _agentId, done) => t.stopRecording(callId, done),
  monitor: (t, callId, _agentId, done) =>
    t.monitor({ monitorId: 'm', callId, mode: 'listen', supervisorPhone: null }, done),
};

/** All are asked before any is answered. */
async function everyOneRefused(bench: Bench, code: string, callId: CallId, agentId: AgentId): Promise<void> {
  const asked = Object.entries(OPERATIONS).map(async ([name, operation]) => {
    await bench.refused(code, (done) => operation(bench.harness.telephony, callId, agentId, done), name);
  });
  await Promise.all(asked);
}

export function refusalContract(open: () => Bench): void {
  it('every request about a call that nobody knows, or that is over, answers no-such-call', async () => {
    const bench = open();
    const { agentId } = await bench.phone();
    const over = await bench.answered(answering({ hangsUpAfterMs: 50 }));
    await bench.ended(over);
    for (const callId of ['nobody' as CallId, over.callId])
      await everyOneRefused(bench, 'no-such-call', callId, agentId);
    expect(types(over).at(-1)).toBe('ended');
  });

  it('every request after closing answers closed', async () => {
    const bench = open();
    const { agentId } = await bench.phone();
    const call = await bench.answered();
    bench.harness.telephony.close();
    await everyOneRefused(bench, 'closed', call.callId, agentId);
  });

  it('setMonitorMode of a monitor that nobody knows answers no-such-monitor', async () => {
    const bench = open();
    await bench.refused('no-such-monitor', (done) => bench.harness.telephony.setMonitorMode('nobody', 'barge', done));
  });

  it('a request whose call ends meanwhile is answered all the same', async () => {
    const bench = open();
    const call = await bench.connected();
    const result = await bench.ask((done) => {
      bench.harness.telephony.hangUp(call.callId);
      bench.harness.telephony.consult(call.callId, { kind: 'number', number: NUMBER }, done);
    });
    expect(result).toMatchObject({ ok: false, code: 'no-such-call' });
  });

  it('nothing is heard of calls, phones and taps after closing, and closing twice is harmless', async () => {
    const bench = open();
    const { telephony, settle } = bench.harness;
    const { events: phone, agentId } = await bench.phone();
    const call = await bench.answered(answering({ hangsUpAfterMs: 300, presses: [{ afterMs: 200, digit: '1' }] }));
    let frames = 0;
    telephony.tap(call.callId, () => {
      frames += 1;
    });
    const late: string[] = [];
    telephony.openPhone({ agentId: 'late' as AgentId, address: 'late', mode: 'nailed-up' }, (event) =>
      late.push(event.type),
    );
    telephony.close();
    telephony.close();
    const told = call.events.length;
    telephony.hangUp(call.callId);
    telephony.closePhone(agentId);
    await settle(800);
    expect([call.events.length, phone.length, frames, late.length]).toEqual([told, 1, 0, 0]);
  });

  it('a call dialed after closing ends as failed, and there are no free lines', async () => {
    const bench = open();
    bench.harness.telephony.close();
    expect(bench.harness.telephony.freeLines()).toBe(0);
    const call = bench.dial(answering());
    expect((await bench.ended(call)).cause).toBe('failed');
    expect(types(call)).toEqual(['ended']);
  });
}
