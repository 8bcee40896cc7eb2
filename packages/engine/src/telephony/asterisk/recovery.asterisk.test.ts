/** What happens to calls when the link to Asterisk is lost, and when Asterisk itself dies. */
import { type AgentId, realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { answers } from '../lab/plan.ts';
import type { CallEvent, PortResult } from '../port.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { flakyProxy } from './testing/flaky-proxy.ts';
import { type Dialed, HEARD_SHARE, LabBench, last, Plans, settle, talking, until } from './testing/lab-bench.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const plans = new Plans();
/** Hardly more than the calls of these tests take, so that ports are soon given again. */
const RTP_PORTS = 100;
const lab = await labOrReason({ carrier: plans.carrier, rtpPorts: RTP_PORTS });

if (typeof lab === 'string') {
  describe('recovery', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const bench = new LabBench(lab, plans);

  const open = async (change: object = {}) => {
    const telephony = new AsteriskTelephony({ options: { ...lab.telephony, ...change }, clock: realClock });
    await telephony.ready;
    return telephony;
  };
  describe('a lost WebSocket', () => {
    it('calls go on, and what happened meanwhile is told afterwards', async () => {
      const proxy = await flakyProxy(lab.telephony.url);
      const telephony = await open({ url: proxy.url, app: 'flaky' });
      const pair = bench.dial(telephony);
      await bench.phone(telephony, 'flaky-agent');
      await until(() => last(pair) === 'answered', 'answered');
      expect(await bench.connect(telephony, pair, 'flaky-agent')).toEqual({ ok: true });
      const leaves = bench.dial(telephony);
      await until(() => last(leaves) === 'answered', 'answered');
      const rings = bench.dial(telephony, answers(talking, 5_000));
      await until(() => last(rings) === 'ringing', 'ringing');

      proxy.fail(true);
      await until(() => telephony.freeLines() === 0, 'nothing new can be dialed');
      lab.carrier.callTo(leaves.number)?.hangUp();
      await expect.poll(() => bench.shareHeard('flaky-agent', LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);
      await until(() => lab.carrier.callTo(rings.number)?.state === 'answered', 'the far end answers');
      expect([last(leaves), last(rings), last(pair)]).toEqual(['answered', 'ringing', 'answered']);
      proxy.fail(false);

      await until(() => last(leaves) === 'ended' && last(rings) === 'answered', 'what was missed is told');
      expect(leaves.events.at(-1)).toMatchObject({ cause: 'hung-up-by-contact' });
      await expect.poll(() => bench.shareHeard('flaky-agent', LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);
      await expect.poll(() => bench.shareHeard(pair.number, LAB_TONES_HZ.agent)).toBeGreaterThan(HEARD_SHARE);
      telephony.hangUp(pair.callId);
      await until(() => last(pair) === 'ended', 'the call can still be ended');
      telephony.close();
      await telephony.gone;
      proxy.close();
    });
  });

  describe('a new engine on the same Asterisk', () => {
    /** What kill -9 does: the first life says nothing more to Asterisk. */
    const die = async (telephony: AsteriskTelephony, proxy: { fail(on: boolean): void }) => {
      proxy.fail(true);
      telephony.close();
      await telephony.gone;
    };

    it('people who talk go on talking and are taken over; who is alone is let go', async () => {
      const proxy = await flakyProxy(lab.telephony.url);
      const before = await open({ url: proxy.url, app: 'reborn' });
      await bench.phone(before, 'reborn-agent');
      const pair = bench.dial(before);
      await until(() => last(pair) === 'answered', 'answered');
      expect(await bench.connect(before, pair, 'reborn-agent')).toEqual({ ok: true });
      const alone = bench.dial(before);
      await until(() => last(alone) === 'answered', 'answered');
      const rings = bench.dial(before, answers(talking, 20_000));
      await until(() => last(rings) === 'ringing', 'ringing');
      await die(before, proxy);
      await expect.poll(() => bench.shareHeard('reborn-agent', LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);

      const received = lab.phones.received;
      const after = await open({ app: 'reborn' });
      const left = await after.earlierLife.left;
      await until(() => lab.carrier.callTo(rings.number) === null, 'who rings is let go at once');
      expect(left).toContainEqual({ callId: pair.callId, attemptId: pair.callId, agentId: 'reborn-agent' });
      expect(left).toContainEqual({ callId: alone.callId, attemptId: alone.callId, agentId: null });
      await bench.phone(after, 'reborn-agent');
      expect(lab.phones.received, 'the phone is not called again').toBe(received);
      const again: CallEvent[] = [];
      const request = bench.request(pair.callId, pair.number);
      after.earlierLife.take('reborn-agent' as AgentId, request, 'connected', (event) => again.push(event));
      after.earlierLife.letGo();
      await until(() => lab.carrier.callTo(alone.number) === null, 'who is alone is let go');
      await expect.poll(() => after.trunks()[0]).toMatchObject({ linesInUse: 1 });
      await expect.poll(() => bench.shareHeard('reborn-agent', LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);
      await expect.poll(() => bench.shareHeard(pair.number, LAB_TONES_HZ.agent)).toBeGreaterThan(HEARD_SHARE);
      const done = (what: 'hold' | 'resume') => new Promise<PortResult>((resolve) => after[what](pair.callId, resolve));
      expect(await done('hold')).toEqual({ ok: true });
      await expect.poll(() => bench.shareHeard(pair.number, LAB_TONES_HZ.agent)).toBe(0);
      expect(await done('resume')).toEqual({ ok: true });
      await expect.poll(() => bench.shareHeard(pair.number, LAB_TONES_HZ.agent)).toBeGreaterThan(HEARD_SHARE);
      lab.carrier.callTo(pair.number)?.hangUp();
      await until(() => again.at(-1)?.type === 'ended', 'the end is told');
      expect(again.at(-1)).toMatchObject({ cause: 'hung-up-by-contact' });
      after.close();
      await after.gone;
      proxy.close();
    });

    it('where none comes back, Asterisk itself lets go of who is alone', async () => {
      const proxy = await flakyProxy(lab.telephony.url);
      const before = await open({ url: proxy.url, app: 'lost' });
      const alone = bench.dial(before);
      await until(() => last(alone) === 'answered', 'answered');
      // Put off while the engine lives.
      await settle(9_000);
      expect(lab.carrier.callTo(alone.number)).not.toBeNull();
      await die(before, proxy);
      await until(() => lab.carrier.callTo(alone.number) === null, 'the contact is let go');
      const after = await open({ app: 'lost' });
      after.close();
      await after.gone;
      proxy.close();
    });
  });

  describe('kill -9 of Asterisk with 20 calls up', () => {
    it('the calls end with a reason, phones are told, and all works again after its return', async () => {
      const telephony = await open({ app: 'killed' });
      const phones = [await bench.phone(telephony, 'killed-1'), await bench.phone(telephony, 'killed-2')];
      const calls = Array.from({ length: 20 }, () => bench.dial(telephony));
      await until(() => calls.every((call) => last(call) === 'answered'), 'all answered');
      expect(await bench.connect(telephony, calls[0] as Dialed, 'killed-1')).toEqual({ ok: true });

      await lab.asterisk.kill();
      expect([lab.carrier.calls, lab.phones.calls], 'nobody sends to who has the ports next').toEqual([[], []]);
      // How soon is measured where the whole program runs.
      await until(() => calls.every((call) => last(call) === 'ended'), 'all ended');
      for (const call of calls) expect(call.events.at(-1)).toMatchObject({ cause: 'trunk-failure' });
      await expect.poll(() => phones.map((events) => events.at(-1)?.type)).toEqual(['down', 'down']);
      const trunk = { up: false, linesInUse: 0, detail: expect.stringMatching(/nobody listens at/) };
      await expect.poll(() => telephony.trunks()[0]).toMatchObject(trunk);
      const refused = bench.dial(telephony);
      await until(() => last(refused) === 'ended', 'nothing is dialed meanwhile');
      expect(refused.events).toMatchObject([{ cause: 'trunk-failure' }]);

      const received = lab.carrier.received;
      await lab.asterisk.start();
      await until(() => telephony.freeLines() > 0, 'lines are free again');
      const pairs = ['killed-1', 'killed-2', 'killed-3'];
      for (const agentId of pairs) {
        await bench.phone(telephony, agentId);
        const again = bench.dial(telephony);
        await until(() => last(again) === 'answered', 'answered');
        expect(await bench.connect(telephony, again, agentId)).toEqual({ ok: true });
        await expect.poll(() => bench.shareHeard(agentId, LAB_TONES_HZ.contact)).toBeGreaterThan(HEARD_SHARE);
        await expect.poll(() => bench.shareHeard(again.number, LAB_TONES_HZ.agent)).toBeGreaterThan(HEARD_SHARE);
      }
      expect(lab.carrier.received - received, 'nothing was dialed twice').toBe(pairs.length);
      telephony.close();
      await telephony.gone;
    });
  });
}
