/** Import of a call list from CSV (GT-5), and the same without writing anything. */
import type { ListId } from '@outdial/shared';
import type { NewContact, Store } from '../store/port.ts';
import type { CheckCsv, ImportCsv, ImportSink } from './port.ts';
import { type RowKind, readFile } from './read-file.ts';
import { rowReader } from './row.ts';

export const importCsv: ImportCsv = async ({ source, options, sink }) => {
  const { report, first } = await readFile<NewContact>(source, options, {
    read: contactRows(),
    write: sink === null ? null : (contacts) => sink.write(contacts),
    repeats: options.duplicates === 'keep-all' || options.duplicates === 'update',
  });
  return {
    ...report,
    contacts: first.map((contact) => ({ ...contact, otherNumbers: [...(contact.otherNumbers ?? [])] })),
  };
};

export const checkCsv: CheckCsv = ({ source, options }) => importCsv({ source, options, sink: null });

const contactRows = (): RowKind<NewContact>['read'] => {
  const readRow = rowReader();
  return (...row) => {
    const read = readRow(...row);
    if (!read.ok) return read;
    const { contact } = read;
    return { ok: true, number: contact.number, value: contact, fields: contact.fields };
  };
};

/** Into a list of the store. */
export const storeSink = (
  store: Store,
  listId: ListId,
  policy: Pick<Parameters<Store['addContacts']>[0], 'duplicates' | 'within'> = {},
): ImportSink => ({
  write: (contacts) => store.addContacts({ listId, contacts, ...policy }),
});
