import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expMinus } from './exp-minus.ts';
import { lognormalHazard } from './lognormal-hazard.ts';
import { normalCdf, normalDensity } from './normal.ts';
import { addCoin, emptySum } from './poisson-binomial.ts';
import { refinedNormalCdf } from './refined-normal.ts';

const chances = (most: number) =>
  fc.array(fc.double({ min: 0.02, max: 0.98, noNaN: true }), { minLength: 1, maxLength: most });

describe('the mathematics of pacing', () => {
  it('a sum of coins has the mass, the mean and the variance that it must have', () => {
    fc.assert(
      fc.property(chances(30), (coins) => {
        const sum = emptySum(coins.length);
        for (const chance of coins) addCoin(sum, chance);
        let mass = 0;
        let mean = 0;
        for (let i = 0; i <= sum.top; i++) {
          mass += sum.pmf[i] ?? 0;
          mean += i * (sum.pmf[i] ?? 0);
        }
        expect(mass).toBeCloseTo(1, 6);
        expect(mean).toBeCloseTo(
          coins.reduce((total, chance) => total + chance, 0),
          3,
        );
      }),
    );
  });

  it('two fair coins are the textbook’s', () => {
    const sum = emptySum(2);
    addCoin(sum, 0.5);
    addCoin(sum, 0.5);
    expect([...sum.pmf]).toEqual([0.25, 0.5, 0.25]);
  });

  it('the refined normal agrees with the exact sum within 0.02 where it takes over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.02, max: 0.6, noNaN: true }), { minLength: 48, maxLength: 60 }),
        (coins) => {
          const sum = emptySum(coins.length);
          let mean = 0;
          let variance = 0;
          let third = 0;
          for (const p of coins) {
            addCoin(sum, p);
            mean += p;
            variance += p * (1 - p);
            third += p * (1 - p) * (1 - 2 * p);
          }
          let exact = 0;
          for (let i = 0; i <= sum.top; i++) {
            exact += sum.pmf[i] ?? 0;
            expect(Math.abs(exact - refinedNormalCdf(i, mean, variance, third))).toBeLessThan(0.02);
          }
        },
      ),
    );
  });

  it('normal, lognormal hazard and short exponentials keep their accuracy', () => {
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6);
    for (const z of [-3, -1, 0, 1, 3]) {
      expect(lognormalHazard(1, z, 1)).toBeCloseTo(normalDensity(z) / normalCdf(-z), 3);
    }
    for (const x of [0, 0.01, 0.2, 0.6, 2]) expect(Math.abs(expMinus(x) / Math.exp(-x) - 1)).toBeLessThan(2e-4);
  });
});
