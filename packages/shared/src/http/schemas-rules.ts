/** Contact rules and compliance packs as the API takes and gives them. */
import { z } from 'zod';
import { zCompliancePack } from '../config/configuration.ts';
import { zContactRule } from '../config/contact-rule.ts';
import { patchOf } from '../config/patch.ts';

const zUsedBy = z.array(z.object({ campaignId: z.string(), name: z.string() })).describe('the campaigns that name it');

export const zContactRuleDraft = zContactRule.omit({ id: true });
export const zContactRulePatch = patchOf(zContactRuleDraft);
/** A rule as it was saved, with what is allowed and still worth a second thought. */
export const zSavedContactRule = zContactRule.extend({ warnings: z.array(z.string()) });
export const zContactRuleInUse = z.object({ rule: zContactRule, usedBy: zUsedBy });
export type ContactRuleInUse = z.infer<typeof zContactRuleInUse>;

export const zCompliancePackDraft = zCompliancePack.omit({ id: true });
export const zCompliancePackPatch = patchOf(zCompliancePackDraft);
export const zSavedCompliancePack = zCompliancePack.extend({ warnings: z.array(z.string()) });
export const zCompliancePackInUse = z.object({
  pack: zCompliancePack,
  usedBy: zUsedBy,
  shipped: z.boolean().describe('comes with Outdial: its figures may be changed, it cannot be deleted'),
});
export type CompliancePackInUse = z.infer<typeof zCompliancePackInUse>;

/** One reason why a call may not be made. */
export const zReason = z.object({
  code: z.string(),
  sentence: z.string(),
  nextAtMs: z.number().nullable().describe('when this reason alone is gone; null: never by itself'),
});
export const zEligibility = z.object({
  allowed: z.boolean(),
  reasons: z.array(zReason),
  nextAtMs: z.number().nullable().describe('the first moment at which it would be allowed, as things stand'),
  untilMs: z.number().nullable().describe('allowed: until when; null: no end is known'),
});
export type EligibilityAnswer = z.infer<typeof zEligibility>;

export const zDryRun = z.object({
  atMs: z.number(),
  contacts: z.number().int(),
  callableNow: z
    .number()
    .int()
    .describe('counted by list and shelf; caps, do-not-call and lock-outs of those by the sample'),
  blocked: z.array(
    z.object({
      reason: z.string(),
      contacts: z.number().int(),
      nextAtMs: z.number().nullable(),
      method: z.enum(['counted', 'sampled']),
    }),
  ),
  inHand: z.number().int().describe('handed out or under way'),
  finished: z.array(z.object({ reason: z.string(), contacts: z.number().int() })),
  progress: z.object({ untried: z.number().int(), unfinished: z.number().int(), processed: z.number().int() }),
  sample: z.object({ contacts: z.number().int(), refused: z.number().int() }),
  pace: z.object({
    attemptsLastHour: z.number().int(),
    attemptsLeft: z.number().int().describe('at most, by the rule, for contacts that are not finished'),
    callableDoneAtMs: z.number().nullable().describe('when those that are callable now have been tried once'),
    exhaustedAtMs: z.number().nullable().describe('when no attempt is left, hours aside; null: nothing is dialed now'),
  }),
});
export type DryRun = z.infer<typeof zDryRun>;
