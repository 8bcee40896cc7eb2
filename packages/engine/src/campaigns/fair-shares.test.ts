/** Campaigns that share agents, lines and calls a second share them fairly, and each holds its cap. */
import type { Campaign } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAIN, campaignId as named, type TestCampaign, TestFloor } from '../testing/floor.ts';
import { maxMin } from './fair-shares.ts';

const AGENTS = Array.from({ length: 40 }, (_, n) => `agent-${n}`);
const OTHER = named('other');

/** Everybody works for both; who talks wraps up for ten seconds. */
function sharedFloor(more: Partial<TestCampaign> = {}, floor: { limits?: object; seed?: number } = {}): TestFloor {
  const campaign = {
    mode: 'predictive',
    agentIds: AGENTS as unknown as Campaign['agentIds'],
    wrapUpLimitMs: 10_000,
    ...more,
  } as const;
  const made = new TestFloor({
    campaigns: [
      { ...campaign, id: MAIN },
      { ...campaign, id: OTHER },
    ],
    profile: {
      answerRatio: 0.3,
      postDialMs: { dist: 'uniform', min: 1_000, max: 3_000 },
      ringMs: { dist: 'lognormal', mean: 10_000, cv: 0.5 },
      talkMs: { dist: 'lognormal', mean: 60_000, cv: 1 },
      patienceMs: { dist: 'fixed', mean: 60_000 },
    },
    ...floor,
  });
  for (const name of AGENTS) made.logIn(name, [MAIN, OTHER]);
  return made;
}

const totalsOf = (floor: TestFloor) => floor.engine.picture().campaigns.map(({ totals }) => totals);

describe('two campaigns that share 40 agents', () => {
  it('both hold the cap, work alike, and leave nobody idle for the other', { timeout: 120_000 }, () => {
    const floor = sharedFloor();
    floor.advance(3_600_000);
    const [main, other] = totalsOf(floor);
    if (main === undefined || other === undefined) throw new Error('two campaigns');
    for (const { live, abandoned } of [main, other]) {
      expect(live).toBeGreaterThan(300);
      expect(abandoned / live).toBeLessThanOrEqual(0.03);
    }
    const share = main.connected / (main.connected + other.connected);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    // Talk minutes an agent-hour, of both together: one call for each ready agent comes to 27.5 here.
    expect((main.talkMs + other.talkMs) / 60_000 / 40).toBeGreaterThan(40);
  });

  it('one that has nobody left to call leaves the agents to the other', { timeout: 60_000 }, () => {
    const floor = sharedFloor({ state: 'running' }, { seed: 2 });
    floor.reconfigure(OTHER, { state: 'paused' });
    floor.advance(120_000);
    expect(floor.engine.decisions(OTHER).at(-1)?.launch ?? 0).toBe(0);
    const [main] = floor.engine.picture().campaigns;
    expect((main?.agents.talking ?? 0) + (main?.agents.wrapUp ?? 0)).toBeGreaterThan(20);
  });
});

describe('a carrier that is too small for both', () => {
  it('free lines are shared: neither campaign takes all, and none is left unused', () => {
    const floor = sharedFloor({ mode: 'power', linesPerAgent: 5 }, { limits: { maxLines: 30 } });
    floor.advance(20_000);
    const [main, other] = floor.engine
      .picture()
      .campaigns.map(({ calls }) => Object.values(calls).reduce((a, b) => a + b));
    expect((main ?? 0) + (other ?? 0)).toBeGreaterThan(24);
    expect(Math.abs((main ?? 0) - (other ?? 0))).toBeLessThan(8);
  });

  it('calls a second are shared: the carrier hardly ever refuses one, and both dial', () => {
    const floor = sharedFloor({ mode: 'power', linesPerAgent: 5 }, { limits: { callsPerSecond: 4 } });
    floor.advance(60_000);
    const refused = totalsOf(floor).reduce((sum, { outcomes }) => sum + (outcomes['operating-error'] ?? 0), 0);
    expect(refused).toBeLessThan(4);
    const [main, other] = floor.engine
      .picture()
      .campaigns.map(({ totals, calls }) => totals.attempts + Object.values(calls).reduce((a, b) => a + b));
    // 40 agents are busy after some 130 calls.
    expect((main ?? 0) + (other ?? 0)).toBeGreaterThan(120);
    expect(Math.abs((main ?? 0) - (other ?? 0))).toBeLessThan(30);
  });
});

describe('max-min fairness', () => {
  const claims = fc.array(fc.record({ want: fc.nat(100), weight: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 8,
  });

  it('hands out the whole, and nobody is short while another has more than they want by weight', () => {
    fc.assert(
      fc.property(fc.nat(300), claims, (whole, all) => {
        const wants = all.map(({ want }) => want);
        const weights = all.map(({ weight }) => weight);
        const parts = maxMin(whole, wants, weights);
        expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(whole, 6);
        const enough = wants.reduce((a, b) => a + b, 0) <= whole;
        for (const [i, part] of parts.entries()) {
          if (enough) expect(part).toBeGreaterThanOrEqual((wants[i] ?? 0) - 1e-9);
          else expect(part).toBeLessThanOrEqual((wants[i] ?? 0) + 1e-9);
          if (part >= (wants[i] ?? 0) - 1e-9) continue;
          const level = part / (weights[i] ?? 1);
          for (const [j, other] of parts.entries()) expect(other / (weights[j] ?? 1)).toBeLessThanOrEqual(level + 1e-9);
        }
      }),
    );
  });
});
