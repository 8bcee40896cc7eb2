/** A campaign by the whole engine over real SIP and RTP: every contact ends as the carrier played it. */
import { writeFileSync } from 'node:fs';
import { type AgentId, type E164, type MessageId, type Outcome, realClock, zDetectionPolicy } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { everydayCarrier, type Fate } from '../lab/everyday-carrier.ts';
import { LAB_MESSAGE, LAB_TONES_HZ } from '../lab/lab.ts';
import { type LabFloor, openLabFloor } from './testing/lab-floor.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const CONTACTS = Number(process.env.OUTDIAL_LAB_CONTACTS ?? 20);
const PATIENCE_MS = 60_000 + CONTACTS * 3_000;
/** How long an agent talks before hanging up, and how long the look at both ears takes. */
const TALK_MS = 2_500;
const OUTCOMES: Readonly<Record<Fate, Outcome>> = {
  ...{ human: 'live', machine: 'answering-machine', fax: 'fax', busy: 'busy', invalid: 'invalid-number' },
  ...{ announced: 'invalid-number', rejected: 'rejected', 'no-answer': 'no-answer' },
};

const carrier = everydayCarrier(7, {
  ...{ human: 0.35, machine: 0.15, fax: 0.05, busy: 0.15, invalid: 0.1, announced: 0.05, rejected: 0.1 },
});
/** What machines recorded, by number. */
const recorded = new Map<string, { answeredAtMs: number; firstAtMs: number; ms: number }>();
const lab = await labOrReason({
  carrier: (number) => carrier.plan(number),
  keptFrames: 3_000,
  onEnd({ answeredAtMs, called, ear }) {
    const message = ear.tone(LAB_TONES_HZ.message);
    if (message !== null && answeredAtMs !== null) recorded.set(called, { answeredAtMs, ...message });
  },
});
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The campaign's figures as a JSON file, where one is asked for. */
function report({ connected, ends }: LabFloor): void {
  const file = process.env.OUTDIAL_LAB_REPORT;
  if (file === undefined) return;
  const rows: Record<string, Record<string, number>> = {};
  for (const { liveEnd, number, outcome } of ends.values()) {
    const fate = carrier.fateOf(number);
    const row = rows[fate] ?? {};
    rows[fate] = row;
    const as = liveEnd === null ? outcome : `${outcome}, ${liveEnd}`;
    row[as] = (row[as] ?? 0) + 1;
  }
  const messagesMs = [...recorded.values()].map(({ ms }) => ms);
  writeFileSync(
    file,
    `${JSON.stringify({ contacts: CONTACTS, ended: ends.size, connected: connected(), played: rows, messagesMs }, null, 2)}\n`,
  );
}

if (typeof lab === 'string') {
  describe('a campaign over SIP', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  describe('a campaign over SIP', () => {
    it(`each of ${CONTACTS} contacts ends as the carrier played it, and who is connected hears and is heard`, {
      timeout: PATIENCE_MS + 30_000,
    }, async () => {
      const deaf: string[] = [];
      /** Whether agent and contact hear each other, half a second into their talk. */
      const bothHear = async (number: E164, agentId: AgentId): Promise<void> => {
        const [contact, agent] = [lab.carrier.callTo(number)?.ear, lab.phones.callTo(agentId)?.ear];
        agent?.listenAnew();
        const fromMs = realClock.nowMs() + 200;
        await settle(TALK_MS - 300);
        if ((contact?.shares([LAB_TONES_HZ.agent], fromMs)[0] ?? 0) < 0.5) deaf.push(`${number} does not hear`);
        if ((agent?.firstSoundAtMs ?? null) === null) deaf.push(`${agentId} does not hear ${number}`);
      };
      const message = { onMachine: 'leave-message', messageId: LAB_MESSAGE.messageId as MessageId } as const;
      const detection = zDetectionPolicy.parse({ maxScreeningMs: 8_000, checkedShare: 0, ...message });
      const floor = await openLabFloor({
        ...{ lab, contacts: CONTACTS, agents: 8, talkMs: TALK_MS },
        campaign: { detection },
        onConnected: (number, agentId) => void bothHear(number, agentId),
      });
      const endMs = realClock.nowMs() + PATIENCE_MS;
      while (floor.ends.size < CONTACTS && realClock.nowMs() < endMs) await settle(100);
      await floor.close();
      report(floor);

      expect(floor.ends.size, 'none lost').toBe(CONTACTS);
      expect(lab.carrier.received, 'none dialed twice').toBe(CONTACTS);
      // How well the detector tells people from machines is measured elsewhere: here its doubt may cost a few.
      const told = [...floor.ends.values()].map((end) => ({ ...end, fate: carrier.fateOf(end.number) }));
      const wrong = told.filter(({ fate, outcome }) => OUTCOMES[fate] !== outcome);
      expect(wrong.filter(({ detail }) => !detail.includes('unknown heard'))).toEqual([]);
      expect(wrong.length).toBeLessThanOrEqual(CONTACTS / 20);
      expect(floor.connected()).toBeGreaterThan(CONTACTS / 6);
      expect(deaf).toEqual([]);
      const machines = told.filter(({ fate, outcome }) => fate === 'machine' && outcome === 'answering-machine');
      expect(machines.length).toBeGreaterThanOrEqual(CONTACTS / 20);
      for (const { number, detail } of machines) {
        const message = recorded.get(number);
        expect(message?.ms, `${number}: ${detail}`).toBeGreaterThan(0.9 * LAB_MESSAGE.lengthMs);
        const sinceAnswerMs = (message?.firstAtMs ?? 0) - (message?.answeredAtMs ?? 0);
        expect(sinceAnswerMs, `${number} speaks after the beep`).toBeGreaterThan(carrier.beepMs(number) ?? 0);
      }
    });
  });
}
