/** Keeps the books of an import: rows, refusals, duplicates and the preview. */
import type { ImportReport } from '@outdial/shared';
import type { NewContact } from '../store/port.ts';
import type { Layout } from './layout.ts';

const PREVIEWED = 5;

export class ReportBook {
  readonly #layout: Layout;
  readonly #maxRefused: number;
  readonly #refused: ImportReport['refused'] = [];
  readonly #preview: Record<string, string>[] = [];
  /** Where each number stood first. E.164 has 15 digits at most: they fit a number, which is smaller than a string. */
  readonly #firstLine = new Map<number, number>();
  #rows = 0;
  #accepted = 0;
  #duplicates = 0;
  #refusedTotal = 0;

  constructor(layout: Layout, maxRefused: number) {
    this.#layout = layout;
    this.#maxRefused = maxRefused;
  }

  refuse(line: number, column: string | null, reason: string): void {
    this.#rows += 1;
    this.#refusedTotal += 1;
    if (this.#refused.length < this.#maxRefused) this.#refused.push({ line, column, reason });
  }

  /** False for a number that the file had before: the row is refused, and counted as a duplicate. */
  accept(line: number, contact: NewContact): boolean {
    const digits = Number(contact.number.slice(1));
    const first = this.#firstLine.get(digits);
    if (first !== undefined) {
      this.#duplicates += 1;
      this.refuse(line, this.#phoneColumn(), `the same number as on line ${first}`);
      return false;
    }
    this.#firstLine.set(digits, line);
    this.#rows += 1;
    this.#accepted += 1;
    if (this.#preview.length < PREVIEWED) {
      this.#preview.push({ [this.#phoneColumn()]: contact.number, ...contact.fields });
    }
    return true;
  }

  /** Numbers that the call list had before this file: counted as duplicates, not as accepted. */
  alreadyThere(duplicates: number): void {
    this.#duplicates += duplicates;
    this.#accepted -= duplicates;
  }

  report(delimiter: string, encoding: string): ImportReport {
    return {
      rows: this.#rows,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      refused: this.#refused,
      refusedTotal: this.#refusedTotal,
      headings: this.#layout.headings === null ? null : [...this.#layout.headings],
      phoneColumn: this.#phoneColumn(),
      delimiter,
      encoding,
      preview: this.#preview,
    };
  }

  #phoneColumn(): string {
    return this.#layout.names[this.#layout.phone] ?? `column ${this.#layout.phone + 1}`;
  }
}
