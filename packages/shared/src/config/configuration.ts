/** The whole configuration file: under 1 MB, readable, written by managers through the API. */
import { z } from 'zod';
import { zCampaign } from './campaign.ts';
import { zContactRule } from './contact-rule.ts';

/** A compliance pack is data: hours, caps and lock-outs with the source that they come from. The strictest of all wins. */
export const zCompliancePack = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  source: z.string().max(500),
  /** Minutes of the contact's day in which calls are allowed, per weekday (0 = Sunday); null: at any time. */
  weeklyHours: z
    .array(
      z.object({ weekday: z.number().int().min(0).max(6), fromMinute: z.number().int(), toMinute: z.number().int() }),
    )
    .nullable(),
  minRingMs: z.number().int().min(0),
  /** At most so many attempts per number, across all campaigns, in a rolling window. */
  attemptCap: z.object({ attempts: z.number().int().min(1), windowMs: z.number().int().min(1) }).nullable(),
  /** No dial to a number for so long after an abandoned call to it. */
  abandonedLockoutMs: z.number().int().min(0),
  abandonCap: z.number().min(0).max(1),
});
export type CompliancePack = z.infer<typeof zCompliancePack>;

export const zConfiguration = z.object({
  version: z.literal(1),
  campaigns: z.array(zCampaign),
  contactRules: z.array(zContactRule),
  compliancePacks: z.array(zCompliancePack),
});
export type Configuration = z.infer<typeof zConfiguration>;
