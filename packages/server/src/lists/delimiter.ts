/** Which character stands between the cells: the one whose columns are the most regular and hold telephone numbers. */
import { cellsOf } from './cells.ts';
import { looksLikePhone } from './phone.ts';
import { RecordSplitter } from './records.ts';
import { sameName } from './same-name.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const LOOKED_AT = 100;
/** Enough for so many records, most times; where it holds none, all that is there is looked at. */
const LOOKED_AT_CHARS = 32 * 1024;

/** The first records of a text, those that are whole. */
export function sampleRows(text: string, delimiter: Delimiter, complete: boolean): string[][] {
  return sample(text, delimiter, complete).rows;
}

interface Sample {
  readonly rows: string[][];
  /** Records that this delimiter breaks: text after a closing quote, a quote that is never closed. */
  readonly faults: number;
}

function sample(text: string, delimiter: Delimiter, complete: boolean): Sample {
  if (text.length <= LOOKED_AT_CHARS) return wholeRows(text, delimiter, complete);
  const start = wholeRows(text.slice(0, LOOKED_AT_CHARS), delimiter, false);
  return start.rows.length > 0 ? start : wholeRows(text, delimiter, complete);
}

function wholeRows(text: string, delimiter: Delimiter, complete: boolean): Sample {
  const splitter = new RecordSplitter(delimiter);
  const records = [...splitter.push(text), ...(complete ? splitter.end() : [])].slice(0, LOOKED_AT);
  const whole = records.filter((record) => record.fault === null && !isBlank(record.text, delimiter));
  const rows = cellsOf(
    whole.map((record) => record.text),
    delimiter,
  );
  return { rows, faults: records.filter((record) => record.fault !== null).length };
}

/** A line of nothing; one of delimiters alone is a row of empty cells. */
export const isBlank = (text: string, delimiter: string): boolean => text.trim() === '' && !text.includes(delimiter);

/** The number of columns that most rows have. */
export function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let best = { width: 1, count: 0 };
  for (const [width, count] of counts) if (count > best.count) best = { width, count };
  return best.width;
}

/** Share of rows, 0 to 1, whose cell in this column looks like a telephone number. */
export const phoneShare = (rows: readonly (readonly string[])[], column: number): number =>
  rows.length === 0 ? 0 : rows.filter((row) => looksLikePhone(row[column] ?? '')).length / rows.length;

/** A delimiter that breaks records weighs more against itself than cells that look like numbers weigh for it. */
const BROKEN_WEIGHT = 3;

/** `askedColumn`: the column of the numbers as the caller named it; a delimiter that gives no such column is none. */
export function detectDelimiter(text: string, complete: boolean, askedColumn?: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: -1 };
  for (const delimiter of DELIMITERS) {
    const { rows, faults } = sample(text, delimiter, complete);
    if (rows.length === 0) continue;
    const width = usualWidth(rows);
    const regular = rows.filter((row) => row.length === width).length / rows.length;
    const broken = faults / (rows.length + faults);
    const phones = Math.max(...Array.from({ length: Math.min(width, 200) }, (_, column) => phoneShare(rows, column)));
    const score =
      2 * phones +
      regular -
      BROKEN_WEIGHT * broken +
      (width > 1 ? 0.5 : 0) +
      Math.min(width, 50) / 1_000 +
      (hasColumn(rows, width, askedColumn) ? 4 : 0);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function hasColumn(rows: readonly (readonly string[])[], width: number, asked: string | undefined): boolean {
  if (asked === undefined) return false;
  const byNumber = /^\d{1,6}$/.test(asked.trim()) ? Number(asked) : 0;
  return (byNumber >= 1 && byNumber <= width) || (rows[0]?.some((cell) => sameName(cell, asked)) ?? false);
}
