/** Messages over real SIP and RTP (BP-10, GCC-3): what the far end received, and when, measured at its ear. */
import { type AgentId, type E164, type MessageId, realClock, zDetectionPolicy } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { loadClips } from '../../amd/clips.ts';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { answers } from '../lab/plan.ts';
import type { SipCall } from '../lab/sip-call.ts';
import { soundOf, toneSamples, toneSound } from '../lab/sounds.ts';
import { type LabFloor, type LabFloorOptions, openLabFloor } from './testing/lab-floor.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const MESSAGE = 'message-1' as MessageId;
const MESSAGE_MS = 1_800;
/** Time enough for another call meanwhile, and longer than Asterisk is left alone with a contact. */
const LONG_MESSAGE_MS = 10_000;
/**
 * How soon is held on the virtual clock (calls/machines.test.ts), and measured by the bench: here all of it runs on one
 * machine, and an ear hears so much later where that is slow.
 */
const SLOW_MACHINE_MS = 10_000;
const PATIENCE_MS = 60_000;
const machines = loadClips().filter(({ kind, beepMs }) => kind === 'machine' && beepMs !== null);
/** Answers each number with a machine of its own, or with the tone of a contact who stays. */
let everybody: 'machines' | 'people' | 'people who press' = 'machines';
const machineOf = (number: string) => machines[Number(number.replace(/\D/g, '').slice(-4)) % machines.length];

const ended: SipCall[] = [];
const lab = await labOrReason({
  carrier: (number) => {
    const machine = machineOf(number);
    const sound = everybody === 'machines' && machine !== undefined ? soundOf(machine.samples) : null;
    const plan = answers(sound ?? toneSound(LAB_TONES_HZ.contact), 200);
    if (everybody !== 'people who press' || plan.end.does !== 'answer') return plan;
    return { ...plan, end: { ...plan.end, presses: [{ afterMs: 2_600, digit: '9' }] } };
  },
  keptFrames: 3_000,
  onEnd: (call) => ended.push(call),
});
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(happened: () => boolean): Promise<void> {
  const endMs = realClock.nowMs() + PATIENCE_MS;
  while (!happened() && realClock.nowMs() < endMs) await settle(20);
}

/** When the far end first heard anything, since it answered. */
const heardAfterMs = ({ ear, answeredAtMs }: SipCall): number => (ear.firstSoundAtMs ?? Infinity) - (answeredAtMs ?? 0);
const messageMs = ({ ear }: SipCall): number => ear.tone(LAB_TONES_HZ.message)?.ms ?? 0;

if (typeof lab === 'string') {
  describe('messages over SIP', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  const open = async (options: Omit<LabFloorOptions, 'lab'>, messageLengthMs = MESSAGE_MS): Promise<LabFloor> => {
    ended.length = 0;
    const floor = await openLabFloor({ lab, ...options });
    floor.engine.addMessage(MESSAGE, toneSamples(LAB_TONES_HZ.message, messageLengthMs));
    return floor;
  };

  describe('messages over SIP', () => {
    it('BP-10, GCC-5: each machine receives the message after its beep, whole', {
      timeout: PATIENCE_MS + 20_000,
    }, async () => {
      everybody = 'machines';
      const contacts = machines.length;
      const detection = zDetectionPolicy.parse({
        ...{ onMachine: 'leave-message', messageId: MESSAGE, maxScreeningMs: 10_000, checkedShare: 0 },
      });
      const floor = await open({ contacts, agents: 8, talkMs: 500, campaign: { detection } });
      await until(() => floor.ends.size === contacts);
      await floor.close();
      const left = [...floor.ends.values()].filter(({ message }) => message?.completed === true);
      // How many machines the detector knows in time is measured elsewhere.
      expect(left.length).toBeGreaterThanOrEqual(contacts / 2);
      for (const { number, message, outcome } of left) {
        expect(outcome).toBe('answering-machine');
        const call = ended.find(({ called }) => called.endsWith(number.replace('+', '')));
        if (call === undefined) throw new Error(`no call to ${number}`);
        const beepMs = machineOf(number)?.beepMs ?? 0;
        expect(heardAfterMs(call), `${number} before its beep`).toBeGreaterThan(beepMs);
        expect(heardAfterMs(call), `${number} long after its beep`).toBeLessThan(beepMs + 5_500 + SLOW_MACHINE_MS);
        expect(messageMs(call)).toBeGreaterThan(0.9 * MESSAGE_MS);
        expect(message?.startedAfterMs).toBeLessThan(500 + SLOW_MACHINE_MS);
      }
    });

    it('BP-10: at the agent’s word the message is left, and the agent has the next call while it plays', {
      timeout: PATIENCE_MS,
    }, async () => {
      everybody = 'people';
      const detection = zDetectionPolicy.parse({ enabled: false, messageId: MESSAGE });
      /** At each conversation, how many attempts were over. */
      const over: number[] = [];
      let said: { atMs: number; number: E164 } | null = null;
      let floor: LabFloor | null = null;
      const leave = (number: E164, agentId: AgentId): void => {
        over.push(floor?.ends.size ?? 0);
        const interactionId = floor?.engine.agents().find((one) => one.agentId === agentId)?.interaction?.interactionId;
        if (said !== null || interactionId === undefined) return;
        said = { atMs: realClock.nowMs(), number };
        expect(floor?.engine.command({ type: 'interaction.leave-message', agentId, interactionId })).toMatchObject({
          ok: true,
        });
      };
      floor = await open(
        {
          ...{ contacts: 2, agents: 1, talkMs: 1_000, campaign: { detection, mode: 'progressive' } },
          onConnected: (number, agentId) => void settle(300).then(() => leave(number, agentId)),
        },
        LONG_MESSAGE_MS,
      );
      await until(() => (floor?.ends.size ?? 0) === 2);
      await floor.close();
      const first = [...floor.ends.values()].find(({ message }) => message !== undefined);
      expect(first).toMatchObject({ outcome: 'answering-machine', liveEnd: null, message: { completed: true } });
      expect(over, 'the second conversation began while the message of the first played').toEqual([0, 0]);
    });

    it('GCC-3: who finds no agent hears the message when the time for an agent is over', {
      timeout: PATIENCE_MS,
    }, async () => {
      everybody = 'people';
      const detection = zDetectionPolicy.parse({ enabled: false });
      const floor = await open({
        ...{ contacts: 4, agents: 1, talkMs: 6_000 },
        campaign: { detection, abandonMessageId: MESSAGE, linesPerAgent: 4 },
      });
      await until(() => [...floor.ends.values()].filter(({ liveEnd }) => liveEnd === 'abandoned').length >= 2);
      await floor.close();
      const abandoned = [...floor.ends.values()].filter(({ liveEnd }) => liveEnd === 'abandoned');
      expect(abandoned.length).toBeGreaterThanOrEqual(2);
      for (const { number, message, outcome } of abandoned) {
        expect(outcome).toBe('live');
        expect(message).toMatchObject({ purpose: 'abandonment', completed: true });
        expect(message?.startedAfterMs).toBeLessThanOrEqual(2_000 + SLOW_MACHINE_MS);
        const call = ended.find(({ called }) => called.endsWith(number.replace('+', '')));
        if (call === undefined) throw new Error(`no call to ${number}`);
        expect(heardAfterMs(call)).toBeLessThanOrEqual(2_000 + SLOW_MACHINE_MS);
        expect(messageMs(call)).toBeGreaterThan(0.9 * MESSAGE_MS);
      }
    });

    it('GCC-3: who presses the key of the message is heard, and the call is over', {
      timeout: PATIENCE_MS,
    }, async () => {
      everybody = 'people who press';
      const detection = zDetectionPolicy.parse({ enabled: false });
      const floor = await open({
        ...{ contacts: 4, agents: 1, talkMs: 6_000 },
        campaign: { detection, abandonMessageId: MESSAGE, optOutKey: '9', linesPerAgent: 4 },
      });
      const abandoned = () => [...floor.ends.values()].filter(({ liveEnd }) => liveEnd === 'abandoned');
      await until(() => abandoned().length >= 2);
      await floor.close();
      expect(abandoned().length).toBeGreaterThanOrEqual(2);
      for (const { endedBy, detail } of abandoned()) {
        expect(endedBy).toBe('us');
        expect(detail).toContain('pressed 9');
      }
    });
  });
}
