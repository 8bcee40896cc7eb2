/** Which table a screen shows, behind one interface whatever its rows are. */
import type { ConsoleState, ScreenName, TableName } from '../model/state.ts';
import { moveCursor, sortBy, toggleAllMarks, toggleMark } from '../model/ui.ts';
import { AGENTS_TABLE } from './agents.ts';
import { CALLS_TABLE } from './calls.ts';
import { CAMPAIGNS_TABLE } from './campaigns.ts';
import { sortArrow, type TableSpec } from './column.ts';
import { CONTACTS_TABLE } from './contacts.ts';
import { EVENTS_TABLE } from './events.ts';
import { LISTS_TABLE } from './lists.ts';
import { MISSED_TABLE } from './missed.ts';
import { tableView } from './view.ts';

/** A table without the type of its rows. */
export interface AnyTable {
  readonly name: TableName;
  readonly sortable: readonly { id: string; letter: string; title: string; arrow(turned: boolean): string }[];
  move(state: ConsoleState, by: number): ConsoleState;
  mark(state: ConsoleState): ConsoleState;
  markAll(state: ConsoleState): ConsoleState;
  sort(state: ConsoleState, column: string): ConsoleState;
  /** Index of the row under the cursor; −1 where there is none. */
  cursor(state: ConsoleState): number;
  counts(state: ConsoleState): { shown: number; total: number; one: string; many: string };
}

function anyTable<Row>(spec: TableSpec<Row>): AnyTable {
  return {
    name: spec.name,
    sortable: spec.columns.flatMap((column) => {
      const { id, letter, title } = column;
      return letter === undefined ? [] : [{ id, letter, title, arrow: (turned) => sortArrow(column, turned) }];
    }),
    move: (state, by) => moveCursor(state, spec, by),
    mark: (state) => toggleMark(state, spec),
    markAll: (state) => toggleAllMarks(state, spec),
    sort: (state, column) => sortBy(state, spec, column),
    cursor: (state) => tableView(state, spec).cursor,
    counts(state) {
      const { rows, total } = tableView(state, spec);
      return { shown: rows.length, total, one: spec.one, many: spec.many };
    },
  };
}

const TABLE_OF: Record<TableName, AnyTable> = {
  campaigns: anyTable(CAMPAIGNS_TABLE),
  agents: anyTable(AGENTS_TABLE),
  calls: anyTable(CALLS_TABLE),
  lists: anyTable(LISTS_TABLE),
  contacts: anyTable(CONTACTS_TABLE),
  events: anyTable(EVENTS_TABLE),
  missed: anyTable(MISSED_TABLE),
};

const TABLE_OF_SCREEN: Record<ScreenName, TableName | null> = {
  campaigns: 'campaigns',
  campaign: null,
  agents: 'agents',
  calls: 'calls',
  monitor: null,
  lists: 'lists',
  contacts: 'contacts',
  import: null,
  number: null,
  events: 'events',
  office: null,
  missed: 'missed',
  help: null,
};

export function tableOnScreen(state: ConsoleState): AnyTable | null {
  const name = TABLE_OF_SCREEN[state.ui.screen.name];
  return name === null ? null : TABLE_OF[name];
}
