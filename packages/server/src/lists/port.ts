/** Call lists as files: what an import takes, where the contacts go, and what it answers. */
import type { ImportReport } from '@outdial/shared';
import type { DuplicatePolicy, NewContact } from '../store/port.ts';

export interface ImportOptions {
  /** ISO 3166 alpha-2: the country of numbers that are written nationally. */
  country: string;
  /** The column of phone numbers, by heading or by number from 1; found by itself where left out. */
  column?: string;
  headings: 'yes' | 'no' | 'auto';
  /** Columns of further numbers, tried after the first; left out: those whose headings say so. */
  otherColumns?: readonly string[];
  /** By heading or number; left out: those whose headings say so. */
  nameColumn?: string;
  priorityColumn?: string;
  timeZoneColumn?: string;
  /** What becomes of a number that is there already; keep-first. */
  duplicates?: DuplicatePolicy;
  /** At most so many refused rows are told one by one; `refusedTotal` counts all. 10,000. */
  maxRefused?: number;
}

/** Where accepted contacts go, in batches; the next batch waits for this one. */
export interface ImportSink {
  write(contacts: readonly NewContact[]): Promise<{ added: number; duplicates: number; updated?: number }>;
}

/** Both reject with the problem `invalid-file` where the source is no readable text; rows that are wrong are reported. */
export type ImportCsv = (request: {
  source: AsyncIterable<Uint8Array>;
  options: ImportOptions;
  /** Null: nothing is written. */
  sink: ImportSink | null;
}) => Promise<ImportReport>;
export type CheckCsv = (request: {
  source: AsyncIterable<Uint8Array>;
  options: ImportOptions;
}) => Promise<ImportReport>;

/** A file's report; `problem` says why where it is no call list at all (empty, binary, unreadable). */
export type FileReport = ImportReport & { problem: string | null };
export type CheckFile = (path: string, options: Partial<ImportOptions>) => Promise<FileReport>;
