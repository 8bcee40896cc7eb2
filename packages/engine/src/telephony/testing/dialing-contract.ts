/** Contract: from the dial to the end, whatever the far end does. */
import type { CallId } from '@outdial/shared';
import { expect, it } from 'vitest';
import type { FarEnd, RefusalCause } from '../far-end.ts';
import { answering, type Bench, RINGING, types } from './bench.ts';

const REFUSALS: readonly RefusalCause[] = ['busy', 'unavailable', 'invalid-number', 'rejected', 'congestion'];

export function dialingContract(open: () => Bench): void {
  it('BP-3: a call rings, is answered, and ends when the contact hangs up, told in this order and never inside dial', async () => {
    const bench = open();
    const call = bench.dial(answering({ hangsUpAfterMs: 300 }));
    expect(call.events).toHaveLength(0);
    const end = await bench.ended(call);
    expect(types(call)).toEqual(['ringing', 'answered', 'ended']);
    expect(end.cause).toBe('hung-up-by-contact');
    const times = call.events.map((event) => event.atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(300 - bench.harness.toleranceMs);
  });

  it.each(REFUSALS)(
    'BP-3: a far end that says %s ends the call with that cause and without an answer',
    async (cause) => {
      const bench = open();
      const call = bench.dial({ ringsAfterMs: null, end: { does: 'refuse', afterMs: 150, cause } });
      expect((await bench.ended(call)).cause).toBe(cause);
      expect(types(call)).toEqual(['ended']);
    },
  );

  it('tells ringing before a refusal that follows it', async () => {
    const bench = open();
    const call = bench.dial({ ringsAfterMs: 60, end: { does: 'refuse', afterMs: 300, cause: 'rejected' } });
    expect((await bench.ended(call)).cause).toBe('rejected');
    expect(types(call)).toEqual(['ringing', 'ended']);
  });

  it('tells early media before the end of a call that is never answered', async () => {
    const bench = open();
    const call = bench.dial(announced('invalid-number'));
    expect((await bench.ended(call)).cause).toBe('invalid-number');
    expect(types(call)).toEqual(['early-media', 'ended']);
  });

  it('ends a call that rings in vain when the ring time-out, counted from the ringing, has passed', async () => {
    const bench = open();
    const call = bench.dial(RINGING, { ringTimeoutMs: 800 });
    const end = await bench.ended(call);
    expect(end.cause).toBe('ring-timeout');
    expect(types(call)).toEqual(['ringing', 'ended']);
    const rangMs = end.atMs - (call.events[0]?.atMs ?? 0);
    expect(rangMs).toBeGreaterThanOrEqual(800 - bench.harness.toleranceMs);
    expect(rangMs).toBeLessThanOrEqual(800 + 200 + bench.harness.toleranceMs);
  });

  it('is told to hang up before any ringing, while it rings and after the answer: hung-up-by-us', async () => {
    const bench = open();
    const silent = bench.dial({ ringsAfterMs: 5_000, end: { does: 'nothing' } });
    const ringing = bench.dial(RINGING);
    const answered = await bench.answered();
    for (const call of [silent, ringing, answered]) {
      bench.harness.telephony.hangUp(call.callId);
      expect((await bench.ended(call)).cause).toBe('hung-up-by-us');
    }
    expect(types(silent)).toEqual(['ended']);
    expect(types(ringing)).toEqual(['ringing', 'ended']);
    expect(types(answered)).toEqual(['ringing', 'answered', 'ended']);
  });

  it('hangs up once, however often it is told, and says nothing after the end', async () => {
    const bench = open();
    const { telephony, settle } = bench.harness;
    const call = await bench.answered(answering({ hangsUpAfterMs: 2_200, presses: [{ afterMs: 2_000, digit: '1' }] }));
    telephony.hangUp(call.callId);
    telephony.hangUp(call.callId);
    await bench.ended(call);
    telephony.hangUp(call.callId);
    await settle(2_500);
    expect(types(call)).toEqual(['ringing', 'answered', 'ended']);
  });

  it('takes it calmly when told to hang up a call that nobody knows', async () => {
    const bench = open();
    const call = bench.dial(RINGING);
    bench.harness.telephony.hangUp('nobody' as CallId);
    await bench.until(() => call.events.length > 0, 'the other call rings');
    await bench.harness.settle(300);
    expect(types(call)).toEqual(['ringing']);
  });

  it('refuses a second call under the id of one that is up, and leaves that one alone', async () => {
    const bench = open();
    const first = await bench.answered();
    const second = bench.dial(answering(), { callId: first.callId });
    expect((await bench.ended(second)).cause).toBe('failed');
    expect(types(second)).toEqual(['ended']);
    await bench.harness.settle(300);
    expect(types(first)).toEqual(['ringing', 'answered']);
  });

  it('keeps calls apart', async () => {
    const bench = open();
    const calls = [answering(), announced('busy'), RINGING, answering({ hangsUpAfterMs: 200 })].map((farEnd) =>
      bench.dial(farEnd),
    );
    const over = ['answered', 'ended', 'ringing', 'ended'];
    await bench.until(() => calls.every((call, i) => types(call).at(-1) === over[i]), 'each went its way');
    await bench.harness.settle(1_200);
    expect(calls.map((call) => types(call).at(-1))).toEqual(over);
  });

  it('counts a line as in use from the dial to the end', async () => {
    const bench = open();
    const { telephony } = bench.harness;
    const free = telephony.freeLines();
    const call = bench.dial(RINGING);
    expect(telephony.freeLines()).toBe(free - 1);
    expect(telephony.trunks().reduce((sum, trunk) => sum + trunk.linesInUse, 0)).toBe(1);
    telephony.hangUp(call.callId);
    await bench.ended(call);
    expect(telephony.freeLines()).toBe(free);
  });
}

function announced(cause: RefusalCause): FarEnd {
  return { ringsAfterMs: null, earlyMediaAfterMs: 60, end: { does: 'refuse', afterMs: 400, cause } };
}
