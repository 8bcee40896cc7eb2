/** A contact of whom nothing is known, and rules for it in one line. */
import { type CompliancePack, type ContactRule, zContactRule } from '@outdial/shared';
import type { ContactFacts } from '../eligibility.ts';
import { COMPLIANCE_PACKS } from '../packs.ts';
import { type Circumstances, createCalendar, createRuleSet, type RuleSet } from '../rule-set.ts';

export const NOBODY: ContactFacts = {
  country: 'FR',
  timeZone: null,
  doNotCall: null,
  countedAttempts: 0,
  countedOnNumber: 0,
  countedAtMs: [],
  dialedAtMs: [],
  abandonedAtMs: null,
  machineAtMs: null,
  conversationAtMs: null,
  refusedAtMs: null,
  consents: [],
  underWay: false,
};

export const PREDICTIVE: Circumstances = {
  campaignId: 'a',
  automatic: true,
  agentGuaranteed: false,
  use: 'marketing',
};

export const ruleWith = (changes: Partial<ContactRule> = {}): ContactRule => ({
  ...zContactRule.parse({ id: 'r', name: 'Rule' }),
  ...changes,
});

export function packOf(id: string, changes: Partial<CompliancePack> = {}): CompliancePack {
  const pack = COMPLIANCE_PACKS.find((known) => known.id === id);
  if (pack === undefined) throw new Error(`no pack ${id}`);
  return { ...pack, ...changes };
}

const calendar = createCalendar();

export const rulesWith = (
  rule: Partial<ContactRule> = {},
  packs: readonly CompliancePack[] = [packOf('demo-24h')],
  how: Partial<Circumstances> = {},
): RuleSet => createRuleSet(ruleWith(rule), packs, { ...PREDICTIVE, ...how }, calendar);
