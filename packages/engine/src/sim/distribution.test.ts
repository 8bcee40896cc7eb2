import { seededRandom } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Distribution, distributionSchema, sampler } from './distribution.ts';

const DRAWS = 40_000;

function drawMany(distribution: Distribution, seed = 7): number[] {
  const random = seededRandom(seed).stream('draws');
  const draw = sampler(distributionSchema.parse(distribution));
  return Array.from({ length: DRAWS }, () => draw(random));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
};
const problems = (value: unknown): string => {
  const parsed = distributionSchema.safeParse(value);
  return parsed.success ? '' : z.prettifyError(parsed.error);
};

describe('distributions', () => {
  it.each<[string, Distribution, number, number]>([
    ['lognormal of ringing', { dist: 'lognormal', mean: 10_000, cv: 0.5 }, 10_000, 5_000],
    ['lognormal without cv has cv 1', { dist: 'lognormal', mean: 120_000 }, 120_000, 120_000],
    ['exponential', { dist: 'exponential', mean: 12_000 }, 12_000, 12_000],
    ['uniform between its ends', { dist: 'uniform', min: 1_000, max: 3_000 }, 2_000, 2_000 / Math.sqrt(12)],
    ['uniform around a mean', { dist: 'uniform', mean: 2_000 }, 2_000, 4_000 / Math.sqrt(12)],
    ['uniform around a mean, by cv', { dist: 'uniform', mean: 2_000, cv: 0.1 }, 2_000, 200],
    ['fixed', { dist: 'fixed', mean: 2_000 }, 2_000, 0],
    [
      'mix',
      {
        mix: [
          [3, { dist: 'fixed', mean: 1_000 }],
          [1, { dist: 'fixed', mean: 5_000 }],
        ],
      },
      2_000,
      Math.sqrt(3) * 1_000,
    ],
  ])('%s holds its mean and its spread', (_name, distribution, expectedMean, expectedDeviation) => {
    for (const seed of [1, 2, 3]) {
      const values = drawMany(distribution, seed);
      // Four standard errors of the mean; the spread of a heavy tail is known less well.
      const tolerance = (4 * expectedDeviation) / Math.sqrt(DRAWS);
      expect(Math.abs(mean(values) - expectedMean)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(deviation(values) - expectedDeviation)).toBeLessThanOrEqual(0.08 * expectedDeviation);
    }
  });

  it('keeps every draw between min and max', () => {
    for (const value of drawMany({ dist: 'exponential', mean: 10_000, min: 4_000, max: 12_000 })) {
      expect(value).toBeGreaterThanOrEqual(4_000);
      expect(value).toBeLessThanOrEqual(12_000);
    }
  });

  it('draws the same from the same seed', () => {
    const distribution: Distribution = {
      mix: [
        [0.1, { dist: 'lognormal', mean: 5_000 }],
        [0.9, { dist: 'exponential', mean: 7_000 }],
      ],
    };
    expect(drawMany(distribution, 3)).toEqual(drawMany(distribution, 3));
    expect(drawMany(distribution, 3)).not.toEqual(drawMany(distribution, 4));
  });

  it('never takes a part of weight 0', () => {
    const values = drawMany({
      mix: [
        [0, { dist: 'fixed', mean: 1 }],
        [2, { dist: 'fixed', mean: 2 }],
        [0, { dist: 'fixed', mean: 3 }],
      ],
    });
    expect(new Set(values)).toEqual(new Set([2]));
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown kind', { dist: 'gauss', mean: 1 }, /dist must be one of lognormal, exponential, uniform, fixed/],
    ['no mean', { dist: 'lognormal' }, /mean must be a number of milliseconds[\s\S]*at mean/],
    ['a negative mean', { dist: 'exponential', mean: -5 }, /mean must not be negative/],
    ['min over max', { dist: 'fixed', mean: 5, min: 9, max: 3 }, /min must not be larger than max/],
    ['a uniform without ends', { dist: 'uniform' }, /needs min and max, or a mean/],
    ['a misspelt key', { dist: 'fixed', mean: 5, maximum: 3 }, /maximum/],
    ['a mix without weight', { mix: [[0, { dist: 'fixed', mean: 5 }]] }, /at least one weight/],
    ['a fault inside a mix', { mix: [[1, { dist: 'fixed', mean: 'x' }]] }, /at mix\[0\]\[1\]\.mean/],
    ['not an object', 'fast', /dist must be one of|expected object/],
    ['nothing', null, /dist must be one of|expected object/],
  ])('refuses %s with words and a place', (_name, value, words) => {
    expect(problems(value)).toMatch(words);
  });
});
