/** Streaming import of a call list from CSV (GT-5): bounded memory, every refused row told with its line and the reason. */
import { scheduler } from 'node:timers/promises';
import type { ListId } from '@outdial/shared';
import { type ImportReport, ProblemError } from '@outdial/shared';
import type { CountryCode } from 'libphonenumber-js/max';
import type { Store } from '../store/port.ts';
import { cellsOf } from './cells.ts';
import { decodeText } from './decode.ts';
import { type Delimiter, detectDelimiter, isBlank, sampleRows } from './delimiter.ts';
import { detectLayout, type Layout } from './layout.ts';
import { isCountry } from './phone.ts';
import type { CheckCsv, ImportCsv, ImportOptions, ImportSink } from './port.ts';
import { MAX_RECORD_CHARS, RecordSplitter, type RecordText } from './records.ts';
import { ReportBook } from './report-book.ts';
import { readRow } from './row.ts';

/** What the layout is judged by. */
const SAMPLE_CHARS = 2 * MAX_RECORD_CHARS;
/** So much is read before other work has its turn. */
const PIECE_CHARS = 64 * 1024;
const BATCH = 500;

export const importCsv: ImportCsv = ({ source, options, sink }) => read(source, options, sink);

export const checkCsv: CheckCsv = ({ source, options }) => read(source, options, null);

/** Into a list of the store, which leaves out the numbers that the list has already. */
export const storeSink = (store: Store, listId: ListId): ImportSink => ({
  write: (contacts) => store.addContacts({ listId, contacts }),
});

async function read(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  sink: ImportSink | null,
): Promise<ImportReport> {
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
  const layout = detectLayout(rows, { headings: options.headings, column: options.column });
  const reader = new Reader(delimiter, layout, country, options, sink);

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

class Reader {
  readonly #splitter: RecordSplitter;
  readonly #delimiter: Delimiter;
  readonly #layout: Layout;
  readonly #country: CountryCode;
  readonly #sink: ImportSink | null;
  readonly #book: ReportBook;
  #awaitsHeadings: boolean;

  constructor(
    delimiter: Delimiter,
    layout: Layout,
    country: CountryCode,
    options: ImportOptions,
    sink: ImportSink | null,
  ) {
    this.#splitter = new RecordSplitter(delimiter);
    this.#delimiter = delimiter;
    this.#layout = layout;
    this.#country = country;
    this.#sink = sink;
    this.#book = new ReportBook(layout, options.maxRefused ?? 10_000);
    this.#awaitsHeadings = layout.headings !== null;
  }

  async take(text: string): Promise<void> {
    await this.#records(this.#splitter.push(text));
  }

  async finish(encoding: string): Promise<ImportReport> {
    await this.#records(this.#splitter.end());
    return this.#book.report(this.#delimiter, encoding);
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
    const cells = new Map(whole.map((record, index) => [record, rows[index] ?? []]));
    const accepted = [];
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
      const read = readRow(row, this.#layout, this.#country);
      if (!read.ok) this.#book.refuse(record.line, read.column, read.reason);
      else if (this.#book.accept(record.line, read.contact)) accepted.push(read.contact);
    }
    if (this.#sink === null || accepted.length === 0) return;
    const { duplicates } = await this.#sink.write(accepted);
    this.#book.alreadyThere(duplicates);
  }
}
