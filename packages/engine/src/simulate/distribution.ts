/** The scenario format's distributions, and how they are drawn. Milliseconds. */
import type { Random } from '@outdial/shared';
import { z } from 'zod';

const positive = z.number().nonnegative();

const simple = z.discriminatedUnion('dist', [
  z.strictObject({
    dist: z.literal('lognormal'),
    mean: z.number().positive(),
    cv: z.number().positive(),
    min: positive.optional(),
    max: positive.optional(),
  }),
  z.strictObject({
    dist: z.literal('exponential'),
    mean: z.number().positive(),
    min: positive.optional(),
    max: positive.optional(),
  }),
  z.strictObject({ dist: z.literal('uniform'), min: positive, max: positive }),
  z.strictObject({ dist: z.literal('fixed'), mean: positive }),
]);
type Simple = z.infer<typeof simple>;

export type Distribution = Simple | { readonly mix: readonly (readonly [number, Distribution])[] };

export const distributionSchema: z.ZodType<Distribution> = z.lazy(() =>
  z.union([simple, z.strictObject({ mix: z.array(z.tuple([z.number().positive(), distributionSchema])).min(1) })]),
);

/** A function that draws; values outside `min` and `max` are drawn again (at most 100 times, then cut). */
export function sampler(distribution: Distribution): (random: Random) => number {
  if ('mix' in distribution) return mixture(distribution.mix);
  switch (distribution.dist) {
    case 'fixed': {
      const { mean } = distribution;
      return () => mean;
    }
    case 'uniform': {
      const { min, max } = distribution;
      return (random) => min + (max - min) * random.next();
    }
    case 'exponential': {
      const { mean } = distribution;
      return within(distribution, (random) => -mean * Math.log(1 - random.next()));
    }
    case 'lognormal': {
      const variance = Math.log(1 + distribution.cv ** 2);
      const mu = Math.log(distribution.mean) - variance / 2;
      const sigma = Math.sqrt(variance);
      return within(distribution, (random) => Math.exp(mu + sigma * random.normal()));
    }
  }
}

function within(bounds: { min?: number | undefined; max?: number | undefined }, draw: (random: Random) => number) {
  const { min = 0, max = Number.POSITIVE_INFINITY } = bounds;
  if (min === 0 && max === Number.POSITIVE_INFINITY) return draw;
  return (random: Random): number => {
    let value = draw(random);
    for (let tries = 0; tries < 100 && (value < min || value > max); tries++) value = draw(random);
    return Math.min(max, Math.max(min, value));
  };
}

function mixture(mix: readonly (readonly [number, Distribution])[]): (random: Random) => number {
  const parts = mix.map(([weight, part]) => ({ weight, draw: sampler(part) }));
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  return (random) => {
    let left = random.next() * total;
    for (const part of parts) {
      left -= part.weight;
      if (left < 0) return part.draw(random);
    }
    return parts.at(-1)?.draw(random) ?? 0;
  };
}
