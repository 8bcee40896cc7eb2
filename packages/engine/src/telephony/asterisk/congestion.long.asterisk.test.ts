/** A trunk that answers 503 to every second call: the campaign's rate backs off and recovers, and who looks sees why. */
import { realClock } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { refuses } from '../lab/plan.ts';
import { openLabFloor } from './testing/lab-floor.ts';
import { labOrReason } from './testing/lab-or-reason.ts';

let congested = true;
let calls = 0;
const lab = await labOrReason({
  carrier: () => {
    calls += 1;
    return refuses(congested && calls % 2 === 0 ? 503 : 486, 50);
  },
});
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const LIMIT_PER_SECOND = 20;

if (typeof lab === 'string') {
  describe('a congested trunk', () => it.skip(`not run: ${lab}`, () => undefined));
} else {
  afterAll(() => lab.close());
  describe('a trunk that answers 503 to every second call', () => {
    it('is given fewer calls, named with its cause in the live picture, and gets its rate back', {
      timeout: 120_000,
    }, async () => {
      const floor = await openLabFloor({
        ...{ lab, contacts: 5_000, agents: 10, talkMs: 0 },
        telephony: { trunks: [{ name: 'carrier', maxLines: 200, callsPerSecond: LIMIT_PER_SECOND }] },
      });
      const trunk = () => floor.engine.picture().engine.trunks[0];
      const perSecond = async (seconds: number): Promise<number> => {
        const before = calls;
        await settle(1_000 * seconds);
        return (calls - before) / seconds;
      };
      await settle(5_000);
      expect(trunk()).toMatchObject({ name: 'carrier', up: true, slowed: true });
      expect(trunk()?.detail).toMatch(/^SIP 503: slowed to \d+\.\d calls\/s$/);
      expect(await perSecond(3)).toBeLessThan(LIMIT_PER_SECOND / 4);

      congested = false;
      const startMs = realClock.nowMs();
      while (trunk()?.slowed !== false && realClock.nowMs() - startMs < 60_000) await settle(200);
      expect(trunk()).toMatchObject({ slowed: false, detail: 'up' });
      expect(await perSecond(3)).toBeGreaterThan((3 * LIMIT_PER_SECOND) / 4);
      const outcomes = new Set([...floor.ends.values()].map(({ outcome }) => outcome));
      expect(outcomes).toEqual(new Set(['busy', 'operating-error']));
      await floor.close();
    });
  });
}
