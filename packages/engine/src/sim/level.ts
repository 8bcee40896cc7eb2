/** A ratio that may change in the course of a run: constant, in steps, or along straight lines. */
import * as z from 'zod';

/** `[[fromS, ratio], …]` holds each ratio from its second on; `{linear: [[atS, ratio], …]}` joins the points. Ratios are 0 to 1. */
export type Level = number | [seconds: number, ratio: number][] | { linear: [seconds: number, ratio: number][] };

const ratio = z
  .number({ error: 'a ratio must be a number from 0 to 1' })
  .min(0, 'a ratio is 0 to 1')
  .max(1, 'a ratio is 0 to 1');
const points = z
  .array(
    z.tuple([z.number({ error: 'a time must be a number of seconds' }).min(0, 'a time must not be negative'), ratio]),
    {
      error: 'expected a list of [seconds, ratio] pairs',
    },
  )
  .min(1, 'at least one [seconds, ratio] pair is needed')
  .refine((pairs) => pairs.every(([at], i) => i === 0 || at > (pairs[i - 1]?.[0] ?? 0)), 'the times must rise');
const linear = z.strictObject({ linear: points });

/** Errors stand at their paths, in the words of the form that was meant. */
export const levelSchema: z.ZodType<Level> = z.custom<Level>().superRefine((value, context) => {
  const form = Array.isArray(value) ? points : typeof value === 'object' && value !== null ? linear : ratio;
  for (const issue of form.safeParse(value).error?.issues ?? []) {
    context.addIssue({ code: 'custom', message: issue.message, path: [...issue.path] });
  }
});

/** The ratio at a time since the start of the run; before the first point its ratio, after the last one that one's. */
export function levelAt(level: Level, elapsedMs: number): number {
  if (typeof level === 'number') return level;
  const steps = Array.isArray(level) ? level : level.linear;
  const atS = elapsedMs / 1000;
  const next = steps.findIndex(([fromS]) => fromS > atS);
  const after = steps[next === -1 ? steps.length - 1 : next];
  const before = steps[next === -1 ? steps.length - 1 : Math.max(0, next - 1)];
  if (after === undefined || before === undefined) return 0;
  if (Array.isArray(level) || after === before) return before[1];
  return before[1] + ((after[1] - before[1]) * (atS - before[0])) / (after[0] - before[0]);
}
