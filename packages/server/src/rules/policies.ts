/** Ties each campaign of the configuration to the rule and the packs that hold for it. */
import { type Configuration, zContactRule } from '@outdial/shared';
import type { CampaignPolicy } from '../store/port.ts';
import { COMPLIANCE_PACKS, STRICT_PACK_ID } from './packs.ts';

/** A campaign whose rule or pack is gone is held to the defaults, which are the strict ones. */
export function policiesOf(configuration: Configuration): CampaignPolicy[] {
  const rules = new Map(configuration.contactRules.map((rule) => [rule.id, rule]));
  const packs = new Map([...COMPLIANCE_PACKS, ...configuration.compliancePacks].map((pack) => [pack.id, pack]));
  return configuration.campaigns.map((campaign) => {
    const pack = packs.get(campaign.compliancePack) ?? packs.get(STRICT_PACK_ID);
    return {
      campaign,
      rule: rules.get(campaign.contactRuleId) ?? zContactRule.parse({ id: 'default', name: 'Default' }),
      packs: pack === undefined ? [] : [pack],
    };
  });
}
