/** Which contacts an act would be done to: the marked ones, the one under the cursor, or a whole list. */
import { type ContactTarget, MOST_CONTACTS, someOf, wholeOf } from '../model/contacts.ts';
import { type ConsoleState, shownContacts } from '../model/state.ts';
import { markedOrCursor } from '../model/ui.ts';
import { CONTACTS_TABLE } from '../tables/contacts.ts';
import { LISTS_TABLE } from '../tables/lists.ts';
import { cursorRow, tableView } from '../tables/view.ts';
import { type Why, whyNoAct } from './availability.ts';

/** All that the screen is about: the list under the cursor, or the list whose contacts are shown. */
export function wholeTarget(state: ConsoleState): ContactTarget | null {
  const { screen } = state.ui;
  if (screen.name === 'lists') {
    const list = cursorRow(tableView(state, LISTS_TABLE));
    if (list === null) return null;
    const { listId, name: listName, total } = list;
    return wholeOf({ campaignId: screen.campaignId, listId, listName, only: null }, total);
  }
  if (screen.name !== 'contacts') return null;
  const shown = shownContacts(state)?.rows.length ?? 0;
  const total = state.lists.get(screen.campaignId)?.find(({ listId }) => listId === screen.listId)?.total;
  if (screen.only === null && total !== undefined) return wholeOf(screen, total);
  return wholeOf(screen, shown < MOST_CONTACTS ? shown : null);
}

/** On the screen of lists a whole list, on that of contacts one or the marked many. */
export function contactTarget(state: ConsoleState): ContactTarget | null {
  const { screen } = state.ui;
  if (screen.name !== 'contacts') return wholeTarget(state);
  const rows = markedOrCursor(state, CONTACTS_TABLE);
  return rows.length === 0 ? null : someOf(screen, rows);
}

export function whyNoContacts(state: ConsoleState, target: ContactTarget | null = contactTarget(state)): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  if (target === null) return state.ui.screen.name === 'contacts' ? 'no contact is chosen' : 'no list is chosen';
  return target.contacts === 0 ? 'there is no contact in it' : null;
}
