/** Keys that act on missed calls, one or the marked many (GT-4). */
import type { ConsoleState } from '../model/state.ts';
import { goTo } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { ask } from './asks.ts';
import { whyNoAdd } from './availability.ts';
import { CAMPAIGN_SCREENS, type KeyBinding } from './binding.ts';
import { type Reaction, show } from './reaction.ts';
import { targetCampaign, targetMissed } from './targets.ts';

function add(state: ConsoleState): Reaction {
  const missed = targetMissed(state);
  const campaignId = missed[0]?.campaignId ?? null;
  if (campaignId === null) return show(state);
  return ask(state, { type: 'add-missed', campaignId, ids: missed.map(({ id }) => id) });
}

export const MISSED_KEYS: readonly KeyBinding[] = [
  {
    id: 'campaign-missed',
    keys: ['m'],
    label: 'm',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'missed',
    does: 'The missed calls of this campaign.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'missed', campaignId: campaign.campaignId }));
    },
  },
  {
    id: 'add-missed',
    keys: ['a'],
    label: 'a',
    group: 'missed',
    on: ['missed'],
    hint: 'add to list',
    does: 'Have the missed call or the marked ones called back by their campaign: added to its first list or, in one of the kind callback, asked for as callbacks.',
    why: whyNoAdd,
    run: add,
  },
  {
    id: 'mark-missed',
    keys: ['space'],
    label: 'Space',
    group: 'missed',
    on: ['missed'],
    hint: 'mark',
    does: 'Mark the missed call, or take the mark away.',
    run: (state) => show(tableOnScreen(state)?.mark(state) ?? state),
  },
  {
    id: 'mark-all-missed',
    keys: ['*'],
    label: '*',
    group: 'missed',
    on: ['missed'],
    hint: null,
    does: 'Mark all missed calls that are shown, or none.',
    run: (state) => show(tableOnScreen(state)?.markAll(state) ?? state),
  },
];
