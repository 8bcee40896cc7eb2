/** Campaigns: what managers write, the states that supervisors steer them through, and what is told to their agents. */
import type { Campaign, CampaignEventName, CampaignId, CampaignOverview, DialingMode } from '@outdial/shared';
import type { CampaignCounts } from '../store/port.ts';
import type { Services } from './handlers.ts';
import type { Caller, Handlers } from './types.ts';

type CampaignRoutes =
  | 'campaigns'
  | 'campaign'
  | 'createCampaign'
  | 'updateCampaign'
  | 'startCampaign'
  | 'pauseCampaign'
  | 'resumeCampaign'
  | 'endCampaign'
  | 'loadCampaign';

const NONE: CampaignCounts = { contacts: 0, callableNow: 0, leased: 0, finished: 0, waiting: 0 };

/** What an agent does in each mode. */
const MODE_WORDS: Record<DialingMode, string> = {
  preview: 'get a record, read it, and call by hand.',
  'push-preview': 'records come by themselves; accept one, read it, and call by hand.',
  progressive: 'one call at a time is made for you.',
  power: 'calls come by themselves.',
  predictive: 'calls come by themselves.',
};

export function campaignHandlers(services: Services): Pick<Handlers, CampaignRoutes> {
  const { catalog, store, bus, clock, audit, agentFeeds } = services;

  async function overviews(campaigns: readonly Campaign[]): Promise<CampaignOverview[]> {
    const counts = new Map<CampaignId, CampaignCounts>(
      (await store.campaignCounts(clock.nowMs())).map((entry) => [entry.campaignId, entry.counts]),
    );
    const waiting = new Map<CampaignId, number>();
    for (const { campaignId } of await store.callbacks({ forSupervisors: true, limit: 1_000, nowMs: clock.nowMs() }))
      waiting.set(campaignId, (waiting.get(campaignId) ?? 0) + 1);
    const packs = new Map(catalog.current().compliancePacks.map(({ id, name }) => [id, name]));
    const live = new Map((bus.picture()?.campaigns ?? []).map((picture) => [picture.campaignId, picture]));
    return campaigns.map((campaign) => ({
      campaign,
      compliancePackName: packs.get(campaign.compliancePack),
      counts: counts.get(campaign.id) ?? NONE,
      live: structuredClone(live.get(campaign.id)) ?? null,
      ...(waiting.has(campaign.id) ? { callbacksForSupervisors: waiting.get(campaign.id) } : {}),
    })) as CampaignOverview[];
  }

  /** GW-6: a campaign that is loaded or started tells its agents. */
  function tellAgents({ id, name, mode, agentIds }: Campaign, event: CampaignEventName): void {
    if (event !== 'start' && event !== 'load') return;
    const kind = event === 'start' ? 'campaign-started' : 'campaign-loaded';
    const text = `Campaign ${event === 'start' ? 'started' : 'loaded'}: ${name}`;
    const offers = mode === 'preview' ? 'get-record' : 'join';
    agentFeeds.notify(agentIds, { kind, campaignId: id, name, text, offers });
  }

  /** BP-2: agents at work are told what is different from now on. */
  function tellMode({ id, name, mode, agentIds, state }: Campaign): void {
    if (state !== 'running' && state !== 'paused') return;
    const text = `${name} is now ${mode}: ${MODE_WORDS[mode]}`;
    agentFeeds.notify(agentIds, { kind: 'campaign-mode-changed', campaignId: id, name, mode, text });
  }

  async function steer(caller: Caller, campaignId: string, event: CampaignEventName): Promise<Campaign> {
    const { campaign, changed } = await catalog.transition(campaignId, event);
    if (changed) tellAgents(campaign, event);
    await audit.record(
      caller,
      `campaign.${event}`,
      campaign.id,
      changed ? campaign.name : `${campaign.name}, already so`,
    );
    return campaign;
  }

  return {
    campaigns: () => overviews(catalog.current().campaigns),
    async campaign({ params }) {
      const [overview] = await overviews([catalog.campaign(params.campaignId)]);
      return overview as CampaignOverview;
    },
    async createCampaign({ caller, body }) {
      const { campaign, warnings } = await catalog.create(body);
      await audit.record(caller, 'campaign.create', campaign.id, campaign.name);
      return { ...campaign, warnings: [...warnings] };
    },
    async updateCampaign({ caller, params, body }) {
      const { mode } = catalog.campaign(params.campaignId);
      const { campaign, warnings } = await catalog.update(params.campaignId, body);
      if (campaign.mode !== mode) tellMode(campaign);
      await audit.record(caller, 'campaign.update', campaign.id, Object.keys(body).join(', '));
      return { ...campaign, warnings: [...warnings] };
    },
    startCampaign: ({ caller, params }) => steer(caller, params.campaignId, 'start'),
    pauseCampaign: ({ caller, params }) => steer(caller, params.campaignId, 'pause'),
    resumeCampaign: ({ caller, params }) => steer(caller, params.campaignId, 'resume'),
    endCampaign: ({ caller, params }) => steer(caller, params.campaignId, 'end'),
    loadCampaign: ({ caller, params }) => steer(caller, params.campaignId, 'load'),
  };
}
