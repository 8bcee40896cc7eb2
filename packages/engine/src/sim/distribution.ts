/** Distributions of durations as scenarios and carrier profiles write them (the DIST format), checked, and drawn from a stream. */
import type { Random } from '@outdial/shared';
import * as z from 'zod';

/** All times in milliseconds. `min` and `max` clamp what is drawn; a uniform one lies between them. */
export type Distribution =
  | { dist: 'lognormal'; mean: number; cv?: number | undefined; min?: number | undefined; max?: number | undefined }
  | { dist: 'exponential'; mean: number; cv?: number | undefined; min?: number | undefined; max?: number | undefined }
  | {
      dist: 'uniform';
      mean?: number | undefined;
      cv?: number | undefined;
      min?: number | undefined;
      max?: number | undefined;
    }
  | { dist: 'fixed'; mean: number; cv?: number | undefined; min?: number | undefined; max?: number | undefined }
  | { mix: [weight: number, distribution: Distribution][] };

/** One draw, in milliseconds, never negative and not rounded. */
export type Sampler = (random: Random) => number;

const ms = (what: string) =>
  z.number({ error: `${what} must be a number of milliseconds` }).min(0, { error: `${what} must not be negative` });
const cv = z.number({ error: 'cv (standard deviation / mean) must be a number' }).min(0, 'cv must not be negative');
const bounds = { cv: cv.optional(), min: ms('min').optional(), max: ms('max').optional() };

const simple = z
  .discriminatedUnion(
    'dist',
    [
      z.strictObject({ dist: z.literal('lognormal'), mean: ms('mean'), ...bounds }),
      z.strictObject({ dist: z.literal('exponential'), mean: ms('mean'), ...bounds }),
      z.strictObject({ dist: z.literal('uniform'), mean: ms('mean').optional(), ...bounds }),
      z.strictObject({ dist: z.literal('fixed'), mean: ms('mean'), ...bounds }),
    ],
    { error: 'dist must be one of lognormal, exponential, uniform, fixed (or write {"mix": [[weight, DIST], …]})' },
  )
  .refine((d) => d.min === undefined || d.max === undefined || d.min <= d.max, {
    error: 'min must not be larger than max',
    path: ['min'],
  })
  .refine((d) => d.dist !== 'uniform' || d.mean !== undefined || d.max !== undefined, {
    error: 'a uniform distribution needs min and max, or a mean',
  });

const mix = z.strictObject({
  mix: z
    .array(
      z.tuple([
        z.number({ error: 'a weight must be a number' }).min(0, 'a weight must not be negative'),
        z.lazy((): z.ZodType<Distribution> => distributionSchema),
      ]),
      { error: 'mix must be a list of [weight, DIST] pairs' },
    )
    .refine((parts) => parts.some(([weight]) => weight > 0), 'at least one weight of a mix must be larger than 0'),
});

/** The DIST format. One kind's errors are reported, at their paths, instead of "no branch of a union matched". */
export const distributionSchema: z.ZodType<Distribution> = z.custom<Distribution>().superRefine((value, context) => {
  const isMix = typeof value === 'object' && value !== null && 'mix' in value;
  const parsed = (isMix ? mix : simple).safeParse(value);
  for (const issue of parsed.error?.issues ?? []) {
    context.addIssue({ code: 'custom', message: issue.message, path: [...issue.path] });
  }
});

/** Prepares a distribution for drawing. It must have passed `distributionSchema`. */
export function sampler(distribution: Distribution): Sampler {
  if ('mix' in distribution) return mixSampler(distribution.mix);
  const { min = 0, max = Number.POSITIVE_INFINITY } = distribution;
  const raw = rawSampler(distribution);
  return (random) => Math.min(max, Math.max(min, raw(random)));
}

function rawSampler(distribution: Exclude<Distribution, { mix: unknown }>): Sampler {
  switch (distribution.dist) {
    case 'fixed':
      return () => distribution.mean;
    case 'exponential':
      return (random) => -distribution.mean * Math.log(1 - random.next());
    case 'lognormal': {
      // Mean m and coefficient of variation c of the variable itself: sigma² = ln(1 + c²), mu = ln m − sigma²/2.
      const variance = Math.log1p((distribution.cv ?? 1) ** 2);
      const mu = Math.log(distribution.mean) - variance / 2;
      const sigma = Math.sqrt(variance);
      return (random) => Math.exp(mu + sigma * random.normal());
    }
    case 'uniform': {
      const [from, to] = uniformEnds(distribution);
      return (random) => from + (to - from) * random.next();
    }
  }
}

/** Between `min` and `max` where both are given; else around `mean`, as wide as `cv` says (without one: from 0 to 2 × mean). */
function uniformEnds(d: Extract<Distribution, { dist: 'uniform' }>): [from: number, to: number] {
  if (d.min !== undefined && d.max !== undefined) return [d.min, d.max];
  const mean = d.mean ?? ((d.min ?? 0) + (d.max ?? 0)) / 2;
  if (d.min !== undefined) return [d.min, Math.max(d.min, 2 * mean - d.min)];
  if (d.max !== undefined) return [Math.max(0, Math.min(d.max, 2 * mean - d.max)), d.max];
  const half = Math.min(1, (d.cv ?? 1) * Math.sqrt(3)) * mean;
  return [mean - half, mean + half];
}

function mixSampler(parts: readonly [weight: number, distribution: Distribution][]): Sampler {
  const total = parts.reduce((sum, [weight]) => sum + weight, 0);
  const samplers = parts.map(([, distribution]) => sampler(distribution));
  const edges: number[] = [];
  let sum = 0;
  for (const [weight] of parts) {
    sum += weight / total;
    edges.push(sum);
  }
  edges[lastWeighted(parts)] = 1;
  return (random) => {
    const at = random.next();
    const chosen = samplers[edges.findIndex((edge) => at < edge)];
    return chosen === undefined ? 0 : chosen(random);
  };
}

/** Rounding may leave the sum just under 1: the last part that has any weight takes the rest. */
function lastWeighted(parts: readonly [weight: number, distribution: Distribution][]): number {
  return parts.findLastIndex(([weight]) => weight > 0);
}
