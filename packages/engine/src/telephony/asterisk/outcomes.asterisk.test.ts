/** The table of outcomes, row by row, over real SIP: what the carrier does, what the port says of it, what it counts as. */
import { type CallId, type CampaignId, type E164, realClock } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadClips } from '../../amd/clips.ts';
import { judgeOutcome } from '../../calls/outcome.ts';
import { createInlineScreening } from '../../screening/index.ts';
import type { Verdict } from '../../screening/screening.ts';
import { LAB_MESSAGE, LAB_TONES_HZ } from '../lab/lab.ts';
import { answers, type Plan, refuses } from '../lab/plan.ts';
import { SILENCE, soundOf, toneSound } from '../lab/sounds.ts';
import type { CallEvent } from '../port.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const plans = new Map<string, Plan>();
const lab = await labOrReason({ carrier: (number) => plans.get(number) ?? refuses(404), keptFrames: 1_000 });
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const PATIENCE_MS = 20_000;
/** Two seconds. */
const QUIET_SAMPLES = 16_000;
let count = 0;

if (typeof lab === 'string') {
  describe('outcomes over SIP', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  describe('outcomes over SIP', () => {
    const said: string[] = [];
    const options = {
      ...lab.telephony,
      app: 'outcomes',
      trunks: [...lab.telephony.trunks, { name: 'nowhere', maxLines: 0 }],
    };
    const telephony = new AsteriskTelephony({ options, clock: realClock, say: (words) => said.push(words) });
    beforeAll(() => telephony.ready);
    afterAll(async () => {
      telephony.close();
      await telephony.gone;
    });

    const until = async (condition: () => boolean, what: string): Promise<void> => {
      const endMs = realClock.nowMs() + PATIENCE_MS;
      while (!condition()) {
        if (realClock.nowMs() > endMs) throw new Error(`waited in vain: ${what}`);
        await settle(20);
      }
    };
    const dial = async (plan: Plan, { ringTimeoutMs = 20_000, by = telephony } = {}) => {
      // As the engine does: a trunk that is slowed is not pressed.
      await until(() => by.freeLines() >= 1, 'a free line');
      count += 1;
      const number = `+${33_199_100_000 + count}` as E164;
      plans.set(number, plan);
      const callId = `row-${count}` as CallId;
      const events: CallEvent[] = [];
      by.dial(
        {
          ...{ callId, attemptId: callId as never, campaignId: 'outcomes' as CampaignId, number },
          callerId: { number: '+33199000000' as E164, name: 'Acme' },
          ringTimeoutMs,
        },
        (event) => events.push(event),
      );
      return { callId, number, events };
    };
    const ended = async ({ events }: { events: CallEvent[] }) => {
      await until(() => events.at(-1)?.type === 'ended', 'the call ends');
      const end = events.at(-1);
      if (end?.type !== 'ended') throw new Error('no end');
      const answered = events.some(({ type }) => type === 'answered');
      return {
        end,
        types: events.map(({ type }) => type),
        ...judgeOutcome({ cause: end.cause, answered, heard: null }),
      };
    };

    it.each([
      [486, 'busy', 17, 'busy'],
      [480, 'unavailable', 19, 'no-answer'],
      [404, 'invalid-number', 1, 'invalid-number'],
      [603, 'rejected', 21, 'rejected'],
      [500, 'failed', 38, 'operating-error'],
      [503, 'congestion', 34, 'operating-error'],
    ] as const)('a carrier that answers %i: %s, and it counts as such', async (status, cause, q850, outcome) => {
      const told = await ended(await dial(refuses(status, 100)));
      expect(told.end).toMatchObject({ cause, sipStatus: status, q850 });
      expect(told.types).toEqual(['ended']);
      expect(told.outcome).toBe(outcome);
    });

    it('a trunk that was refused for want of room is slowed, and named with the cause', () => {
      const [trunk] = telephony.trunks();
      expect(trunk?.callsPerSecond).toBeLessThan(20);
      expect(trunk?.detail).toMatch(/^SIP 503: slowed to .* calls\/s$/);
    });

    it('200: answered, and when the far end hangs up it is the contact who did', async () => {
      const plan: Plan = {
        ...answers(toneSound(LAB_TONES_HZ.contact), 200),
        end: { does: 'answer', afterMs: 200, sound: SILENCE, hangsUpAfterMs: 300, presses: [] },
      };
      const told = await ended(await dial(plan));
      expect(told.types).toEqual(['ringing', 'answered', 'ended']);
      expect(told).toMatchObject({ end: { cause: 'hung-up-by-contact' }, outcome: 'live' });
    });

    it('our ring time-out: no answer', async () => {
      const plan: Plan = { ringsAfterMs: 50, early: null, end: { does: 'nothing' } };
      const told = await ended(await dial(plan, { ringTimeoutMs: 1_500 }));
      expect(told.types).toEqual(['ringing', 'ended']);
      expect(told).toMatchObject({ end: { cause: 'ring-timeout' }, outcome: 'no-answer' });
    });

    it('nobody listens at the far end of the trunk: given up after the limit, no answer', async () => {
      const by = new AsteriskTelephony({
        ...{ options: { ...lab.telephony, app: 'nobody', setupLimitMs: 2_000 }, clock: realClock },
      });
      await by.ready;
      const startMs = realClock.nowMs();
      const told = await ended(
        await dial({ ringsAfterMs: null, early: null, end: { does: 'ignore' } }, { ringTimeoutMs: 1_500, by }),
      );
      expect(told).toMatchObject({ types: ['ended'], end: { cause: 'ring-timeout' }, outcome: 'no-answer' });
      expect(realClock.nowMs() - startMs).toBeGreaterThanOrEqual(2_000);
      by.close();
      await by.gone;
    });

    it('183 with SIT, then 404: the detector hears the tones before the end', async () => {
      const sit = loadClips().find(({ name }) => name === 'sit-vacant-code');
      if (sit === undefined) throw new Error('no such clip');
      // Quiet at first: the tap is asked for when this process hears of the early media.
      const samples = new Int16Array(QUIET_SAMPLES + sit.samples.length);
      samples.set(sit.samples, QUIET_SAMPLES);
      const early = { afterMs: 100, sound: soundOf(samples) };
      const call = await dial({ ringsAfterMs: null, early, end: { does: 'refuse', afterMs: 6_000, status: 404 } });
      const verdicts: Verdict[] = [];
      const session = createInlineScreening().open(call.callId, (event) => {
        if (event.type === 'verdict') verdicts.push(event.verdict);
      });
      await until(() => call.events.some(({ type }) => type === 'early-media'), 'early media');
      telephony.tap(call.callId, (frame) => session.push(frame));
      const told = await ended(call);
      expect(told.types).toEqual(['early-media', 'ended']);
      expect(told.end).toMatchObject({ cause: 'invalid-number', sipStatus: 404 });
      expect(verdicts[0]?.label).toBe('sit');
    });

    it('our hang-up before the answer is a cancellation, after it the end by us', async () => {
      const early = await dial({ ringsAfterMs: 50, early: null, end: { does: 'nothing' } });
      await until(() => early.events.length > 0, 'ringing');
      telephony.hangUp(early.callId);
      expect(await ended(early)).toMatchObject({ end: { cause: 'hung-up-by-us' }, outcome: 'cancelled' });
      const late = await dial(answers(SILENCE, 100));
      await until(() => late.events.at(-1)?.type === 'answered', 'answered');
      telephony.hangUp(late.callId);
      expect(await ended(late)).toMatchObject({ end: { cause: 'hung-up-by-us' }, outcome: 'live' });
    });

    it('GW-8: the person called sees the number and the name of the caller ID', async () => {
      const call = await dial(answers(SILENCE, 100));
      await until(() => call.events.at(-1)?.type === 'answered', 'answered');
      expect(lab.carrier.callTo(call.number)?.from).toEqual({ number: '+33199000000', name: 'Acme' });
      telephony.hangUp(call.callId);
    });

    it('a machine hears the message after its beep from its first word to its end', async () => {
      const machine = loadClips().find(({ beepMs, kind }) => kind === 'machine' && beepMs !== null);
      if (machine === undefined) throw new Error('no such clip');
      const call = await dial(answers(soundOf(machine.samples), 100));
      const beeps: number[] = [];
      const session = createInlineScreening().open(call.callId, (event) => {
        if (event.type === 'beep') beeps.push(event.atMs);
      });
      telephony.tap(call.callId, (frame) => session.push(frame));
      await until(() => beeps.length > 0, 'the beep');
      const ear = lab.carrier.callTo(call.number)?.ear;
      expect(ear?.firstSoundAtMs).toBeNull();
      telephony.play(call.callId, 'drop', { kind: 'message', messageId: 'greeting' }, (result) =>
        expect(result).toEqual({ ok: true }),
      );
      await until(() => call.events.at(-1)?.type === 'playback-finished', 'the message is over');
      expect(call.events.at(-1)).toMatchObject({ completed: true });
      expect(ear?.tone(LAB_TONES_HZ.message)?.ms).toBeGreaterThan(0.9 * LAB_MESSAGE.lengthMs);
      telephony.hangUp(call.callId);
    });

    it('an endpoint that Asterisk does not know is a trunk that is down, and the log says what to check', async () => {
      await until(() => telephony.trunks()[1]?.up === false, 'the trunk is looked at');
      expect(telephony.trunks()[1]?.detail).toContain('knows no endpoint nowhere: check pjsip.conf');
      expect(said.join('\n')).toContain('nowhere');
      expect(telephony.trunks()[0]?.up).toBe(true);
    });
  });

  describe('what is wrong with the link is told in one line that says what to check', () => {
    const told = async (change: object, words: RegExp): Promise<void> => {
      const options = { ...lab.telephony, app: 'wrong', ...change };
      const telephony = new AsteriskTelephony({ options, clock: realClock });
      await expect.poll(() => telephony.detail).toMatch(words);
      telephony.close();
      await telephony.gone;
    };

    it('a wrong password', () =>
      told({ password: 'wrong' }, /refuses user outdial: check user and password in ari.conf/));

    it('an Asterisk that is not there', () =>
      told({ url: 'http://127.0.0.1:1' }, /nobody listens at .*: is Asterisk up, and is http.conf/));
  });
}
