import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * ((b[i] ?? 0) - mb)));
  return covariance / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)));
}

describe('seeded chance', () => {
  it('draws the same from the same seed, and something else from another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 20 }, seededRandom(seed).next);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('gives named streams whose first draws have nothing to do with each other', () => {
    const root = seededRandom(1);
    const first = Array.from({ length: 4_000 }, (_, i) => root.stream(`attempt-${i}`).next());
    expect(Math.abs(correlation(first.slice(0, -1), first.slice(1)))).toBeLessThan(0.05);
    expect(mean(first)).toBeCloseTo(0.5, 1);
    const bySeed = Array.from({ length: 4_000 }, (_, i) => seededRandom(i).next());
    expect(Math.abs(correlation(bySeed.slice(0, -1), bySeed.slice(1)))).toBeLessThan(0.05);
  });

  it('gives a stream that is the same whatever was drawn beside it', () => {
    const root = seededRandom(3);
    const before = root.stream('fate').next();
    root.next();
    root.stream('other').next();
    expect(root.stream('fate').next()).toBe(before);
  });

  it('draws normals of mean 0 and deviation 1', () => {
    const random = seededRandom(5);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    expect(Math.abs(mean(draws))).toBeLessThan(0.03);
    expect(Math.sqrt(mean(draws.map((x) => x * x)))).toBeCloseTo(1, 1);
  });
});
