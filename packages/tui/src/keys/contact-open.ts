/** Screens of contacts: those of one list, and what is known of one number. */
import { CONTACT_WORDS } from '../model/contacts.ts';
import type { ConsoleState } from '../model/state.ts';
import { goTo } from '../model/ui.ts';
import { LISTS_TABLE } from '../tables/lists.ts';
import { cursorRow, tableView } from '../tables/view.ts';
import { refuse } from './command.ts';
import { effect, type Reaction, show } from './reaction.ts';

export const OPEN_FIRST = 'Open the lists of a campaign with `l` first.';

/** The contacts of the list under the cursor, or of the one that is shown: all, or only those of a word. */
export function openContacts(state: ConsoleState, argument: string): Reaction {
  const { screen } = state.ui;
  const only = CONTACT_WORDS.find((word) => word === argument.toLowerCase().replaceAll(' ', '-')) ?? null;
  if (argument !== '' && only === null)
    return refuse(state, `No contact is “${argument}”.`, `They are ${CONTACT_WORDS.slice(0, 4).join(', ')}…: Tab.`);
  if (screen.name === 'contacts') return show(goTo(state, { ...screen, only }));
  const list = screen.name === 'lists' ? cursorRow(tableView(state, LISTS_TABLE)) : null;
  if (screen.name !== 'lists' || list === null) return refuse(state, 'No list is chosen.', OPEN_FIRST);
  const { listId, name: listName } = list;
  return show(goTo(state, { name: 'contacts', campaignId: screen.campaignId, listId, listName, only }));
}

export function lookUp(state: ConsoleState, argument: string): Reaction {
  const number = argument.replace(/\s/g, '');
  if (number === '') return refuse(state, 'No number is given.', 'As in `:number +33199000001`.');
  const asked = { ...state, lookUp: { number, asked: { state: 'asked' as const } } };
  return effect(goTo(asked, { name: 'number', number }), { type: 'look-up', number });
}
