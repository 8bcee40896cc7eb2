/** Call lists: made empty, filled from CSV files. */
import { type ListId, ProblemError } from '@outdial/shared';
import type { ImportOptions } from '../lists/port.ts';
import type { NewContact } from '../store/port.ts';
import type { Services } from './handlers.ts';
import type { HandlerInput, Handlers } from './types.ts';

type ListRoutes = 'lists' | 'createList' | 'importList' | 'checkList';

const optionsOf = ({ country, column, headings }: HandlerInput<'checkList'>['query']): ImportOptions => ({
  country: (country ?? 'FR').toUpperCase(),
  headings,
  ...(column === undefined ? {} : { column }),
});

/** What was read before the fault is in the list and stays there: said, so that nobody has to guess. */
function brokenOff(error: unknown, imported: number): ProblemError {
  const problem =
    error instanceof ProblemError
      ? error
      : new ProblemError('internal-error', `The import failed: ${String(error)}.`, {}, { cause: error });
  const kept =
    imported === 0
      ? 'Nothing was imported.'
      : `${imported} contacts that came before are in the list; they count as duplicates when the file is sent again.`;
  return new ProblemError(
    problem.code,
    `${problem.message} ${kept}`,
    { ...problem.extra, imported },
    { cause: problem },
  );
}

export const listHandlers = ({
  store,
  audit,
  ids,
  clock,
  restock,
  importCsv,
  checkCsv,
}: Services): Pick<Handlers, ListRoutes> => ({
  lists: () => store.lists(),
  async createList({ caller, body }) {
    const list = { id: ids<ListId>(), name: body.name, createdAtMs: clock.nowMs() };
    await store.createList(list);
    await audit.record(caller, 'list.create', list.id, list.name);
    return { ...list, contacts: 0 };
  },
  async importList({ caller, params, query, text }) {
    const list = await store.listById(params.listId as ListId);
    if (list === null) throw new ProblemError('unknown-list', `There is no call list ${params.listId}.`);
    let imported = 0;
    const sink = {
      async write(contacts: readonly NewContact[]) {
        const written = await store.addContacts({ listId: list.id, contacts });
        imported += written.added;
        return written;
      },
    };
    const report = await importCsv({ source: text, options: optionsOf(query), sink }).catch(async (error: unknown) => {
      if (imported > 0) restock(list.id);
      const broken = brokenOff(error, imported);
      await audit.record(caller, 'list.import', list.id, `${list.name}: broken off, ${broken.code}, ${imported} kept`);
      throw broken;
    });
    restock(list.id);
    const { rows, accepted, duplicates, refusedTotal } = report;
    await audit.record(
      caller,
      'list.import',
      list.id,
      `${list.name}: ${rows} rows, ${accepted} accepted, ${duplicates} duplicates, ${refusedTotal} refused`,
    );
    return report;
  },
  checkList: ({ query, text }) => checkCsv({ source: text, options: optionsOf(query) }),
});
