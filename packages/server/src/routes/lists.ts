/** Call lists: made empty, filled from CSV files. */
import { counted, type ListId, ProblemError } from '@outdial/shared';
import type { ImportOptions } from '../lists/port.ts';
import type { NewContact, StoredList } from '../store/port.ts';
import type { Services } from './handlers.ts';
import { inSteps } from './in-steps.ts';
import type { HandlerInput, Handlers } from './types.ts';

type ListRoutes = 'lists' | 'createList' | 'importList' | 'checkList' | 'renameList' | 'deleteList' | 'campaignLists';

const optionsOf = (query: HandlerInput<'checkList'>['query']): ImportOptions => {
  const { country, headings, duplicates, otherColumns, column, nameColumn, priorityColumn, timeZoneColumn } = query;
  const others = otherColumns === 'none' ? [] : otherColumns?.split(',').map((name) => name.trim());
  return {
    country: (country ?? 'FR').toUpperCase(),
    headings,
    duplicates,
    ...(column === undefined ? {} : { column }),
    ...(others === undefined ? {} : { otherColumns: others }),
    ...(nameColumn === undefined ? {} : { nameColumn }),
    ...(priorityColumn === undefined ? {} : { priorityColumn }),
    ...(timeZoneColumn === undefined ? {} : { timeZoneColumn }),
  };
};

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

function known(list: StoredList | null, listId: string): StoredList {
  if (list === null) throw new ProblemError('unknown-list', `There is no call list ${listId}.`);
  return list;
}

export const listHandlers = ({
  store,
  audit,
  ids,
  clock,
  restock,
  importCsv,
  checkCsv,
  catalog,
}: Services): Pick<Handlers, ListRoutes> => ({
  lists: () => store.lists(),
  async createList({ caller, body }) {
    const list = { id: ids<ListId>(), name: body.name, createdAtMs: clock.nowMs() };
    await store.createList(list);
    await audit.record(caller, 'list.create', list.id, list.name);
    return { ...list, contacts: 0 };
  },
  async importList({ caller, params, query, text }) {
    const list = known(await store.listById(params.listId as ListId), params.listId);
    let imported = 0;
    const sink = {
      async write(contacts: readonly NewContact[]) {
        const { duplicates, within } = query;
        const written = await store.addContacts({ listId: list.id, contacts, duplicates, within });
        imported += written.added + written.updated;
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
      `${list.name}: ${counted(rows, 'row')}, ${accepted} accepted, ${counted(duplicates, 'duplicate')}, ${refusedTotal} refused`,
    );
    return report;
  },
  async renameList({ caller, params, body }) {
    await store.renameList({ listId: params.listId as ListId, name: body.name });
    await audit.record(caller, 'list.rename', params.listId, body.name);
    return known(await store.listById(params.listId as ListId), params.listId);
  },
  async deleteList({ caller, params }) {
    const list = known(await store.listById(params.listId as ListId), params.listId);
    const usedBy = catalog
      .current()
      .campaigns.filter(({ listIds }) => listIds.includes(list.id))
      .map(({ id, name }) => ({ campaignId: id, name }));
    if (usedBy.length > 0) {
      const names = usedBy.map(({ name }) => name).join(', ');
      throw new ProblemError('in-use', `The call list ${list.name} is used by ${names}.`, { usedBy });
    }
    const { skipped } = await inSteps((after) => store.deleteContactsStep({ select: { listId: list.id }, after }));
    if (skipped.length > 0) {
      throw new ProblemError('in-use', `Contacts of ${list.name} are being called: try again when they are not.`);
    }
    await store.removeList(list.id);
    await audit.record(caller, 'list.delete', list.id, `${list.name}: ${counted(list.contacts, 'contact')}`);
    return { ok: true };
  },
  campaignLists: ({ params }) =>
    store.campaignLists({ campaignId: catalog.campaign(params.campaignId).id, nowMs: clock.nowMs() }),
  checkList: ({ query, text }) => checkCsv({ source: text, options: optionsOf(query) }),
});
