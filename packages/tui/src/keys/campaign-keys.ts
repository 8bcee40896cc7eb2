/** Keys that act on the campaign under the cursor or on its page (GT-9), and lead to its agents and calls. */
import { goTo } from '../model/ui.ts';
import { ask } from './asks.ts';
import { whyNoPause, whyNoResume } from './availability.ts';
import { CAMPAIGN_SCREENS, type KeyBinding } from './binding.ts';
import { show } from './reaction.ts';
import { targetCampaign } from './targets.ts';

export const CAMPAIGN_KEYS: readonly KeyBinding[] = [
  {
    id: 'pause-campaign',
    keys: ['p'],
    label: 'p',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'pause',
    does: 'Pause the campaign: nothing new is dialed, calls under way are finished.',
    why: whyNoPause,
    run(state) {
      const campaign = targetCampaign(state);
      return campaign === null ? show(state) : ask(state, { type: 'pause-campaign', campaignId: campaign.campaignId });
    },
  },
  {
    id: 'resume-campaign',
    keys: ['r'],
    label: 'r',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'resume',
    hintFor: (state) => (targetCampaign(state)?.state === 'loaded' ? 'start' : 'resume'),
    does: 'Resume a paused campaign, or start a loaded one.',
    why: whyNoResume,
    run(state) {
      const campaign = targetCampaign(state);
      if (campaign === null) return show(state);
      const type = campaign.state === 'loaded' ? 'start-campaign' : 'resume-campaign';
      return ask(state, { type, campaignId: campaign.campaignId });
    },
  },
  {
    id: 'campaign-agents',
    keys: ['a'],
    label: 'a',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'agents',
    does: 'The agents of this campaign.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'agents', campaignId: campaign.campaignId }));
    },
  },
  {
    id: 'campaign-lists',
    keys: ['l'],
    label: 'l',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'lists',
    does: 'The call lists of this campaign: callable, blocked and why, processed, unfinished.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'lists', campaignId: campaign.campaignId }));
    },
  },
  {
    id: 'campaign-calls',
    keys: ['c'],
    label: 'c',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'calls',
    does: 'The calls of this campaign.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'calls', campaignId: campaign.campaignId }));
    },
  },
];
