/** A table of which only the visible rows are drawn: headings with sort letter and arrow, marks, the cursor's row. */
import type { ConsoleState } from '../model/state.ts';
import { COLUMN_GAP, type Column, type Fitted, fitColumns, sortArrow, type TableSpec } from '../tables/column.ts';
import { firstVisible, tableView } from '../tables/view.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { type Line, line, span } from '../theme/span.ts';
import { fit, wrap } from '../theme/text.ts';
import type { Row } from './block.ts';

/** Cells at the left for cursor and mark. */
const GUTTER = 3;

type Sort = { column: string; descending: boolean } | null;

/** The title with its sort letter underlined and, where it is sorted by, an arrow. */
function title<R>({ column, width }: Fitted<R>, sort: Sort): Line {
  const sorted = sort?.column === column.id;
  const arrow = sorted ? sortArrow(column, sort.descending) : '';
  const text = fit(arrow + column.title, width, column.align);
  const at = column.letter === undefined ? -1 : text.toLowerCase().indexOf(column.letter.toLowerCase());
  if (at < 0 && column.letter !== undefined) return lettered(column, width, arrow);
  const tone = sorted ? 'accent' : 'dim';
  if (at < 0) return [span(text, tone)];
  return line(span(text.slice(0, at), tone), span(text.slice(at, at + 1), 'underline'), span(text.slice(at + 1), tone));
}

/** A column whose title does not have its letter: the letter stands before it. */
function lettered<R>(column: Column<R>, width: number, arrow: string): Line {
  const letter = column.letter ?? '';
  const rest = fit(`${arrow}${letter}:${column.title}`, width, column.align);
  const at = rest.indexOf(letter);
  return line(span(rest.slice(0, at), 'dim'), span(letter, 'underline'), span(rest.slice(at + 1), 'dim'));
}

const gap = span(' '.repeat(COLUMN_GAP));

const joined = (cells: readonly Line[]): Line => cells.flatMap((cell, index) => (index === 0 ? cell : [gap, ...cell]));

export function tableRows<R>(state: ConsoleState, spec: TableSpec<R>, width: number, height: number): Row[] {
  const view = tableView(state, spec);
  const fitted = fitColumns(spec.columns, width - GUTTER);
  const head: Row = { line: [span(' '.repeat(GUTTER)), ...joined(fitted.map((one) => title(one, view.ui.sort)))] };
  const room = height - 1;
  if (view.rows.length === 0) {
    const nothing = emptyWords(state, spec, view.total);
    return [
      head,
      ...wrap(nothing, width - GUTTER - 1).map((text) => ({ line: [span(`${' '.repeat(GUTTER)}${text}`, 'dim')] })),
    ];
  }
  const first = firstVisible(view.cursor, view.rows.length, room);
  const rows = view.rows.slice(first, first + room).map((row, index): Row => {
    const chosen = first + index === view.cursor;
    const marked = view.ui.marks.has(spec.id(row));
    const cells = fitted.map(({ column, width: cells }): Line => {
      const { text, tone } = column.cell(row, state, cells);
      return [{ text: fit(text, cells, column.align), tone }];
    });
    const gutter = line(span(chosen ? GLYPHS.cursor : ' ', 'accent'), span(marked ? GLYPHS.mark : ' ', 'ok'), ' ');
    return { line: [...gutter, ...joined(cells)], chosen };
  });
  return [head, ...rows];
}

function emptyWords<R>(state: ConsoleState, spec: TableSpec<R>, total: number): string {
  if (state.picture === null && spec.name !== 'events') return 'Waiting for the first picture from the server…';
  if (total === 0) return spec.empty(state);
  const { filter } = state.ui.tables[spec.name];
  const many = `${total} ${total === 1 ? spec.one : spec.many}`;
  const faultsOnly = state.ui.faultsOnly && spec.name !== 'events';
  if (filter === '') return `No fault among ${many}. ! shows all.`;
  return faultsOnly
    ? `None of ${many} matches /${filter} and is over a threshold. Esc clears the filter, ! shows all.`
    : `None of ${many} matches /${filter}. Esc clears the filter.`;
}
