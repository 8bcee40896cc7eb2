/** One table as it stands: rows after faults-only, filter and sort; where the cursor is; which rows are on the screen. */
import type { ConsoleState, TableUi } from '../model/state.ts';
import type { TableSpec } from './column.ts';

export interface TableView<Row> {
  readonly rows: readonly Row[];
  /** How many there are without filter and faults-only. */
  readonly total: number;
  /** Index in `rows`; −1 where there is none. */
  readonly cursor: number;
  readonly ui: TableUi;
}

/** `word` finds, `!word` finds all others; case does not matter. */
function matches(filter: string, text: string): boolean {
  const inverse = filter.startsWith('!');
  const wanted = (inverse ? filter.slice(1) : filter).trim().toLowerCase();
  if (wanted === '') return true;
  return text.toLowerCase().includes(wanted) !== inverse;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

export function tableView<Row>(state: ConsoleState, spec: TableSpec<Row>): TableView<Row> {
  const ui = state.ui.tables[spec.name];
  const all = spec.rows(state);
  let rows = state.ui.faultsOnly ? all.filter((row) => spec.fault(row, state)) : all;
  if (ui.filter !== '') rows = rows.filter((row) => matches(ui.filter, spec.text(row, state)));
  const sortBy = spec.columns.find(({ id }) => id === ui.sort?.column)?.sortBy;
  if (ui.sort !== null && sortBy !== undefined) {
    const turn = ui.sort.descending ? -1 : 1;
    rows = rows
      .map((row) => ({ row, key: sortBy(row, state) }))
      .sort((a, b) => turn * compare(a.key, b.key))
      .map(({ row }) => row);
  }
  const found = ui.cursorId === null ? -1 : rows.findIndex((row) => spec.id(row) === ui.cursorId);
  const cursor = found >= 0 ? found : Math.min(ui.cursorIndex, rows.length - 1);
  return { rows, total: all.length, cursor, ui };
}

/** The row under the cursor, or null. */
export const cursorRow = <Row>(view: TableView<Row>): Row | null => view.rows[view.cursor] ?? null;

/** The first row that is drawn, so that the cursor is among `height` rows and pages stand still while it moves in them. */
export function firstVisible(cursor: number, length: number, height: number): number {
  if (length <= height) return 0;
  const page = Math.floor(Math.max(0, cursor) / height) * height;
  return Math.min(page, length - height);
}
