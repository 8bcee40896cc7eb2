/** Which character stands between the cells: the one whose columns are the most regular and hold telephone numbers. */
import { cellsOf } from './cells.ts';
import { looksLikePhone } from './phone.ts';
import { RecordSplitter } from './records.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const LOOKED_AT = 100;
/** Enough for so many records, most times; where it holds none, all that is there is looked at. */
const LOOKED_AT_CHARS = 32 * 1024;

/** The first records of a text, those that are whole. */
export function sampleRows(text: string, delimiter: Delimiter, complete: boolean): string[][] {
  if (text.length <= LOOKED_AT_CHARS) return wholeRows(text, delimiter, complete);
  const rows = wholeRows(text.slice(0, LOOKED_AT_CHARS), delimiter, false);
  return rows.length > 0 ? rows : wholeRows(text, delimiter, complete);
}

function wholeRows(text: string, delimiter: Delimiter, complete: boolean): string[][] {
  const splitter = new RecordSplitter(delimiter);
  const records = [...splitter.push(text), ...(complete ? splitter.end() : [])];
  const whole = records.filter((record) => record.fault === null && !isBlank(record.text, delimiter));
  return cellsOf(
    whole.slice(0, LOOKED_AT).map((record) => record.text),
    delimiter,
  );
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

export function detectDelimiter(text: string, complete: boolean): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: -1 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter, complete);
    if (rows.length === 0) continue;
    const width = usualWidth(rows);
    const regular = rows.filter((row) => row.length === width).length / rows.length;
    const phones = Math.max(...Array.from({ length: Math.min(width, 200) }, (_, column) => phoneShare(rows, column)));
    const score = 2 * phones + regular + (width > 1 ? 0.5 : 0) + Math.min(width, 50) / 1_000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
