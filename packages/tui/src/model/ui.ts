/** Moves on the screen: where one is, the cursor, marks, sorting, filters; each takes a state and gives the next one. */
import type { TableSpec } from '../tables/column.ts';
import { cursorRow, tableView } from '../tables/view.ts';
import type { ConsoleState, Notice, Screen, TableName, TableUi, Ui } from './state.ts';

export const withUi = (state: ConsoleState, change: Partial<Ui>): ConsoleState => ({
  ...state,
  ui: { ...state.ui, ...change },
});

export const withTable = (state: ConsoleState, name: TableName, change: Partial<TableUi>): ConsoleState =>
  withUi(state, { tables: { ...state.ui.tables, [name]: { ...state.ui.tables[name], ...change } } });

export function goTo(state: ConsoleState, screen: Screen): ConsoleState {
  if (JSON.stringify(screen) === JSON.stringify(state.ui.screen)) return state;
  const back = [...state.ui.back, state.ui.screen].slice(-20);
  return withUi(state, { screen, back, input: null, dialog: null, scroll: 0 });
}

/** The top of a screen: no way back is kept. */
export const goToTop = (state: ConsoleState, screen: Screen): ConsoleState =>
  withUi(state, { screen, back: [], input: null, dialog: null, scroll: 0 });

export function goBack(state: ConsoleState): ConsoleState {
  const screen = state.ui.back.at(-1) ?? { name: 'campaigns' };
  return withUi(state, { screen, back: state.ui.back.slice(0, -1), scroll: 0 });
}

const NOTICE_MS = { ok: 5_000, notice: 5_000, bad: 12_000 } as const;

export const notify = (
  state: ConsoleState,
  tone: Notice['tone'],
  text: string,
  remedy: string | null = null,
): ConsoleState => withUi(state, { notice: { tone, text, remedy, untilMs: state.nowMs + NOTICE_MS[tone] } });

/** Moves the cursor by so many rows, or to an end with ±Infinity. */
export function moveCursor<Row>(state: ConsoleState, spec: TableSpec<Row>, by: number): ConsoleState {
  const view = tableView(state, spec);
  if (view.rows.length === 0) return state;
  const index = Math.max(0, Math.min(view.rows.length - 1, view.cursor + by));
  const row = view.rows[index];
  return withTable(state, spec.name, {
    cursorIndex: index,
    cursorId: row === undefined ? null : spec.id(row),
  });
}

/** Marks the row under the cursor, or takes its mark away, and goes on to the next one. */
export function toggleMark<Row>(state: ConsoleState, spec: TableSpec<Row>): ConsoleState {
  const view = tableView(state, spec);
  const row = cursorRow(view);
  if (row === null) return state;
  const marks = new Set(view.ui.marks);
  const id = spec.id(row);
  if (!marks.delete(id)) marks.add(id);
  return moveCursor(withTable(state, spec.name, { marks }), spec, 1);
}

/** Marks all rows that are shown, or none where all of them are. */
export function toggleAllMarks<Row>(state: ConsoleState, spec: TableSpec<Row>): ConsoleState {
  const view = tableView(state, spec);
  const ids = view.rows.map((row) => spec.id(row));
  const all = ids.length > 0 && ids.every((id) => view.ui.marks.has(id));
  return withTable(state, spec.name, { marks: new Set(all ? [] : ids) });
}

/** Sorts by a column; a second time turns the order round, a third leaves it as it comes. */
export function sortBy<Row>(state: ConsoleState, spec: TableSpec<Row>, column: string): ConsoleState {
  const { sort } = state.ui.tables[spec.name];
  const next =
    sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true };
  return withTable(state, spec.name, { sort: next });
}

export const setFilter = (state: ConsoleState, name: TableName, filter: string): ConsoleState =>
  withTable(state, name, { filter, cursorIndex: 0, cursorId: null });

/** The marked rows that still exist, else the one under the cursor. */
export function markedOrCursor<Row>(state: ConsoleState, spec: TableSpec<Row>): readonly Row[] {
  const view = tableView(state, spec);
  const marked = spec.rows(state).filter((row) => view.ui.marks.has(spec.id(row)));
  if (marked.length > 0) return marked;
  const row = cursorRow(view);
  return row === null ? [] : [row];
}
