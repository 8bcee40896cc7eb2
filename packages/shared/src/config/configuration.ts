/** The whole configuration file: under 1 MB, readable, written by managers through the API. */
import { z } from 'zod';
import { zCampaign } from './campaign.ts';
import { zContactRule } from './contact-rule.ts';
import { zHolidayCalendar, zLocalDate, zWeeklyHours } from './hours.ts';
import { zRetention } from './retention.ts';

/** Ten years: what is longer is a slip of the pen, and lies beyond every calendar when it is added to a time. */
const LONGEST_MS = 3_660 * 86_400_000;
const durationMs = z.number().int().min(0).max(LONGEST_MS);

/** Prior consent: for every call or only for automatic calling, and from which day (at the contact) on. */
export const zConsentRequirement = z.object({
  automaticOnly: z.boolean().describe('true: not asked for where an agent dials (preview and push-preview)'),
  sinceDate: zLocalDate.nullable().default(null),
});

/** A compliance pack is data: hours, caps and lock-outs with the source that they come from. The strictest of all wins. */
export const zCompliancePack = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  source: z.string().max(500),
  /** Minutes of the contact's day in which calls are allowed, per weekday (0 = Sunday); null: at any time. */
  weeklyHours: zWeeklyHours.nullable(),
  /** No calls on these public holidays. */
  publicHolidays: z.array(zHolidayCalendar).default([]),
  minRingMs: durationMs,
  /** At most so many attempts to a person, across all campaigns, in a rolling window; operating errors count. */
  attemptCap: z
    .object({ attempts: z.number().int().min(1), windowMs: z.number().int().min(1).max(LONGEST_MS) })
    .nullable(),
  /** No dial to a number for so long after an abandoned call to it. */
  abandonedLockoutMs: durationMs,
  /** No dial to a number for so long after a machine was detected there. */
  machineLockoutMs: durationMs.default(0),
  /** The two lock-outs above do not hold where an agent is guaranteed. */
  agentLiftsLockouts: z.boolean().default(false),
  /** No dial to a person for so long after a conversation with them. */
  conversationLockoutMs: durationMs.default(0),
  /** No dial to a person for so long after they refused. */
  refusalLockoutMs: durationMs.default(0),
  consent: zConsentRequirement.nullable().default(null),
  /** Abandoned calls of the live answers in the window, at most. */
  abandonCap: z.number().min(0).max(1),
  abandonWindow: z.enum(['24h', '30d', 'campaign']).default('24h'),
  /** Whoever is abandoned is to hear a recorded message inside that time. */
  abandonMessage: z.boolean().default(false),
  /** Abandoned is who waited for longer than this without an agent. */
  connectWithinMs: durationMs.default(2_000),
});
export type CompliancePack = z.infer<typeof zCompliancePack>;

export const zConfiguration = z.object({
  /** What earlier versions wrote is brought forward when it is read. */
  version: z.literal(2),
  campaigns: z.array(zCampaign),
  contactRules: z.array(zContactRule),
  compliancePacks: z.array(zCompliancePack),
  /** Left out: nothing is erased by itself. */
  retention: zRetention.optional(),
});
export type Configuration = z.infer<typeof zConfiguration>;
