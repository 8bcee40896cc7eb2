/** Contract: supervisors who listen, whisper and barge. */
import { expect, it } from 'vitest';
import type { MonitorMode } from '../port.ts';
import { answering, type Bench, type Dialed } from './bench.ts';

const SUPERVISOR_PHONE = 'supervisor-phone';

export function monitorContract(open: () => Bench): void {
  const monitor = async (
    bench: Bench,
    call: Dialed,
    mode: MonitorMode = 'listen',
    phone: string | null = SUPERVISOR_PHONE,
  ) => {
    const sides: string[] = [];
    const onFrame = (_frame: unknown, side: string): void => void sides.push(side);
    const request = { monitorId: 'm1', callId: call.callId, mode, supervisorPhone: phone, onFrame };
    await bench.ok((done) => bench.harness.telephony.monitor(request, done));
    return sides;
  };

  it('GT-8: a listening supervisor hears both, and nobody hears the supervisor', async () => {
    const bench = open();
    const call = await bench.connected();
    await monitor(bench, call);
    await expect.poll(() => bench.hears('supervisor', call)).toEqual(['agent', 'contact']);
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('GT-8: a whispering supervisor is heard by the agent alone', async () => {
    const bench = open();
    const call = await bench.connected();
    await monitor(bench, call);
    await bench.ok((done) => bench.harness.telephony.setMonitorMode('m1', 'whisper', done));
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact', 'supervisor']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it('GT-8: a barging supervisor is heard by both, until they only listen again', async () => {
    const bench = open();
    const call = await bench.connected();
    await monitor(bench, call, 'barge');
    await expect.poll(() => bench.hears('agent', call)).toEqual(['contact', 'supervisor']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent', 'supervisor']);
    await bench.ok((done) => bench.harness.telephony.setMonitorMode('m1', 'listen', done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
  });

  it("GT-8: without a phone the console's meter gets the frames of both sides, and none after it is stopped", async () => {
    const bench = open();
    const call = await bench.connected();
    const sides = await monitor(bench, call, 'listen', null);
    for (const side of ['contact', 'agent']) {
      await bench.until(() => sides.filter((one) => one === side).length > 10, `the ${side} is heard`);
    }
    bench.harness.telephony.stopMonitor('m1');
    bench.harness.telephony.stopMonitor('m1');
    await bench.harness.settle(100);
    const count = sides.length;
    await bench.harness.settle(300);
    expect(sides).toHaveLength(count);
    await bench.refused('no-such-monitor', (done) => bench.harness.telephony.setMonitorMode('m1', 'listen', done));
  });

  it('the end of the call ends its monitors', async () => {
    const bench = open();
    const call = await bench.connected();
    const sides = await monitor(bench, call, 'listen', null);
    bench.harness.telephony.hangUp(call.callId);
    await bench.ended(call);
    const count = sides.length;
    await bench.harness.settle(300);
    expect(sides).toHaveLength(count);
    await bench.refused('no-such-monitor', (done) => bench.harness.telephony.setMonitorMode('m1', 'barge', done));
  });

  it('speaking needs a phone', async () => {
    const bench = open();
    const call = await bench.connected();
    const request = { monitorId: 'm2', callId: call.callId, mode: 'whisper', supervisorPhone: null } as const;
    await bench.refused('phone-unreachable', (done) => bench.harness.telephony.monitor(request, done));
    await monitor(bench, call, 'listen', null);
    await bench.refused('phone-unreachable', (done) => bench.harness.telephony.setMonitorMode('m1', 'barge', done));
  });

  it("a supervisor's phone that does not answer is told, and one id is one monitor", async () => {
    const bench = open();
    bench.harness.phoneBehaves('dead', 'unreachable');
    const call = await bench.connected();
    const request = { monitorId: 'm3', callId: call.callId, mode: 'listen', supervisorPhone: 'dead' } as const;
    await bench.refused('phone-unreachable', (done) => bench.harness.telephony.monitor(request, done));
    await monitor(bench, call, 'listen', null);
    await bench.refused('wrong-call-state', (done) =>
      bench.harness.telephony.monitor({ ...request, monitorId: 'm1', supervisorPhone: null }, done),
    );
  });

  it('GT-8: while the contact is on hold nobody but the agent is heard by a listening supervisor, and the contact hears music', async () => {
    const bench = open();
    const call = await bench.connected();
    await bench.ok((done) => bench.harness.telephony.hold(call.callId, done));
    await monitor(bench, call);
    await expect.poll(() => bench.hears('supervisor', call)).toEqual(['agent']);
    await expect.poll(() => bench.hears('contact', call)).toEqual(['music']);
  });

  it('GT-8: a supervisor who hangs up is told, and the call goes on', async () => {
    const bench = open();
    const call = await bench.connected();
    let gone = 0;
    const request = { monitorId: 'm1', callId: call.callId, mode: 'barge', supervisorPhone: SUPERVISOR_PHONE } as const;
    const onPhoneGone = (): void => {
      gone += 1;
    };
    await bench.ok((done) => bench.harness.telephony.monitor({ ...request, onPhoneGone }, done));
    bench.harness.hangUpSupervisor(SUPERVISOR_PHONE);
    await bench.until(() => gone > 0, 'the phone is gone');
    await bench.refused('no-such-monitor', (done) => bench.harness.telephony.setMonitorMode('m1', 'listen', done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['agent']);
    expect(gone).toBe(1);
  });

  it('a supervisor hears a contact who waits for an agent', async () => {
    const bench = open();
    const call = await bench.answered(answering());
    await monitor(bench, call);
    await expect.poll(() => bench.hears('supervisor', call)).toEqual(['contact']);
  });
}
