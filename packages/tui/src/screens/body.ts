/** The body of the screen that one is on, in exactly the rows that it gets. */
import type { Row } from '../components/block.ts';
import { tableRows } from '../components/table.ts';
import type { ConsoleState } from '../model/state.ts';
import { AGENTS_TABLE } from '../tables/agents.ts';
import { CALLS_TABLE } from '../tables/calls.ts';
import { CAMPAIGNS_TABLE } from '../tables/campaigns.ts';
import { CONTACTS_TABLE } from '../tables/contacts.ts';
import { EVENTS_TABLE } from '../tables/events.ts';
import { LISTS_TABLE } from '../tables/lists.ts';
import { MISSED_TABLE } from '../tables/missed.ts';
import { blank } from '../theme/span.ts';
import { campaignRows } from './campaign.ts';
import { cardsRows } from './cards.ts';
import { helpRows } from './help.ts';
import { importRows } from './import.ts';
import { monitorRows } from './monitor.ts';
import { numberRows } from './number.ts';
import { officeRows } from './office.ts';

function rowsOf(state: ConsoleState, width: number, height: number): readonly Row[] {
  const { screen, view } = state.ui;
  switch (screen.name) {
    case 'campaigns':
      return view === 'cards' ? cardsRows(state, width, height) : tableRows(state, CAMPAIGNS_TABLE, width, height);
    case 'campaign':
      return campaignRows(state, screen.campaignId, width, height);
    case 'agents':
      return tableRows(state, AGENTS_TABLE, width, height);
    case 'calls':
      return tableRows(state, CALLS_TABLE, width, height);
    case 'monitor':
      return monitorRows(state, screen.callId, width, height);
    case 'lists':
      return tableRows(state, LISTS_TABLE, width, height);
    case 'contacts':
      return tableRows(state, CONTACTS_TABLE, width, height);
    case 'import':
      return importRows(state, width, height);
    case 'number':
      return numberRows(state, width, height);
    case 'events':
      return tableRows(state, EVENTS_TABLE, width, height);
    case 'office':
      return officeRows(state, width, height);
    case 'missed':
      return tableRows(state, MISSED_TABLE, width, height);
    case 'help':
      return helpRows(state, width, height);
  }
}

export function bodyRows(state: ConsoleState, width: number, height: number): readonly Row[] {
  const rows = rowsOf(state, width, height).slice(0, height);
  return [...rows, ...Array.from<Row>({ length: height - rows.length }).fill({ line: blank })];
}
