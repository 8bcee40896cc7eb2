/** What a table is made of: columns with a width, a priority, a sort letter, and a cell; and which of them fit. */
import type { ConsoleState, TableName } from '../model/state.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import type { Span } from '../theme/span.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** The letter that sorts by it with Shift; also marked in the heading. */
  readonly letter?: string;
  /** Cells; a column that grows takes more, up to `most`. */
  readonly width: number;
  readonly most?: number;
  /** Cells that it gets before columns come in that are seldom looked at. */
  readonly good?: number;
  readonly align?: 'left' | 'right';
  /** 0 stays longest; where the width does not do, the highest number goes first. */
  readonly priority: number;
  cell(row: Row, state: ConsoleState, width: number): Span;
  /** What it is sorted by; a column without it is not sorted by. Figures and times give theirs negative: the most first. */
  sortBy?(row: Row, state: ConsoleState): string | number;
  /** Whether what comes first is the most; figures do, which stand at the right. */
  readonly falls?: boolean;
}

export interface TableSpec<Row> {
  readonly name: TableName;
  readonly one: string;
  readonly many: string;
  readonly columns: readonly Column<Row>[];
  /** All rows of the screen, before filter and sort. */
  rows(state: ConsoleState): readonly Row[];
  id(row: Row): string;
  /** What the filter looks through. */
  text(row: Row, state: ConsoleState): string;
  /** Whether something about it is over a threshold. */
  fault(row: Row, state: ConsoleState): boolean;
  /** What stands there when there is nothing. */
  empty(state: ConsoleState): string;
}

export interface Fitted<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** The arrow of a sorted column: up where the least stands first. */
export const sortArrow = (column: Pick<Column<never>, 'align' | 'falls'>, turned: boolean): string =>
  (column.falls ?? column.align === 'right') === turned ? GLYPHS.up : GLYPHS.down;

export const COLUMN_GAP = 2;

/** From this priority on, a column is less than a name that can be read to its end. */
const SELDOM = 5;

/** The columns that fit into `width` cells, in their order: the most important ones first, what is left over shared out. */
export function fitColumns<Row>(columns: readonly Column<Row>[], width: number): Fitted<Row>[] {
  const chosen = new Map<Column<Row>, number>();
  let room = width + COLUMN_GAP;
  const add = (column: Column<Row>): void => {
    const needed = column.width + COLUMN_GAP;
    if (needed > room && chosen.size > 0) return;
    chosen.set(column, Math.min(column.width, width));
    room -= needed;
  };
  const byPriority = [...columns].sort((a, b) => a.priority - b.priority);
  for (const column of byPriority) if (column.priority < SELDOM) add(column);
  for (const [column, cells] of chosen) {
    const more = Math.max(0, Math.min(room, (column.good ?? cells) - cells));
    chosen.set(column, cells + more);
    room -= more;
  }
  for (const column of byPriority) if (column.priority >= SELDOM) add(column);
  const fitted = columns.flatMap((column) => {
    const cells = chosen.get(column);
    return cells === undefined ? [] : [{ column, width: cells }];
  });
  // Shared out a cell at a time: columns that grow do so evenly.
  for (let growing = true; room > 0 && growing; ) {
    growing = false;
    for (const one of fitted) {
      if (room > 0 && one.width < (one.column.most ?? one.column.width)) {
        one.width += 1;
        room -= 1;
        growing = true;
      }
    }
  }
  return fitted;
}
