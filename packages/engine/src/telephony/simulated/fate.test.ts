import { type CampaignId, seededRandom } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { type Fate, fateDrawer } from './fate.ts';
import { CarrierProfileError, type CarrierProfileInput, carrierProfile, EVERYDAY } from './profile.ts';

const DRAWS = 20_000;
const REQUEST = { campaignId: 'c1' as CampaignId, ringTimeoutMs: 22_000, elapsedMs: 0 };

function draw(input: CarrierProfileInput, more: Partial<typeof REQUEST> = {}, seed = 11): Fate[] {
  const drawer = fateDrawer(carrierProfile(input));
  const random = seededRandom(seed);
  return Array.from({ length: DRAWS }, (_, i) => drawer({ ...REQUEST, ...more }, random.stream(`attempt-${i}`)));
}

const share = (fates: readonly Fate[], test: (fate: Fate) => boolean): number =>
  fates.filter(test).length / fates.length;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const answered = (fate: Fate): boolean => fate.end.type === 'answer';
const takers = (fates: readonly Fate[]) =>
  fates.flatMap((fate) => (fate.end.type === 'answer' ? [fate.end.taker] : []));
/** Four standard errors of a share. */
const near = (ratio: number, draws = DRAWS): number => 4 * Math.sqrt((ratio * (1 - ratio)) / draws);

describe('fates', () => {
  it('hold the base draws of the pacing scenarios: 30 % answered, 15 % of the rest fast, ringing of 10 s', () => {
    const fates = draw({});
    expect(Math.abs(share(fates, answered) - 0.3)).toBeLessThan(near(0.3));
    const rest = fates.filter((fate) => !answered(fate));
    expect(Math.abs(share(rest, (fate) => fate.end.type === 'refusal') - 0.15)).toBeLessThan(near(0.15, rest.length));
    const ringing = fates.flatMap((fate) =>
      fate.end.type === 'answer' && fate.ringsAtMs !== null ? [fate.end.atMs - fate.ringsAtMs] : [],
    );
    // Cut at the time-out, the mean is a little under the distribution's 10 s.
    expect(mean(ringing)).toBeGreaterThan(9_400);
    expect(mean(ringing)).toBeLessThan(10_000);
    const postDial = fates.flatMap((fate) => (fate.end.type === 'refusal' ? [] : [fate.ringsAtMs ?? 0]));
    expect(Math.min(...postDial)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...postDial)).toBeLessThanOrEqual(3_000);
    const talk = takers(fates).map((taker) => taker.talkMs);
    expect(Math.abs(mean(talk) - 120_000)).toBeLessThan((4 * 120_000) / Math.sqrt(talk.length));
    expect(new Set(takers(fates).map((taker) => taker.patienceMs))).toEqual(new Set([2_000]));
  });

  it('answers come before the ring time-out, however short it is', () => {
    for (const fate of draw({ answerRatio: 1 }, { ringTimeoutMs: 5_000 })) {
      if (fate.end.type !== 'answer') throw new Error('everybody answers here');
      expect(fate.end.atMs - (fate.ringsAtMs ?? 0)).toBeLessThan(5_000);
    }
  });

  it('are the same for an attempt whatever was drawn before it', () => {
    const drawer = fateDrawer(carrierProfile(EVERYDAY));
    const names = Array.from({ length: 200 }, (_, i) => `attempt-${i}`);
    const run = (order: readonly string[]) => {
      const random = seededRandom(5);
      return new Map(order.map((name) => [name, drawer(REQUEST, random.stream(name))]));
    };
    const forth = run(names);
    const back = run([...names].reverse());
    for (const name of names) expect(back.get(name)).toEqual(forth.get(name));
    expect(new Set([...forth.values()].map((fate) => JSON.stringify(fate))).size).toBeGreaterThan(150);
  });

  it('of neighbouring attempts have nothing to do with each other', () => {
    const hits = draw({ answerRatio: 0.5 }).map((fate) => (answered(fate) ? 1 : -1));
    const product = mean(hits.slice(1).map((hit, i) => hit * (hits[i] ?? 0)));
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(DRAWS));
  });

  it('differ by campaign, and an answer ratio moves with time', () => {
    const profile: CarrierProfileInput = {
      answerRatio: [
        [0, 0.1],
        [1_200, 0.4],
      ],
      campaigns: { c2: { answerRatio: 0.8 } },
    };
    expect(Math.abs(share(draw(profile), answered) - 0.1)).toBeLessThan(near(0.1));
    expect(Math.abs(share(draw(profile, { elapsedMs: 1_300_000 }), answered) - 0.4)).toBeLessThan(near(0.4));
    expect(Math.abs(share(draw(profile, { campaignId: 'c2' as CampaignId }), answered) - 0.8)).toBeLessThan(near(0.8));
  });

  it('give answered calls to people, machines, fax and tones in their shares', () => {
    const all = takers(draw({ answerRatio: 1, machineRatio: 0.25, faxRatio: 0.05, modemRatio: 0.01, sitRatio: 0.04 }));
    const of = (party: string) => all.filter((taker) => taker.party === party).length / all.length;
    for (const [party, ratio] of [
      ['machine', 0.25],
      ['fax', 0.05],
      ['modem', 0.01],
      ['sit', 0.04],
      ['human', 0.65],
    ] as const) {
      expect(Math.abs(of(party) - ratio)).toBeLessThan(near(ratio));
    }
  });

  it('fail fast by the weights of the profile, with tones on half of the invalid numbers', () => {
    const fates = draw({ answerRatio: 0, fastFailRatio: 1 });
    const causes = (cause: string) => share(fates, (fate) => fate.end.type === 'refusal' && fate.end.cause === cause);
    expect(Math.abs(causes('busy') - 0.5)).toBeLessThan(near(0.5));
    expect(Math.abs(causes('invalid-number') - 0.2)).toBeLessThan(near(0.2));
    const invalid = fates.filter((fate) => fate.end.type === 'refusal' && fate.end.cause === 'invalid-number');
    expect(Math.abs(share(invalid, (fate) => fate.earlyMediaAtMs !== null) - 0.5)).toBeLessThan(
      near(0.5, invalid.length),
    );
    for (const fate of fates) {
      if (fate.end.type !== 'refusal') throw new Error('all fail here');
      expect(fate.end.atMs).toBeGreaterThanOrEqual(2_000);
      expect(fate.end.atMs).toBeLessThanOrEqual(6_000);
    }
  });
});

describe('a carrier profile', () => {
  it.each<[string, object, RegExp]>([
    ['a ratio over 1', { answerRatio: 30 }, /a ratio is 0 to 1[\s\S]*answerRatio/],
    ['a distribution without a mean', { talkMs: { dist: 'lognormal' } }, /mean must be a number[\s\S]*talkMs\.mean/],
    ['a misspelt key', { anwserRatio: 0.3 }, /anwserRatio/],
    ['shares over 1', { machineRatio: 0.7, faxRatio: 0.6 }, /together 1\.300, at most 1/],
    ['no weights', { fastFails: {} }, /at least one weight/],
    ['a fault in a campaign', { campaigns: { c7: { ringMs: 5 } } }, /campaigns\.c7\.ringMs/],
    ['a campaign that is no object', { campaigns: { c7: null, c8: 'fast' } }, /campaigns\.c8/],
  ])('is refused for %s, with words and a place', (_name, profile, words) => {
    expect(() => carrierProfile(profile as CarrierProfileInput)).toThrow(CarrierProfileError);
    expect(() => carrierProfile(profile as CarrierProfileInput)).toThrow(words);
  });
});
