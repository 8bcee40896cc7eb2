/** What an engine is told of the campaigns, and of their abandonment before it began. */
import type { Campaign, CampaignId, EngineConfiguration } from '@outdial/shared';
import type { Store } from '../store/port.ts';

const WINDOW_MS: Readonly<Record<Campaign['abandonWindow'], number>> = {
  '24h': 24 * 3_600_000,
  '30d': 30 * 24 * 3_600_000,
  campaign: Number.POSITIVE_INFINITY,
};

/** With the live answers and abandoned calls of each campaign's own window. */
export async function configurationWithHistory(
  campaigns: readonly Campaign[],
  store: Store,
  nowMs: number,
): Promise<EngineConfiguration> {
  const windows = campaigns.map(({ id, abandonWindow }) => ({
    campaignId: id,
    sinceMs: Math.max(0, nowMs - WINDOW_MS[abandonWindow]),
  }));
  const figures = await store.abandonmentSince(windows);
  const history: Record<CampaignId, { live: number; abandoned: number }> = {};
  for (const { campaignId, live, abandoned } of figures) history[campaignId] = { live, abandoned };
  return { campaigns, history };
}
