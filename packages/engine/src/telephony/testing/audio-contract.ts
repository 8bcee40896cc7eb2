/** Contract: what a tap hears, and when. */
import type { CallId } from '@outdial/shared';
import { expect, it } from 'vitest';
import type { AudioFrame } from '../port.ts';
import { answering, type Bench, RINGING } from './bench.ts';

const FRAME_MS = 20;

interface Kept {
  readonly frame: AudioFrame;
  readonly atMs: number;
}

export function audioContract(open: () => Bench): void {
  const tapped = (bench: Bench, callId: CallId) => {
    const heard: Kept[] = [];
    const tap = bench.harness.telephony.tap(callId, (frame, atMs) => heard.push({ frame: frame.slice(), atMs }));
    return { heard, tap };
  };

  it('a tap that is open before the answer hears the call from its first frame on, 160 samples every 20 ms', async () => {
    const bench = open();
    const call = bench.dial(answering({ party: 'fax' }));
    const { heard } = tapped(bench, call.callId);
    await bench.until(() => call.events.some((event) => event.type === 'answered'), 'the call is answered');
    await bench.until(() => heard.length >= 26, 'half a second is heard');
    const answeredMs = call.events.find((event) => event.type === 'answered')?.atMs ?? 0;
    expect((heard[0]?.atMs ?? 0) - answeredMs).toBeGreaterThan(-bench.harness.toleranceMs);
    expect((heard[0]?.atMs ?? 0) - answeredMs).toBeLessThanOrEqual(2 * FRAME_MS + bench.harness.toleranceMs);
    expect(heard.every(({ frame }) => frame.length === 160)).toBe(true);
    heard.forEach(({ atMs }, i) => {
      expect(Math.abs(atMs - (heard[0]?.atMs ?? 0) - i * FRAME_MS)).toBeLessThanOrEqual(bench.harness.toleranceMs);
    });
    await bench.until(() => heard.some(({ frame }) => loud(frame)), 'the tone is heard');
  });

  it('a tap hears nothing while a call merely rings', async () => {
    const bench = open();
    const { heard } = tapped(bench, bench.dial(RINGING).callId);
    await bench.harness.settle(500);
    expect(heard).toHaveLength(0);
  });

  it('a tap hears the early media of a call that is never answered', async () => {
    const bench = open();
    const call = bench.dial({
      ringsAfterMs: null,
      earlyMediaAfterMs: 60,
      end: { does: 'refuse', afterMs: 2_000, cause: 'invalid-number' },
    });
    const { heard } = tapped(bench, call.callId);
    await bench.ended(call);
    const early = call.events.find((event) => event.type === 'early-media')?.atMs ?? 0;
    expect((heard[0]?.atMs ?? 0) - early).toBeLessThanOrEqual(2 * FRAME_MS + bench.harness.toleranceMs);
    expect(heard.some(({ frame }) => loud(frame))).toBe(true);
  });

  it('a tap that is closed hears nothing more, and the others go on', async () => {
    const bench = open();
    const call = await bench.answered();
    const closed = tapped(bench, call.callId);
    const other = tapped(bench, call.callId);
    await bench.until(() => closed.heard.length > 5, 'frames are heard');
    closed.tap.close();
    closed.tap.close();
    const count = closed.heard.length;
    await bench.until(() => other.heard.length > count + 5, 'the other goes on');
    expect(closed.heard).toHaveLength(count);
    expect(new Set(other.heard.map(({ atMs }) => atMs)).size, 'each frame once').toBe(other.heard.length);
  });

  it('the end of the call closes its taps', async () => {
    const bench = open();
    const call = await bench.answered();
    const { heard, tap } = tapped(bench, call.callId);
    await bench.harness.settle(200);
    bench.harness.telephony.hangUp(call.callId);
    await bench.ended(call);
    const count = heard.length;
    await bench.harness.settle(300);
    expect(heard).toHaveLength(count);
    tap.close();
  });

  it('a tap on a call that nobody knows is silent and can be closed', async () => {
    const bench = open();
    const { heard, tap } = tapped(bench, 'nobody' as CallId);
    await bench.harness.settle(100);
    tap.close();
    expect(heard).toHaveLength(0);
  });

  it('a tap hears the contact while an agent talks to them', async () => {
    const bench = open();
    const call = await bench.connected();
    const { heard } = tapped(bench, call.callId);
    await bench.until(() => heard.length > 10, 'the contact is heard');
  });
}

/** Louder than any line's noise: a root mean square over −40 dBFS. */
function loud(frame: AudioFrame): boolean {
  return Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length) > 328;
}
