/** Call lists as files. */
export { checkFile } from './check-file.ts';
export { checkCsv, importCsv, storeSink } from './import.ts';
export type * from './port.ts';
