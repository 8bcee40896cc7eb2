/** GT-3, GT-6: the contacts of one list, with where each stands in the campaign. */
import type { ListedContact } from '@outdial/shared';
import { count, timeOfDay } from '../model/format.ts';
import { type ConsoleState, shownContacts } from '../model/state.ts';
import { stateWords } from '../model/words.ts';
import { span, type Tone } from '../theme/span.ts';
import type { Column, TableSpec } from './column.ts';

const STATUS_TONES: Readonly<Record<string, Tone>> = { callable: 'ok', waiting: 'warn', finished: 'dim' };

/** Where it stands in the campaign that the screen is about. */
function place(contact: ListedContact, { ui }: ConsoleState): ListedContact['campaigns'][number] | null {
  const { screen } = ui;
  if (screen.name !== 'contacts') return null;
  return contact.campaigns.find(({ campaignId }) => campaignId === screen.campaignId) ?? null;
}

const status = (contact: ListedContact, state: ConsoleState): string => place(contact, state)?.status ?? '–';
/** In the words of the guide: what an engine or an agent has was handed out. */
const statusWords = (contact: ListedContact, state: ConsoleState): string =>
  stateWords(status(contact, state)).replace('leased', 'handed out');
const progress = (contact: ListedContact, state: ConsoleState): string => place(contact, state)?.progress ?? '–';
const outcome = (contact: ListedContact, state: ConsoleState): string =>
  stateWords(place(contact, state)?.lastOutcome ?? '');
const reason = (contact: ListedContact, state: ConsoleState): string => stateWords(place(contact, state)?.reason ?? '');
const tries = (contact: ListedContact, state: ConsoleState): number => place(contact, state)?.attempts ?? 0;

function nextTry(contact: ListedContact, state: ConsoleState): string {
  const at = place(contact, state)?.nextAtMs ?? null;
  return at === null ? '' : `${new Date(at).toISOString().slice(5, 10)} ${timeOfDay(at, state.zone).slice(0, 5)}`;
}

const columns: readonly Column<ListedContact>[] = [
  {
    id: 'name',
    title: 'Name',
    letter: 'N',
    width: 14,
    good: 18,
    most: 32,
    priority: 0,
    cell: (contact) => span(contact.name, 'strong'),
    sortBy: (contact) => contact.name,
  },
  {
    id: 'number',
    title: 'Number',
    letter: 'U',
    width: 13,
    most: 16,
    priority: 0,
    cell: (contact) => span(contact.number),
    sortBy: (contact) => contact.number,
  },
  {
    id: 'status',
    title: 'Status',
    letter: 'S',
    width: 10,
    priority: 0,
    cell: (contact, state) => span(statusWords(contact, state), STATUS_TONES[status(contact, state)] ?? 'accent'),
    sortBy: status,
  },
  {
    id: 'progress',
    title: 'Progress',
    letter: 'P',
    width: 10,
    priority: 3,
    cell: (contact, state) => span(progress(contact, state)),
    sortBy: progress,
  },
  {
    id: 'tries',
    title: 'Tries',
    letter: 'T',
    width: 5,
    align: 'right',
    priority: 1,
    cell: (contact, state) => span(count(tries(contact, state)), tries(contact, state) === 0 ? 'dim' : 'plain'),
    sortBy: (contact, state) => -tries(contact, state),
  },
  {
    id: 'outcome',
    title: 'Last outcome',
    letter: 'L',
    width: 15,
    most: 18,
    priority: 2,
    cell: (contact, state) => span(outcome(contact, state)),
    sortBy: outcome,
  },
  {
    id: 'reason',
    title: 'Because',
    letter: 'B',
    width: 12,
    most: 30,
    priority: 4,
    cell: (contact, state) => span(reason(contact, state), 'dim'),
    sortBy: reason,
  },
  {
    id: 'next',
    title: 'Next try',
    letter: 'X',
    width: 11,
    priority: 5,
    cell: (contact, state) => span(nextTry(contact, state), 'dim'),
    sortBy: (contact, state) => place(contact, state)?.nextAtMs ?? Number.POSITIVE_INFINITY,
  },
];

export const CONTACTS_TABLE: TableSpec<ListedContact> = {
  name: 'contacts',
  one: 'contact',
  many: 'contacts',
  columns,
  rows: (state) => shownContacts(state)?.rows ?? [],
  id: (contact) => contact.contactId,
  text: (contact, state) =>
    [
      ...[contact.name, contact.number, ...contact.otherNumbers, contact.contactId, statusWords(contact, state)],
      ...[progress(contact, state), outcome(contact, state), reason(contact, state)],
    ].join(' '),
  fault: () => true,
  empty(state) {
    const contacts = shownContacts(state);
    if (contacts === null) return 'Asking the server…';
    const { only } = contacts.of;
    return only === null
      ? 'The list has no contact. `:import FILE` on the screen before brings some.'
      : `No contact of the list is ${stateWords(only)}. \`:contacts\` shows all.`;
  },
};
