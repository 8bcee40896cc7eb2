/** Callbacks over HTTP: what is asked for, and what became of it. */
import { z } from 'zod';
import { zAgentId, zCampaignId } from '../config/campaign.ts';
import { zLocalDate } from '../config/hours.ts';
import { CALLBACK_STATES } from '../domain/callback.ts';

const zTimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'a time of day: 09:30');
const zTimeZone = z.string().min(1).max(64).describe('IANA time zone: Europe/Paris');
const zAnyNumber = z.string().min(1).max(40).describe('as people write it; national ones by the contact’s country');

/** When, as it is said on the telephone: a date and a time on some clock. */
export const zCallbackWhen = z.object({
  date: zLocalDate,
  time: zTimeOfDay,
  timeZone: zTimeZone.optional().describe('left out: the contact’s own, where one is known'),
});
export type CallbackWhen = z.infer<typeof zCallbackWhen>;

export const zCallbackBody = zCallbackWhen.extend({
  number: zAnyNumber.optional().describe('left out: the number of this interaction'),
  personal: z.boolean().default(false).describe('true: by me; false: by any agent of the campaign'),
  notes: z.string().max(2_000).default(''),
});
export type CallbackBody = z.infer<typeof zCallbackBody>;

/** GCC-0: a request to be called back, from an agent, from another program, or from a missed call. */
export const zCallbackRequest = z.object({
  campaignId: zCampaignId,
  number: zAnyNumber,
  name: z.string().max(200).default(''),
  fields: z.record(z.string().max(200), z.string().max(2_000)).default({}),
  when: zCallbackWhen.optional().describe('left out: as soon as the rules allow it'),
  agentId: zAgentId.optional().describe('left out: by any agent'),
  notes: z.string().max(2_000).default(''),
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'the same key again answers the callback that the first one made, and makes no second; with another body it is refused',
    ),
});
export type CallbackRequest = z.infer<typeof zCallbackRequest>;

/** What a supervisor changes; left out: it stays. */
export const zCallbackChange = z.object({
  when: zCallbackWhen.optional(),
  agentId: zAgentId.nullable().optional().describe('null: by any agent'),
  number: zAnyNumber.optional(),
  notes: z.string().max(2_000).optional(),
});
export type CallbackChange = z.infer<typeof zCallbackChange>;

export const zCallbackReason = z.object({ code: z.string(), message: z.string() });
export type CallbackReason = z.infer<typeof zCallbackReason>;

export const CALLBACK_SOURCES = ['agent', 'wrap-up', 'request', 'missed-call'] as const;

export const zCallback = z.object({
  callbackId: z.string(),
  campaignId: zCampaignId,
  campaignName: z.string(),
  contactId: z.string(),
  contactName: z.string(),
  number: z.string(),
  state: z.enum(CALLBACK_STATES),
  /** Why it cannot be called as it was asked for, or is not called now; empty where nothing is in the way. */
  reasons: z.array(zCallbackReason),
  personal: z.boolean(),
  /** Whose it is; null: any agent's. */
  agentId: zAgentId.nullable(),
  dueAtMs: z.number(),
  /** In which zone the time was said; dates and times are shown in it. */
  timeZone: z.string(),
  date: z.string(),
  time: z.string(),
  notes: z.string(),
  source: z.enum(CALLBACK_SOURCES),
  /** Calls made for it. */
  tries: z.number().int(),
  createdAtMs: z.number(),
  /** Due for longer than the campaign waits, and not called. */
  overdue: z.boolean(),
  supervisorsToldAtMs: z
    .number()
    .nullable()
    .describe(
      'its agent is not there, and supervisors have been asked who calls (`callbackAgentAway`); null: not asked',
    ),
  remedy: z.string().nullable().describe('what a supervisor can do about it, where one is asked'),
});
export type Callback = z.infer<typeof zCallback>;

/** Event `callback` of the supervisors' stream: somebody waits to be called back, and the agent is not there (GCC-2). */
export const zCallbackEvent = z.object({ callback: zCallback, text: z.string().describe('for people') });
export type CallbackEvent = z.infer<typeof zCallbackEvent>;

export const zCallbackQuery = z.object({
  campaignId: z.string().max(64).optional(),
  agentId: z.string().max(64).optional(),
  state: z.enum([...CALLBACK_STATES, 'open']).default('open'),
  overdue: z.enum(['yes', 'no']).optional(),
  forSupervisors: z
    .literal('yes')
    .optional()
    .describe('those whose agent is not there, and about whom supervisors are asked'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
