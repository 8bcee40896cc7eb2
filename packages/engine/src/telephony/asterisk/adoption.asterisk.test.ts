/** What a new engine finds of an earlier one, beside two who talk: recordings, consultations, and pairs of a transfer. */
import { type AgentId, type E164, realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { answers } from '../lab/plan.ts';
import { toneSound } from '../lab/sounds.ts';
import type { CallEvent, CarrierEvent, PortResult } from '../port.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { type FlakyProxy, flakyProxy } from './testing/flaky-proxy.ts';
import { limitOf, sendInboundTo } from './testing/inbound.ts';
import { type Dialed, HEARD_SHARE, LabBench, Plans, until } from './testing/lab-bench.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const plans = new Plans();
const lab = await labOrReason({ carrier: plans.carrier });
const TARGET = '+33199299999' as E164;

if (typeof lab === 'string') {
  describe('what is found of an earlier engine', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const bench = new LabBench(lab, plans);
  plans.set(TARGET, answers(toneSound(LAB_TONES_HZ.target), 200));
  const files: string[] = [];
  const open = async (app: string, url = lab.telephony.url): Promise<AsteriskTelephony> => {
    const telephony = new AsteriskTelephony({
      ...{ options: { ...lab.telephony, url, app }, clock: realClock },
      keepRecording: (name, _wav, done) => {
        files.push(name);
        done(`${name}.wav`);
      },
    });
    await telephony.ready;
    return telephony;
  };
  /** What kill -9 does: the first life says nothing more to Asterisk. */
  const die = async (telephony: AsteriskTelephony, proxy: FlakyProxy): Promise<void> => {
    proxy.fail(true);
    telephony.close();
    await telephony.gone;
    proxy.close();
  };
  const ask = async (act: (done: (result: PortResult) => void) => void): Promise<void> => {
    expect(await new Promise<PortResult>(act)).toEqual({ ok: true });
  };
  const talking = async (telephony: AsteriskTelephony, agentId: string): Promise<Dialed> => {
    await bench.phone(telephony, agentId);
    const call = await bench.answered(telephony);
    expect(await bench.connect(telephony, call, agentId)).toEqual({ ok: true });
    return call;
  };
  const take = (
    telephony: AsteriskTelephony,
    agentId: string,
    call: Dialed,
    link: 'connected' | 'held',
  ): CallEvent[] => {
    const events: CallEvent[] = [];
    const request = bench.request(call.callId, call.number);
    telephony.earlierLife.take(agentId as AgentId, request, link, (event) => events.push(event));
    return events;
  };

  it('a recording goes on and can be stopped; that of a call which ended meanwhile is kept under its attempt', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    const before = await open('recorded', proxy.url);
    const goesOn = await talking(before, 'recorded-1');
    const ends = await talking(before, 'recorded-2');
    for (const { callId } of [goesOn, ends]) await ask((done) => before.startRecording(callId, done));
    await die(before, proxy);
    lab.carrier.callTo(ends.number)?.hangUp();
    await until(() => lab.carrier.callTo(ends.number) === null, 'one ends meanwhile');

    const after = await open('recorded');
    const recorded: Extract<CarrierEvent, { type: 'recorded' }>[] = [];
    after.listen((event) => {
      if (event.type === 'recorded') recorded.push(event);
    });
    await after.earlierLife.left;
    await bench.phone(after, 'recorded-1');
    const events = take(after, 'recorded-1', goesOn, 'connected');
    after.earlierLife.letGo();
    await until(() => recorded.length === 1, 'the recording of the call that is over is kept');
    expect(recorded[0]).toMatchObject({ callId: ends.callId, attemptId: ends.callId, file: `${ends.callId}.wav` });
    await ask((done) => after.stopRecording(goesOn.callId, done));
    await ask((done) => after.startRecording(goesOn.callId, done));
    after.hangUp(goesOn.callId);
    await until(() => recorded.length === 2, 'the other is kept at the end of its call');
    expect(recorded[1]).toMatchObject({ callId: goesOn.callId, file: `${goesOn.callId}.wav` });
    expect(recorded[1]?.durationMs).toBeGreaterThan(500);
    expect(events.at(-1)?.type).toBe('ended');
    expect(files).toEqual([ends.callId, goesOn.callId]);
    after.close();
    await after.gone;
  });

  it('BP-8: the contact of a consultation waits on hold for the agent, and who was asked is let go', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    const before = await open('asked', proxy.url);
    const call = await talking(before, 'asked-1');
    await ask((done) => before.consult(call.callId, { kind: 'number', number: TARGET }, done));
    await die(before, proxy);
    const after = await open('asked');
    expect(await after.earlierLife.left).toContainEqual({ callId: call.callId, attemptId: call.callId, agentId: null });
    await bench.phone(after, 'asked-1');
    take(after, 'asked-1', call, 'held');
    after.earlierLife.letGo();
    await until(() => lab.carrier.callTo(TARGET) === null, 'the target is let go');
    await expect.poll(() => bench.shareHeard(call.number, LAB_TONES_HZ.music)).toBeGreaterThan(HEARD_SHARE);
    await ask((done) => after.resume(call.callId, done));
    await expect.poll(() => bench.talk('asked-1', call)).toBe(true);
    after.close();
    await after.gone;
  });

  it('BP-8: two who were brought together talk on, and where one goes the other is let go', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    const before = await open('handed', proxy.url);
    const call = await talking(before, 'handed-1');
    await ask((done) => before.transferBlind(call.callId, TARGET, done));
    await until(() => lab.carrier.callTo(TARGET)?.state === 'answered', 'the target answers');
    await die(before, proxy);
    const after = await open('handed');
    await after.earlierLife.left;
    after.earlierLife.letGo();
    await expect.poll(() => bench.shareHeard(call.number, LAB_TONES_HZ.target)).toBeGreaterThan(HEARD_SHARE);
    lab.carrier.callTo(call.number)?.hangUp();
    await until(() => lab.carrier.callTo(TARGET) === null, 'the target is let go');
    after.close();
    await after.gone;
  });

  it('GT-4: a caller who talks goes on talking under the same call, recorded on; who is on hold is so again', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    await sendInboundTo(lab.telephony, 'called');
    const before = await open('called', proxy.url);
    const talks = await bench.comesIn(before);
    const waits = await bench.comesIn(before);
    const rings = await bench.comesIn(before);
    for (const agentId of ['called-1', 'called-2']) await bench.phone(before, agentId);
    expect(await bench.answer(before, talks, 'called-1')).toEqual({ ok: true });
    expect(await bench.answer(before, waits, 'called-2')).toEqual({ ok: true });
    await ask((done) => before.startRecording(talks.callId, done));
    await ask((done) => before.hold(waits.callId, done));
    await die(before, proxy);
    await expect.poll(() => bench.talk('called-1', talks)).toBe(true);

    const after = await open('called');
    const recorded: CarrierEvent[] = [];
    after.listen((event) => recorded.push(event));
    const left = await after.earlierLife.left;
    expect(left).toHaveLength(2);
    expect(left).toContainEqual({ callId: talks.callId, attemptId: null, agentId: 'called-1' });
    expect(left).toContainEqual({ callId: waits.callId, attemptId: null, agentId: null });
    await until(() => lab.carrier.callFrom(rings.number) === null, 'who rings is let go');
    for (const agentId of ['called-1', 'called-2']) await bench.phone(after, agentId);
    const events = take(after, 'called-1', talks, 'connected');
    const waited = take(after, 'called-2', waits, 'held');
    after.earlierLife.letGo();
    await expect.poll(() => bench.talk('called-1', talks)).toBe(true);
    await expect.poll(() => bench.shareHeard(waits.number, LAB_TONES_HZ.music)).toBeGreaterThan(0.7);
    await ask((done) => after.resume(waits.callId, done));
    await expect.poll(() => bench.talk('called-2', waits)).toBe(true);
    expect(after.trunks()[0]).toMatchObject({ linesInUse: 0 });

    lab.carrier.callFrom(talks.number)?.hangUp();
    await until(() => events.at(-1)?.type === 'ended', 'the end is told');
    expect(events.at(-1)).toMatchObject({ cause: 'hung-up-by-contact' });
    await until(() => recorded.length === 1, 'the recording is kept');
    expect(recorded[0]).toMatchObject({ type: 'recorded', callId: talks.callId, file: `${talks.callId}.wav` });
    after.hangUp(waits.callId);
    await until(() => waited.at(-1)?.type === 'ended', 'the other is hung up');
    expect(waited.at(-1)).toMatchObject({ cause: 'hung-up-by-us' });
    await until(() => lab.carrier.callFrom(waits.number) === null, 'the other caller is let go');
    after.close();
    await after.gone;
  });

  it('BP-8, GT-4: a caller who was handed to somebody outside talks on with them, and neither outlasts the other', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    await sendInboundTo(lab.telephony, 'passed');
    const before = await open('passed', proxy.url);
    const call = await bench.comesIn(before);
    await bench.phone(before, 'passed-1');
    expect(await bench.answer(before, call, 'passed-1')).toEqual({ ok: true });
    await ask((done) => before.transferBlind(call.callId, TARGET, done));
    await until(() => lab.carrier.callTo(TARGET)?.state === 'answered', 'the target answers');
    await die(before, proxy);
    const after = await open('passed');
    expect(await after.earlierLife.left).toEqual([]);
    after.earlierLife.letGo();
    await expect.poll(() => bench.shareHeard(call.number, LAB_TONES_HZ.target)).toBeGreaterThan(0.7);
    lab.carrier.callFrom(call.number)?.hangUp();
    await until(() => lab.carrier.callTo(TARGET) === null, 'the target is let go');
    after.close();
    await after.gone;
  });

  it('GT-4: where no engine comes back, Asterisk itself lets go of a caller who was answered and is alone', async () => {
    const proxy = await flakyProxy(lab.telephony.url);
    await sendInboundTo(lab.telephony, 'deserted');
    const before = await open('deserted', proxy.url);
    const [alone, talks] = [await bench.comesIn(before), await bench.comesIn(before)];
    await bench.phone(before, 'deserted-1');
    expect(await bench.answer(before, talks, 'deserted-1')).toEqual({ ok: true });
    await ask((done) => before.answer(alone.callId, done));
    const limit = ({ number }: Dialed) => limitOf(lab.telephony, number);
    await expect.poll(() => limit(alone)).toBeGreaterThan(0);
    await expect.poll(() => limit(talks)).toBe(0);
    await die(before, proxy);
    await until(() => lab.carrier.callFrom(alone.number) === null, 'the caller is let go');
    await expect.poll(() => bench.talk('deserted-1', talks)).toBe(true);
    const after = await open('deserted');
    after.close();
    await after.gone;
  });
}
