/** Contact rules (GCC-1): when and how often to try again; made once, used by several campaigns. */
import { z } from 'zod';
import { OUTCOMES } from '../domain/attempt.ts';

/** GCC-9: what to do after an outcome. */
export const zTreatment = z.object({
  action: z.enum(['retry', 'finish']),
  afterMs: z
    .number()
    .int()
    .min(0)
    .max(366 * 86_400_000)
    .default(3_600_000),
});

export const zContactRule = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  maxAttempts: z.number().int().min(1).max(100).default(4),
  /** GCC-7: whether an attempt that ended in an operating error counts for the rule. */
  countOperatingErrors: z.boolean().default(false),
  /** GCC-6: whether the order honours the contact's priority. */
  honourPriority: z.boolean().default(true),
  treatments: z.partialRecord(z.enum(OUTCOMES), zTreatment).default({}),
  /** GCC-8: hours of the day in the contact's time zone, per weekday (0 = Sunday); an empty list means never. */
  weeklyHours: z
    .array(
      z.object({
        weekday: z.number().int().min(0).max(6),
        fromMinute: z.number().int().min(0).max(1_440),
        toMinute: z.number().int().min(0).max(1_440),
      }),
    )
    .nullable()
    .default(null)
    .describe('null: no hours of the rule; the compliance pack still has its own'),
});
export type ContactRule = z.infer<typeof zContactRule>;
export type Treatment = z.infer<typeof zTreatment>;
