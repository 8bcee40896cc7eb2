/** Contact rules (GCC-1): when and how often to try again; made once, used by several campaigns. */
import { z } from 'zod';
import { OUTCOMES } from '../domain/attempt.ts';
import { MACHINE_TREATMENTS, zMessageId, zOptOutKey } from './detection.ts';
import { zHolidayCalendar, zLocalDate, zSpecialDay, zWeeklyHours } from './hours.ts';

/** GCC-9: what to do after an outcome. */
export const zTreatment = z.object({
  action: z
    .enum(['retry', 'next-number', 'finish', 'do-not-call'])
    .describe('retry: the same number; next-number: the next of the contact’s numbers, and finish after the last'),
  afterMs: z
    .number()
    .int()
    .min(0)
    .max(366 * 86_400_000)
    .default(3_600_000),
  /** How often the contact is tried again after this outcome; left out: until the rule's attempts are used up. */
  atMost: z.number().int().min(0).max(100).optional(),
});

export const zContactRule = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  maxAttempts: z.number().int().min(1).max(100).default(4).describe('in all, to one contact in one campaign'),
  maxAttemptsPerDay: z
    .number()
    .int()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe('days of the contact’s calendar'),
  maxAttemptsPerNumber: z.number().int().min(1).max(100).nullable().default(null),
  /** GCC-4: how many times an agent may redial by hand where nobody answered. */
  maxManualRedials: z.number().int().min(0).max(20).default(1),
  /** GCC-2: the most callbacks that one agent may hold, in all campaigns of the rule; null: any number. */
  maxCallbacksPerAgent: z.number().int().min(0).max(1_000).nullable().default(null),
  /** GCC-2: the most callback calls at once, for each agent at work in the campaign; null: any number. */
  maxCallbackCallsPerAgent: z.number().int().min(1).max(20).nullable().default(null),
  /** GCC-7: whether an attempt that ended in an operating error counts for the rule; legal caps always count it. */
  countOperatingErrors: z.boolean().default(false),
  /** GCC-5: what a machine gets where the campaign leaves it to the rule, and the message that is left. */
  onMachine: z.enum(MACHINE_TREATMENTS).default('hang-up'),
  machineMessageId: zMessageId.nullable().default(null),
  /** GCC-3: what a person hears for whom no agent was free, where the campaign has no message of its own. */
  abandonMessageId: zMessageId.nullable().default(null),
  /** Who presses it while a message is played to them is not called any more, where the campaign names no key; null: none. */
  optOutKey: zOptOutKey.nullable().default(null),
  /** GCC-6: whether the order honours the contact's priority. */
  honourPriority: z.boolean().default(true),
  treatments: z.partialRecord(z.enum(OUTCOMES), zTreatment).default({}),
  /** GCC-8: the first and the last day on which the rule calls, in the contact's time zone; null: no such limit. */
  startDate: zLocalDate.nullable().default(null),
  endDate: zLocalDate.nullable().default(null),
  /** GCC-8: hours of the day in the contact's time zone; an empty list means never. */
  weeklyHours: zWeeklyHours
    .nullable()
    .default(null)
    .describe('null: no hours of the rule; the compliance pack still has its own'),
  /** GCC-8: exceptions, by date; they open or close a day for the rule, never for a compliance pack. */
  specialDays: z.array(zSpecialDay).max(1_000).default([]),
  /** GCC-8: no calls on these public holidays. */
  publicHolidays: z.array(zHolidayCalendar).max(20).default([]),
});
export type ContactRule = z.infer<typeof zContactRule>;
export type Treatment = z.infer<typeof zTreatment>;
