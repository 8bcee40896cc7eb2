/** Call lists: made empty, filled from CSV files. */
import { type ListId, ProblemError } from '@outdial/shared';
import type { ImportOptions } from '../lists/port.ts';
import type { Services } from './handlers.ts';
import type { HandlerInput, Handlers } from './types.ts';

type ListRoutes = 'lists' | 'createList' | 'importList' | 'checkList';

const optionsOf = ({ country, column, headings }: HandlerInput<'checkList'>['query']): ImportOptions => ({
  country: (country ?? 'FR').toUpperCase(),
  headings,
  ...(column === undefined ? {} : { column }),
});

export const listHandlers = ({
  store,
  audit,
  ids,
  clock,
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
    const report = await importCsv({
      source: text,
      options: optionsOf(query),
      sink: { write: (contacts) => store.addContacts({ listId: list.id, contacts }) },
    });
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
