/** Files as an import gets them: bytes in pieces of any size, and a sink that keeps what it is given. */
import type { NewContact } from '../../store/port.ts';
import { checkCsv, importCsv } from '../index.ts';
import type { ImportOptions, ImportSink } from '../port.ts';

export async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const bytesOf = (file: string | Uint8Array): Uint8Array => (typeof file === 'string' ? Buffer.from(file) : file);

export const AUTO: ImportOptions = { country: 'FR', headings: 'auto' };

export const check = (file: string | Uint8Array, options: Partial<ImportOptions> = {}, size?: number) =>
  checkCsv({ source: inPieces(bytesOf(file), size), options: { ...AUTO, ...options } });

export async function take(file: string | Uint8Array, options: Partial<ImportOptions> = {}, size?: number) {
  const contacts: NewContact[] = [];
  const sink: ImportSink = {
    async write(batch) {
      contacts.push(...batch);
      return { added: batch.length, duplicates: 0 };
    },
  };
  const source = inPieces(bytesOf(file), size);
  return { contacts, report: await importCsv({ source, options: { ...AUTO, ...options }, sink }) };
}
