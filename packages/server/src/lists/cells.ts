/** The cells of records whose ends are known: csv-parse reads them, a batch at a time. */
import { parse } from 'csv-parse/sync';

/** One row a record, in order. A quote in the middle of an unquoted cell stands for itself. */
export function cellsOf(records: readonly string[], delimiter: string): string[][] {
  if (records.length === 0) return [];
  const rows = parse(records.join('\n'), {
    delimiter,
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    bom: false,
  }) as string[][];
  if (rows.length === records.length) return rows;
  const [only, ...others] = records;
  if (only !== undefined && others.length === 0) return [rows[0] ?? [only]];
  return records.flatMap((record) => cellsOf([record], delimiter));
}
