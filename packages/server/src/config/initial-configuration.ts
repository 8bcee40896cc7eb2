/** What a new installation starts with: no campaigns, one contact rule, and the packs that every campaign may name. */
import { type Configuration, zContactRule } from '@outdial/shared';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';

export const initialConfiguration = (): Configuration => ({
  version: 2,
  campaigns: [],
  contactRules: [
    zContactRule.parse({
      id: 'default',
      name: 'Four attempts',
      treatments: {
        'answering-machine': { action: 'retry', afterMs: 4 * 3_600_000 },
        busy: { action: 'retry', afterMs: 15 * 60_000 },
        'no-answer': { action: 'retry', afterMs: 2 * 3_600_000 },
        fax: { action: 'finish' },
        'invalid-number': { action: 'finish' },
      },
    }),
  ],
  compliancePacks: [...COMPLIANCE_PACKS],
});
