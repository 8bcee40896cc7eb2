/** Keys that lead somewhere: the five screens, opening what the cursor is on, and the way back. */
import type { ConsoleState, Screen } from '../model/state.ts';
import { goBack, goTo, goToTop, setFilter, withTable, withUi } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { whyNoMonitor } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { monitor } from './call-keys.ts';
import { type Reaction, show } from './reaction.ts';
import { targetCampaign } from './targets.ts';

const top = (id: string, key: string, label: string, screen: Screen, does: string): KeyBinding => ({
  id,
  keys: [key],
  label,
  group: 'go',
  on: null,
  hint: null,
  does,
  run: (state) => show(goToTop(state, screen)),
});

function open(state: ConsoleState): Reaction {
  const { screen } = state.ui;
  if (screen.name === 'campaigns') {
    const campaign = targetCampaign(state);
    return campaign === null ? show(state) : show(goTo(state, { name: 'campaign', campaignId: campaign.campaignId }));
  }
  return monitor(state);
}

/** Esc takes away one thing at a time: filter, marks, faults-only, then the screen itself. */
function stepBack(state: ConsoleState): Reaction {
  const table = tableOnScreen(state);
  if (table !== null) {
    const ui = state.ui.tables[table.name];
    if (ui.filter !== '') return show(setFilter(state, table.name, ''));
    if (ui.marks.size > 0) return show(withTable(state, table.name, { marks: new Set() }));
  }
  if (state.ui.faultsOnly) return show(withUi(state, { faultsOnly: false }));
  if (state.ui.notice !== null) return show(withUi(state, { notice: null }));
  return show(goBack(state));
}

export const GO_KEYS: readonly KeyBinding[] = [
  top('campaigns', '1', '1', { name: 'campaigns' }, 'Campaigns: all of them, as cards or as a list.'),
  top('agents', '2', '2', { name: 'agents', campaignId: null }, 'Agents: everybody at work.'),
  top('calls', '3', '3', { name: 'calls', campaignId: null }, 'Calls: each call under way.'),
  top('events', '4', '4', { name: 'events' }, 'Events: every act with its actor.'),
  top(
    'missed',
    '5',
    '5',
    { name: 'missed', campaignId: null },
    'Missed calls: those that nobody took, to be called back.',
  ),
  {
    id: 'next-screen',
    keys: ['tab'],
    label: 'Tab',
    group: 'go',
    on: null,
    hint: null,
    does: 'The next of the five screens.',
    run(state) {
      const order: readonly Screen[] = [
        { name: 'campaigns' },
        { name: 'agents', campaignId: null },
        { name: 'calls', campaignId: null },
        { name: 'events' },
        { name: 'missed', campaignId: null },
      ];
      const here = order.findIndex(({ name }) => name === state.ui.screen.name);
      return show(goToTop(state, order[(here + 1) % order.length] ?? { name: 'campaigns' }));
    },
  },
  {
    id: 'open',
    keys: ['enter'],
    label: 'Enter',
    group: 'go',
    on: ['campaigns', 'agents', 'calls'],
    hint: 'open',
    does: "Open what the cursor is on: a campaign's page, or the call of an agent.",
    why: (state) =>
      state.ui.screen.name === 'campaigns'
        ? targetCampaign(state) === null
          ? 'no campaign is chosen'
          : null
        : whyNoMonitor(state),
    run: open,
  },
  {
    id: 'escape',
    keys: ['esc', 'backspace'],
    label: 'Esc',
    group: 'go',
    on: null,
    hint: null,
    does: 'Clear the filter, then marks and faults-only; then back to the screen before.',
    run: stepBack,
  },
];
