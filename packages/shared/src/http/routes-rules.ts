/** Routes of contact rules, compliance packs, and of what they say of a campaign. */
import { z } from 'zod';
import { route, zOk } from './route.ts';
import {
  zCompliancePackDraft,
  zCompliancePackInUse,
  zCompliancePackPatch,
  zContactRuleDraft,
  zContactRuleInUse,
  zContactRulePatch,
  zDryRun,
  zEligibility,
  zSavedCompliancePack,
  zSavedContactRule,
} from './schemas-rules.ts';

export const RULE_ROUTES = {
  contactRules: route({
    method: 'get',
    path: '/v1/contact-rules',
    summary: 'Contact rules, with the campaigns that use each',
    rows: ['GCC-1'],
    role: 'supervisor',
    response: z.array(zContactRuleInUse),
  }),
  contactRule: route({
    method: 'get',
    path: '/v1/contact-rules/{ruleId}',
    summary: 'One contact rule',
    rows: ['GCC-1'],
    role: 'supervisor',
    response: zContactRuleInUse,
  }),
  createContactRule: route({
    method: 'post',
    path: '/v1/contact-rules',
    summary: 'Make a contact rule',
    rows: ['GCC-1', 'GCC-4', 'GCC-6', 'GCC-7', 'GCC-8', 'GCC-9'],
    role: 'campaign-manager',
    body: zContactRuleDraft,
    response: zSavedContactRule,
  }),
  updateContactRule: route({
    method: 'patch',
    path: '/v1/contact-rules/{ruleId}',
    summary: 'Change a contact rule; it holds from the next intent on in every campaign that uses it',
    rows: ['GCC-1'],
    role: 'campaign-manager',
    body: zContactRulePatch,
    response: zSavedContactRule,
  }),
  deleteContactRule: route({
    method: 'delete',
    path: '/v1/contact-rules/{ruleId}',
    summary: 'Delete a contact rule that no campaign uses',
    rows: ['GCC-1'],
    role: 'campaign-manager',
    response: zOk,
  }),

  compliancePacks: route({
    method: 'get',
    path: '/v1/compliance-packs',
    summary: 'Compliance packs, with the campaigns that use each',
    role: 'supervisor',
    response: z.array(zCompliancePackInUse),
  }),
  createCompliancePack: route({
    method: 'post',
    path: '/v1/compliance-packs',
    summary: 'Make a compliance pack from data',
    role: 'campaign-manager',
    body: zCompliancePackDraft,
    response: zSavedCompliancePack,
  }),
  updateCompliancePack: route({
    method: 'patch',
    path: '/v1/compliance-packs/{packId}',
    summary: 'Change the figures of a compliance pack',
    role: 'campaign-manager',
    body: zCompliancePackPatch,
    response: zSavedCompliancePack,
  }),
  deleteCompliancePack: route({
    method: 'delete',
    path: '/v1/compliance-packs/{packId}',
    summary: 'Delete a compliance pack of your own that no campaign uses',
    role: 'campaign-manager',
    response: zOk,
  }),

  checkNumber: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/eligibility',
    summary: 'Whether this campaign might call a number now, with every reason why not',
    rows: ['OUT-1', 'GCC-8'],
    role: 'supervisor',
    query: z.object({
      number: z.string().min(3).max(40),
      timeZone: z.string().max(60).optional(),
    }),
    response: zEligibility,
  }),
  dryRun: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/dry-run',
    summary: 'How many contacts may be called now, what blocks the others, and when the lists are exhausted',
    rows: ['OUT-2'],
    role: 'supervisor',
    response: zDryRun,
  }),
} as const;
