/** The policies that hold now, by campaign, and the campaign's key in the tables. */
import { type CampaignId, type CampaignState, ProblemError } from '@outdial/shared';
import { circumstancesOf, createCalendar, createRuleSet, type RuleSet } from '../../rules/rule-set.ts';
import type { CampaignPolicy } from '../port.ts';
import type { Database } from './database.ts';

export interface KnownCampaign extends CampaignPolicy {
  key: number;
  /** Rule and packs, made ready: it remembers, so that a thousand contacts of one zone ask the calendar once. */
  rules: RuleSet;
  state: CampaignState;
}

export interface PolicyBook {
  replace(policies: readonly CampaignPolicy[]): void;
  all(): Iterable<CampaignPolicy>;
  /** Throws `unknown-campaign`. The state is read anew: it may have changed in this very transaction. */
  of(campaignId: CampaignId): KnownCampaign;
  ofKey(key: number): KnownCampaign | null;
}

export function createPolicyBook(db: Database): PolicyBook {
  let policies = new Map<CampaignId, CampaignPolicy & { rules: RuleSet }>();
  const calendar = createCalendar();
  const known = (row: { key: number; id: CampaignId; state: CampaignState | null } | null): KnownCampaign | null => {
    const policy = row === null ? undefined : policies.get(row.id);
    if (row === null || policy === undefined) return null;
    return { ...policy, key: row.key, state: row.state ?? policy.campaign.state };
  };
  return {
    replace(next) {
      policies = new Map(
        next.map((policy) => {
          const { campaign, rule, packs } = policy;
          return [campaign.id, { ...policy, rules: createRuleSet(rule, packs, circumstancesOf(campaign), calendar) }];
        }),
      );
    },
    all: () => policies.values(),
    of(campaignId) {
      const campaign = known(db.get('SELECT key, id, state FROM campaigns WHERE id = ?', campaignId));
      if (campaign === null) throw new ProblemError('unknown-campaign', `No campaign ${campaignId}.`);
      return campaign;
    },
    ofKey: (key) => known(db.get('SELECT key, id, state FROM campaigns WHERE key = ?', key)),
  };
}
