/** A campaign over real SIP and RTP with SIPp as the carrier: every contact ends as it played it. */
import { type AgentId, type Outcome, realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import type { SippFate } from '../lab/sipp/scenario.ts';
import { openSippCarrier, sippIsHere } from '../lab/sipp/sipp-carrier.ts';
import { openLabFloor } from './testing/lab-floor.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

const CONTACTS = Number(process.env.OUTDIAL_LAB_CONTACTS ?? 20);
const TALK_MS = 1_500;
const OUTCOMES: Readonly<Record<SippFate, Outcome>> = {
  ...{ busy: 'busy', 'no-answer': 'no-answer', invalid: 'invalid-number', rejected: 'rejected' },
  ...{ fax: 'fax', machine: 'answering-machine', human: 'live' },
};

const lab = sippIsHere() ? await labOrReason({}) : 'no SIPp is here: apt-get install sip-tester';
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

if (typeof lab === 'string') {
  describe('a campaign with SIPp as the carrier', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  const carrier = await openSippCarrier();
  afterAll(async () => {
    await carrier.close();
    await lab.close();
  });
  describe('a campaign with SIPp as the carrier', () => {
    it(`each of ${CONTACTS} contacts ends as it was played, and agents hear who is connected`, {
      timeout: 60_000 + CONTACTS * 3_000,
    }, async () => {
      const deaf: AgentId[] = [];
      const floor = await openLabFloor({
        ...{ lab, contacts: CONTACTS, agents: 8, talkMs: TALK_MS },
        telephony: { trunks: [{ name: 'carrier', endpoint: carrier.endpoint, maxLines: 100 }] },
        onConnected(_, agentId) {
          const ear = lab.phones.callTo(agentId)?.ear;
          ear?.listenAnew();
          realClock.after(TALK_MS - 100, () => {
            if ((ear?.firstSoundAtMs ?? null) === null) deaf.push(agentId);
          });
        },
      });
      const endMs = realClock.nowMs() + CONTACTS * 3_000 + 30_000;
      while (floor.ends.size < CONTACTS && realClock.nowMs() < endMs) await settle(100);
      await floor.close();

      const told = [...floor.ends.values()].map((end) => ({ ...end, fate: carrier.fateOf(end.number) }));
      expect(told.length, 'none lost').toBe(CONTACTS);
      // The detector's doubt may cost a few: how well it tells is measured elsewhere.
      const wrong = told.filter(({ fate, outcome }) => OUTCOMES[fate] !== outcome);
      expect(wrong.filter(({ detail }) => !detail.includes('unknown heard'))).toEqual([]);
      expect(wrong.length).toBeLessThanOrEqual(CONTACTS / 20);
      expect(floor.connected()).toBeGreaterThanOrEqual(told.filter(({ fate }) => fate === 'human').length);
      expect(deaf).toEqual([]);
    });
  });
}
