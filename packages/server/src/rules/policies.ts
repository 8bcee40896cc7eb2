/** Ties each campaign of the configuration to the rule and the packs that hold for it. */
import { type CompliancePack, type Configuration, zContactRule } from '@outdial/shared';
import type { CampaignPolicy } from '../store/port.ts';
import { COMPLIANCE_PACKS, STRICT_PACK_ID } from './packs.ts';

/** A campaign whose rule is gone is held to the defaults; a pack that is gone, to the strict one. */
export function policiesOf(configuration: Configuration): CampaignPolicy[] {
  const rules = new Map(configuration.contactRules.map((rule) => [rule.id, rule]));
  const packs = new Map([...COMPLIANCE_PACKS, ...configuration.compliancePacks].map((pack) => [pack.id, pack]));
  return configuration.campaigns.map((campaign) => {
    const named = [campaign.compliancePack, ...(campaign.furtherPacks ?? [])];
    const held = new Map<string, CompliancePack>();
    for (const id of named) {
      const pack = packs.get(id) ?? packs.get(STRICT_PACK_ID);
      if (pack !== undefined) held.set(pack.id, pack);
    }
    return {
      campaign,
      rule: rules.get(campaign.contactRuleId) ?? zContactRule.parse({ id: 'default', name: 'Default' }),
      packs: [...held.values()],
    };
  });
}
