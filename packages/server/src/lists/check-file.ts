/** `outdial lists check FILE`: what an import of the file would do, in words also where it is no call list at all. */
import { createReadStream } from 'node:fs';
import { ProblemError } from '@outdial/shared';
import { checkCsv } from './import.ts';
import type { CheckFile, FileReport } from './port.ts';

const NOTHING: FileReport = {
  rows: 0,
  accepted: 0,
  duplicates: 0,
  refused: [],
  refusedTotal: 0,
  headings: null,
  phoneColumn: '',
  delimiter: '',
  encoding: '',
  preview: [],
  problem: null,
};

/** Never rejects for what is in the file, nor where it cannot be read: `problem` says what is wrong. */
export const checkFile: CheckFile = async (path, options) => {
  try {
    const report = await checkCsv({
      source: createReadStream(path),
      options: { country: 'FR', headings: 'auto', maxRefused: Number.POSITIVE_INFINITY, ...options },
    });
    return { ...report, problem: null };
  } catch (error) {
    if (error instanceof ProblemError) return { ...NOTHING, problem: error.message };
    if (isFileError(error)) return { ...NOTHING, problem: `The file cannot be read: ${error.message}.` };
    throw error;
  }
};

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;
