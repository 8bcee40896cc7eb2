/** Keeps the books of an import: rows, refusals, duplicates and the preview. */
import type { E164, ImportReport } from '@outdial/shared';
import type { Layout } from './layout.ts';

export const PREVIEWED = 5;

export class ReportBook {
  readonly #layout: Layout;
  readonly #maxRefused: number;
  readonly #repeats: boolean;
  readonly #refused: ImportReport['refused'] = [];
  readonly #preview: Record<string, string>[] = [];
  /** Where each number stood first. E.164 has 15 digits at most: they fit a number, which is smaller than a string. */
  readonly #firstLine = new Map<number, number>();
  #rows = 0;
  #accepted = 0;
  #duplicates = 0;
  #updated = 0;
  #refusedTotal = 0;

  constructor(layout: Layout, maxRefused: number, repeats: boolean) {
    this.#layout = layout;
    this.#maxRefused = maxRefused;
    this.#repeats = repeats;
  }

  refuse(line: number, column: string | null, reason: string): void {
    this.#rows += 1;
    this.#refusedTotal += 1;
    if (this.#refused.length < this.#maxRefused) this.#refused.push({ line, column, reason });
  }

  /** False for a number that the file had before, where it may not: the row is refused, and counted as a duplicate. */
  accept(line: number, number: E164, fields: Readonly<Record<string, string>>): boolean {
    const digits = Number(number.slice(1));
    const first = this.#repeats ? undefined : this.#firstLine.get(digits);
    if (first !== undefined) {
      this.#duplicates += 1;
      this.refuse(line, this.#phoneColumn(), `the same number as on line ${first}`);
      return false;
    }
    if (!this.#repeats) this.#firstLine.set(digits, line);
    this.#rows += 1;
    this.#accepted += 1;
    if (this.#preview.length < PREVIEWED) this.#preview.push({ [this.#phoneColumn()]: number, ...fields });
    return true;
  }

  /** Numbers that were there before this file: duplicates are not accepted, updated ones are. */
  alreadyThere(duplicates: number, updated: number): void {
    this.#duplicates += duplicates;
    this.#accepted -= duplicates;
    this.#updated += updated;
  }

  report(delimiter: string, encoding: string): ImportReport {
    return {
      rows: this.#rows,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      updated: this.#updated,
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
