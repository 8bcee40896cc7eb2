/** A campaign by the whole engine over real SIP and RTP: every contact ends as the carrier played it. */
import {
  type AgentId,
  type AgentMirror,
  type AttemptId,
  type CampaignId,
  type E164,
  type EngineEpoch,
  type FactBody,
  newId,
  type Outcome,
  realClock,
  seededRandom,
  zCampaign,
} from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../engine.ts';
import { MemoryRecords } from '../../loadtest/memory-records.ts';
import { createInlineScreening } from '../../screening/index.ts';
import { createInlinePacing } from '../../workers/index.ts';
import { everydayCarrier, type Fate } from '../lab/everyday-carrier.ts';
import { LAB_TONES_HZ } from '../lab/lab.ts';
import { AsteriskTelephony } from './asterisk-telephony.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const CONTACTS = Number(process.env.OUTDIAL_LAB_CONTACTS ?? 60);
const AGENTS = 8;
const PATIENCE_MS = 60_000 + CONTACTS * 3_000;
const CAMPAIGN = 'lab' as CampaignId;
/** How long an agent talks before hanging up, and how long the look at both ears takes. */
const TALK_MS = 1_500;
const OUTCOMES: Readonly<Record<Fate, Outcome>> = {
  ...{ human: 'live', machine: 'answering-machine', fax: 'fax', busy: 'busy', invalid: 'invalid-number' },
  ...{ announced: 'invalid-number', rejected: 'rejected', 'no-answer': 'no-answer' },
};

const carrier = everydayCarrier(7, {
  ...{ human: 0.35, machine: 0.15, fax: 0.05, busy: 0.15, invalid: 0.1, announced: 0.05, rejected: 0.1 },
});
const lab = await labOrReason({ carrier: (number) => carrier.plan(number) });
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

if (typeof lab === 'string') {
  describe('a campaign over SIP', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  describe('a campaign over SIP', () => {
    it(`each of ${CONTACTS} contacts ends as the carrier played it, and who is connected hears and is heard`, {
      timeout: PATIENCE_MS + 30_000,
    }, async () => {
      const telephony = new AsteriskTelephony({ options: lab.telephony, clock: realClock });
      await telephony.ready;
      const numbers = new Map<AttemptId, E164>();
      const ends = new Map<AttemptId, Extract<FactBody, { type: 'ended' }>>();
      const deaf: string[] = [];
      let connected = 0;

      /** Whether agent and contact hear each other, half a second into their talk. */
      const bothHear = async (number: E164, agentId: AgentId): Promise<void> => {
        const [contact, agent] = [lab.carrier.callTo(number)?.ear, lab.phones.callTo(agentId)?.ear];
        agent?.listenAnew();
        const fromMs = realClock.nowMs() + 200;
        await settle(TALK_MS - 300);
        if ((contact?.shares([LAB_TONES_HZ.agent], fromMs)[0] ?? 0) < 0.8) deaf.push(`${number} does not hear`);
        if ((agent?.firstSoundAtMs ?? null) === null) deaf.push(`${agentId} does not hear ${number}`);
      };
      const sink = {
        fact(body: FactBody): void {
          if (body.type === 'ended') ends.set(body.attemptId, body);
          if (body.type !== 'connected') return;
          connected += 1;
          const { agentId, interactionId } = body;
          void bothHear(numbers.get(body.attemptId) as E164, agentId);
          realClock.after(TALK_MS, () => {
            engine.command({ type: 'interaction.hang-up', agentId, interactionId });
          });
        },
        agent({ agentId, presence }: AgentMirror): void {
          if (presence.kind !== 'wrap-up') return;
          const { interactionId } = presence;
          realClock.after(200, () => engine.command({ type: 'interaction.done', agentId, interactionId }));
        },
        monitor: () => undefined,
      };
      const engine = createEngine({
        ...{ clock: realClock, random: seededRandom(1), ids: newId, telephony, sink },
        ...{ screening: createInlineScreening(), pacing: createInlinePacing(), epoch: 'lab' as EngineEpoch },
        records: new MemoryRecords({
          ...{ clock: realClock, contacts: CONTACTS },
          onGranted: ({ attemptId, number }) => numbers.set(attemptId, number),
        }),
      });
      const agents = Array.from({ length: AGENTS }, (_, i) => `agent-${i}` as AgentId);
      engine.configure({
        campaigns: [
          zCampaign.parse({
            ...{ id: CAMPAIGN, name: 'Lab', mode: 'power', state: 'running', agentIds: agents },
            ...{ callerIds: [{ number: '+33199000000' }], wrapUpCodes: [{ code: 'sale', label: 'Sale' }] },
            ...{ pacing: { linesPerAgent: 2 }, ringTimeoutMs: 6_000 },
            detection: { enabled: true, onMachine: 'hang-up', maxScreeningMs: 8_000 },
          }),
        ],
      });
      for (const agentId of agents) {
        const seat = { agentId, name: agentId, phone: agentId };
        engine.command({ type: 'agent.log-in', seat, joined: [CAMPAIGN] });
        engine.command({ type: 'agent.ready', agentId });
      }
      const endMs = realClock.nowMs() + PATIENCE_MS;
      while (ends.size < CONTACTS && realClock.nowMs() < endMs) await settle(100);
      engine.close();
      telephony.close();
      await telephony.gone;

      const told = [...ends].map(([attemptId, { detail, outcome }]) => {
        const number = numbers.get(attemptId) as E164;
        return { number, fate: carrier.fateOf(number), outcome, detail };
      });
      expect(ends.size, 'none lost').toBe(CONTACTS);
      expect(lab.carrier.received, 'none dialed twice').toBe(CONTACTS);
      // How well the detector tells people from machines is measured elsewhere: here its doubt may cost a few.
      const wrong = told.filter(({ fate, outcome }) => OUTCOMES[fate] !== outcome);
      expect(wrong.filter(({ detail }) => !detail.includes('unknown heard'))).toEqual([]);
      expect(wrong.length).toBeLessThanOrEqual(CONTACTS / 20);
      expect(connected).toBeGreaterThan(CONTACTS / 6);
      expect(deaf).toEqual([]);
    });
  });
}
