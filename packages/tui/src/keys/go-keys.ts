/** Keys that lead somewhere: the five screens, opening what the cursor is on, and the way back. */
import type { ConsoleState, Screen } from '../model/state.ts';
import { goBack, goTo, goToTop, setFilter, withTable, withUi } from '../model/ui.ts';
import { CONTACTS_TABLE } from '../tables/contacts.ts';
import { LISTS_TABLE } from '../tables/lists.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { cursorRow, tableView } from '../tables/view.ts';
import { type Why, whyNoMonitor } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { monitor } from './call-keys.ts';
import { lookUp, openContacts } from './contact-open.ts';
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
  if (screen.name === 'lists') return openContacts(state, '');
  if (screen.name === 'contacts') {
    const contact = cursorRow(tableView(state, CONTACTS_TABLE));
    return contact === null ? show(state) : lookUp(state, contact.number);
  }
  return monitor(state);
}

function whyNoOpen(state: ConsoleState): Why {
  switch (state.ui.screen.name) {
    case 'campaigns':
      return targetCampaign(state) === null ? 'no campaign is chosen' : null;
    case 'lists':
      return cursorRow(tableView(state, LISTS_TABLE)) === null ? 'no list is chosen' : null;
    case 'contacts':
      return cursorRow(tableView(state, CONTACTS_TABLE)) === null ? 'no contact is chosen' : null;
    default:
      return whyNoMonitor(state);
  }
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
  // A notice goes by itself: it costs no key of its own.
  return show(goBack(withUi(state, { notice: null })));
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
    on: ['campaigns', 'agents', 'calls', 'lists', 'contacts'],
    hint: 'open',
    does: "Open what the cursor is on: a campaign's page, the call of an agent, the contacts of a list, all that is known of a number.",
    why: whyNoOpen,
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
