/** What an engine is told of the campaigns, and of their abandonment before it began. */
import {
  type Campaign,
  type CampaignHistory,
  type CampaignId,
  type Configuration,
  type EngineConfiguration,
  withRule,
} from '@outdial/shared';
import { strictest } from '../rules/strictest.ts';
import type { Store } from '../store/port.ts';

const WINDOW_MS: Readonly<Record<Campaign['abandonWindow'], number>> = {
  '24h': 24 * 3_600_000,
  '30d': 30 * 24 * 3_600_000,
  campaign: Number.POSITIVE_INFINITY,
};

/** So many parts, so that what passes out of the window stops counting in good time. */
const PARTS = 60;

/** The campaigns with what they leave to their contact rule, and the messages that can be played. */
export async function engineConfiguration(current: Configuration, store: Store): Promise<EngineConfiguration> {
  const rules = new Map(current.contactRules.map((rule) => [rule.id, rule]));
  const messages = await store.messages();
  return {
    campaigns: current.campaigns.map((campaign) => withRule(campaign, rules.get(campaign.contactRuleId))),
    minRingMs: Object.fromEntries(current.campaigns.map((campaign) => [campaign.id, minRingOf(campaign, current)])),
    messages: messages.map(({ id, lengthMs }) => ({ messageId: id, lengthMs })),
  };
}

function minRingOf({ compliancePack, furtherPacks = [] }: Campaign, { compliancePacks }: Configuration): number {
  const named = [compliancePack, ...furtherPacks];
  return strictest(compliancePacks.filter(({ id }) => named.includes(id))).minRingMs;
}

/** With what each campaign's own window holds, and what the pacers of an earlier engine have learnt. */
export async function configurationWithHistory(
  current: Configuration,
  store: Store,
  nowMs: number,
): Promise<EngineConfiguration> {
  const windows = current.campaigns.map(({ id, abandonWindow }) => ({
    campaignId: id,
    sinceMs: Math.max(0, nowMs - WINDOW_MS[abandonWindow]),
    nowMs,
    parts: abandonWindow === 'campaign' ? null : PARTS,
  }));
  const [base, figures, states] = await Promise.all([
    engineConfiguration(current, store),
    store.abandonmentSince(windows),
    store.pacerStates(),
  ]);
  const history: Record<CampaignId, CampaignHistory> = {};
  for (const { campaignId, ...held } of figures) history[campaignId] = held;
  const learnt: Record<CampaignId, unknown> = {};
  for (const { campaignId, state } of states) learnt[campaignId] = JSON.parse(state);
  return { ...base, history, learnt };
}
