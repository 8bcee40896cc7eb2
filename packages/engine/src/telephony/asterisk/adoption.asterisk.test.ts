/** What a new engine finds of an earlier one, beside two who talk: recordings, consultations, and pairs of a transfer. */
import { type AgentId, type E164, realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { answers } from '../lab/plan.ts';
import { toneSound } from '../lab/sounds.ts';
import type { CallEvent, CarrierEvent, PortResult } from '../port.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { type FlakyProxy, flakyProxy } from './testing/flaky-proxy.ts';
import { type Dialed, LabBench, Plans, until } from './testing/lab-bench.ts';
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
    await expect.poll(() => bench.shareHeard(call.number, LAB_TONES_HZ.music)).toBeGreaterThan(0.7);
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
    await expect.poll(() => bench.shareHeard(call.number, LAB_TONES_HZ.target)).toBeGreaterThan(0.7);
    lab.carrier.callTo(call.number)?.hangUp();
    await until(() => lab.carrier.callTo(TARGET) === null, 'the target is let go');
    after.close();
    await after.gone;
  });
}
