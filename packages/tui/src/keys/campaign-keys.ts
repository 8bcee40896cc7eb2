/** Keys that act on the campaign under the cursor or on its page (GT-9), and lead to its agents and calls. */
import { goTo } from '../model/ui.ts';
import { ask } from './asks.ts';
import { whyNoPause, whyNoResume } from './availability.ts';
import { CAMPAIGN_SCREENS, type KeyBinding } from './binding.ts';
import { show } from './reaction.ts';
import { targetCampaign } from './targets.ts';

/** A key that leads to what the campaign has. */
const leadsTo = (key: string, name: 'agents' | 'lists' | 'calls' | 'missed', does: string): KeyBinding => ({
  id: `campaign-${name}`,
  keys: [key],
  label: key,
  group: 'campaign',
  on: CAMPAIGN_SCREENS,
  hint: name,
  does,
  why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
  run(state) {
    const campaign = targetCampaign(state);
    return show(campaign === null ? state : goTo(state, { name, campaignId: campaign.campaignId }));
  },
});

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
  leadsTo('a', 'agents', 'The agents of this campaign.'),
  leadsTo('l', 'lists', 'The call lists of this campaign: callable, blocked and why, processed, unfinished.'),
  leadsTo('c', 'calls', 'The calls of this campaign.'),
  leadsTo('m', 'missed', 'The missed calls of this campaign.'),
];
