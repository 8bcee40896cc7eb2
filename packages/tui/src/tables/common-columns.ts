/** Columns that several tables have: when it was, and how long its state lasts, with the sign of a threshold. */
import { duration, timeOfDay } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { span, type Tone } from '../theme/span.ts';
import { SEVERITY_SIGNS, type Severity } from '../theme/thresholds.ts';
import type { Column } from './column.ts';

/** The time of day, the newest first. */
export const timeColumn = <Row extends { readonly atMs: number }>(): Column<Row> => ({
  id: 'time',
  title: 'Time',
  letter: 'T',
  width: 8,
  priority: 0,
  falls: true,
  cell: ({ atMs }, state) => span(timeOfDay(atMs, state.zone), 'dim'),
  sortBy: ({ atMs }) => -atMs,
});

interface Timer<Row> {
  elapsedMs(row: Row, state: ConsoleState): number;
  severity(row: Row, state: ConsoleState): Severity;
  tone(row: Row, severity: Severity): Tone;
}

/** How long it is in its state. */
export const forColumn = <Row>({ elapsedMs, severity, tone }: Timer<Row>): Column<Row> => ({
  id: 'for',
  title: 'For',
  letter: 'F',
  width: 9,
  align: 'right',
  priority: 0,
  cell(row, state) {
    const grade = severity(row, state);
    return span(`${duration(elapsedMs(row, state))}${SEVERITY_SIGNS[grade].padStart(2)}`, tone(row, grade));
  },
  sortBy: (row, state) => -elapsedMs(row, state),
});

/** A time that adds up. */
export const sumColumn = <Row>(
  id: string,
  title: string,
  letter: string,
  priority: number,
  sumMs: (row: Row) => number,
): Column<Row> => ({
  id,
  title,
  letter,
  width: 8,
  align: 'right',
  priority,
  cell: (row) => span(duration(sumMs(row))),
  sortBy: (row) => -sumMs(row),
});
