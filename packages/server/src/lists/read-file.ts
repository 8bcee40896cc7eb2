/** Reads a CSV file of numbers as it comes: bounded memory, every refused row told with its line and the reason (GT-5). */
import { scheduler } from 'node:timers/promises';
import { type E164, type ImportReport, ProblemError } from '@outdial/shared';
import type { CountryCode } from 'libphonenumber-js/max';
import { cellsOf } from './cells.ts';
import { plainCell } from './csv-line.ts';
import { decodeText } from './decode.ts';
import { type Delimiter, detectDelimiter, isBlank, sampleRows } from './delimiter.ts';
import { detectLayout, type Layout } from './layout.ts';
import { isCountry } from './phone.ts';
import type { ImportOptions } from './port.ts';
import { MAX_RECORD_CHARS, RecordSplitter, type RecordText } from './records.ts';
import { PREVIEWED, ReportBook } from './report-book.ts';

/** What the layout is judged by. */
const SAMPLE_CHARS = 2 * MAX_RECORD_CHARS;
/** So much is read before other work has its turn. */
const PIECE_CHARS = 64 * 1024;
const BATCH = 500;

export type ReadRow<Value> =
  | { ok: true; number: E164; value: Value; fields: Readonly<Record<string, string>> }
  | { ok: false; column: string | null; reason: string };

/** What is made of the rows of a file, and where it goes. */
export interface RowKind<Value> {
  read(cells: readonly string[], layout: Layout, country: CountryCode): ReadRow<Value>;
  /** Null: the file is only looked at. How many were there already. */
  write: ((values: readonly Value[]) => Promise<{ duplicates: number; updated?: number }>) | null;
  /** Whether a number may stand in the file more than once. */
  repeats: boolean;
}

export async function readFile<Value>(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  kind: RowKind<Value>,
): Promise<{ report: ImportReport; first: readonly Value[] }> {
  const country = options.country.toUpperCase();
  if (!isCountry(country)) {
    throw new ProblemError('malformed-parameter', `There is no country ${options.country}: use two letters, FR or US.`);
  }
  const { pieces, encoding } = decodeText(source);
  const text = pieces[Symbol.asyncIterator]();
  const sample = await readSample(text);
  if (sample.text.trim() === '') throw new ProblemError('invalid-file', 'The file is empty.');
  const delimiter = detectDelimiter(sample.text, sample.complete, options.column);
  const rows = sampleRows(sample.text, delimiter, sample.complete);
  if (rows.length === 0) throw new ProblemError('invalid-file', 'The file has no row that can be read.');
  const layout = detectLayout(rows, options);
  const reader = new Reader(delimiter, layout, country, options, kind);

  for (let from = 0; from < sample.text.length; from += PIECE_CHARS) {
    await reader.take(sample.text.slice(from, from + PIECE_CHARS));
  }
  if (!sample.complete) {
    for (let next = await text.next(); next.done !== true; next = await text.next()) {
      await reader.take(next.value);
      await scheduler.yield();
    }
  }
  return await reader.finish(encoding());
}

async function readSample(text: AsyncIterator<string>): Promise<{ text: string; complete: boolean }> {
  let sample = '';
  while (sample.length < SAMPLE_CHARS) {
    const next = await text.next();
    if (next.done === true) return { text: sample, complete: true };
    sample += next.value;
  }
  return { text: sample, complete: false };
}

class Reader<Value> {
  readonly #splitter: RecordSplitter;
  readonly #delimiter: Delimiter;
  readonly #layout: Layout;
  readonly #country: CountryCode;
  readonly #kind: RowKind<Value>;
  readonly #book: ReportBook;
  readonly #first: Value[] = [];
  #awaitsHeadings: boolean;

  constructor(
    delimiter: Delimiter,
    layout: Layout,
    country: CountryCode,
    options: ImportOptions,
    kind: RowKind<Value>,
  ) {
    this.#splitter = new RecordSplitter(delimiter);
    this.#delimiter = delimiter;
    this.#layout = layout;
    this.#country = country;
    this.#kind = kind;
    this.#book = new ReportBook(layout, options.maxRefused ?? 10_000, kind.repeats);
    this.#awaitsHeadings = layout.headings !== null;
  }

  async take(text: string): Promise<void> {
    await this.#records(this.#splitter.push(text));
  }

  async finish(encoding: string): Promise<{ report: ImportReport; first: readonly Value[] }> {
    await this.#records(this.#splitter.end());
    return { report: this.#book.report(this.#delimiter, encoding), first: this.#first };
  }

  async #records(records: readonly RecordText[]): Promise<void> {
    for (let from = 0; from < records.length; from += BATCH) {
      await this.#batch(records.slice(from, from + BATCH).filter(({ text }) => !isBlank(text, this.#delimiter)));
      await scheduler.yield();
    }
  }

  async #batch(records: readonly RecordText[]): Promise<void> {
    const whole = records.filter((record) => record.fault === null);
    const rows = cellsOf(
      whole.map((record) => record.text),
      this.#delimiter,
    );
    // Cells of our own export are what they were before they were made safe for spreadsheets.
    const own = this.#layout.firstField > 0;
    const cells = new Map(
      whole.map((record, index) => [record, own ? (rows[index] ?? []).map(plainCell) : (rows[index] ?? [])]),
    );
    const accepted: Value[] = [];
    for (const record of records) {
      const row = cells.get(record);
      if (row === undefined) {
        this.#book.refuse(record.line, null, record.fault ?? 'cannot be read');
        continue;
      }
      if (this.#awaitsHeadings) {
        this.#awaitsHeadings = false;
        continue;
      }
      const read = this.#kind.read(row, this.#layout, this.#country);
      if (!read.ok) this.#book.refuse(record.line, read.column, read.reason);
      else if (this.#book.accept(record.line, read.number, read.fields)) accepted.push(read.value);
    }
    if (this.#first.length < PREVIEWED) this.#first.push(...accepted.slice(0, PREVIEWED - this.#first.length));
    if (this.#kind.write === null || accepted.length === 0) return;
    const { duplicates, updated = 0 } = await this.#kind.write(accepted);
    this.#book.alreadyThere(duplicates, updated);
  }
}
