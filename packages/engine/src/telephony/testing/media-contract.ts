/** Contract: messages to the contact, and recordings. */
import { expect, it } from 'vitest';
import type { CarrierEvent } from '../port.ts';
import { answering, type Bench, RINGING, types } from './bench.ts';

export function mediaContract(open: () => Bench): void {
  const message = (bench: Bench) => ({ kind: 'message', messageId: bench.harness.message.messageId }) as const;

  it('BP-10: a message is heard by the contact to its end, which is told', async () => {
    const bench = open();
    const call = await bench.answered(answering({ party: 'machine' }));
    await bench.ok((done) => bench.harness.telephony.play(call.callId, 'p1', message(bench), done));
    await expect.poll(() => bench.hears('contact', call)).toEqual(['message']);
    await bench.until(() => types(call).includes('playback-finished'), 'the message is over');
    expect(call.events.at(-1)).toMatchObject({ type: 'playback-finished', playbackId: 'p1', completed: true });
    await expect.poll(() => bench.hears('contact', call)).toEqual([]);
  });

  it('a message that is stopped is told as not completed', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.answered(answering({ party: 'machine' }));
    await bench.ok((done) => telephony.play(call.callId, 'p1', message(bench), done));
    telephony.stopPlaying(call.callId, 'p1');
    telephony.stopPlaying(call.callId, 'p1');
    telephony.stopPlaying(call.callId, 'p2');
    await bench.until(() => types(call).includes('playback-finished'), 'the message is over');
    await bench.harness.settle(bench.harness.message.lengthMs);
    const finished = call.events.filter((event) => event.type === 'playback-finished');
    expect(finished).toMatchObject([{ playbackId: 'p1', completed: false }]);
  });

  it('the end of the call ends the message, and nothing is told after the end', async () => {
    const bench = open();
    const call = await bench.answered(answering({ party: 'machine' }));
    await bench.ok((done) => bench.harness.telephony.play(call.callId, 'p1', message(bench), done));
    bench.harness.telephony.hangUp(call.callId);
    await bench.ended(call);
    await bench.harness.settle(bench.harness.message.lengthMs + 300);
    expect(types(call).at(-1)).toBe('ended');
  });

  it('music plays until it is stopped', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.answered();
    await bench.ok((done) => telephony.play(call.callId, 'wait', { kind: 'tone', tone: 'hold' }, done));
    await bench.harness.settle(bench.harness.message.lengthMs + 500);
    expect(types(call)).not.toContain('playback-finished');
    telephony.stopPlaying(call.callId, 'wait');
    await bench.until(() => types(call).includes('playback-finished'), 'the music stops');
  });

  it('BP-10: a message that was added is heard by the contact', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    // 400 Hz for 800 ms.
    const samples = Int16Array.from({ length: 6_400 }, (_, i) => Math.round(8_000 * Math.sin((Math.PI * i) / 10)));
    telephony.addMessage('added', samples);
    const call = await bench.answered(answering({ party: 'machine' }));
    await bench.ok((done) => telephony.play(call.callId, 'p1', { kind: 'message', messageId: 'added' }, done));
    await bench.until(() => types(call).includes('playback-finished'), 'the message is over');
    expect(call.events.at(-1)).toMatchObject({ type: 'playback-finished', playbackId: 'p1', completed: true });
  });

  it('a message that does not exist, or before the answer, is refused', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const call = await bench.answered();
    await bench.refused('no-such-message', (done) =>
      telephony.play(call.callId, 'p', { kind: 'message', messageId: 'nobody-recorded-this' }, done),
    );
    const ringing = bench.dial(RINGING);
    await bench.harness.settle(200);
    await bench.refused('wrong-call-state', (done) => telephony.play(ringing.callId, 'p', message(bench), done));
  });

  it('a recording is started once and stopped once', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const { callId } = await bench.connected();
    await bench.refused('wrong-call-state', (done) => telephony.stopRecording(callId, done));
    await bench.ok((done) => telephony.startRecording(callId, done));
    await bench.refused('wrong-call-state', (done) => telephony.startRecording(callId, done));
    await bench.ok((done) => telephony.stopRecording(callId, done));
  });

  it('a recording lies ready after the call, in one file named by it, however often it was stopped meanwhile', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const ready: Extract<CarrierEvent, { type: 'recorded' }>[] = [];
    telephony.listen((event) => {
      if (event.type === 'recorded') ready.push(event);
    });
    const call = await bench.connected();
    for (let i = 0; i < 2; i++) {
      await bench.ok((done) => telephony.startRecording(call.callId, done));
      await bench.harness.settle(500);
      await bench.ok((done) => telephony.stopRecording(call.callId, done));
    }
    expect(ready).toEqual([]);
    telephony.hangUp(call.callId);
    await bench.until(() => ready.length > 0, 'the recording is ready');
    const [recorded] = ready;
    expect(ready).toHaveLength(1);
    expect(recorded).toMatchObject({ callId: call.callId, file: expect.stringContaining(call.callId) });
    // More than either part.
    expect(recorded?.durationMs).toBeGreaterThan(700);
    expect(bench.harness.recordingOf(call.callId)?.length).toBe(recorded?.bytes);
    expect(recorded?.bytes).toBeGreaterThan(11_000);
  });
}
