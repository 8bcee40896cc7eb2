/** GT-3: the call lists of one campaign, counted. */
import type { CampaignList } from '@outdial/shared';
import { count } from '../model/format.ts';
import { span, type Tone } from '../theme/span.ts';
import type { Column, TableSpec } from './column.ts';

type Figure = 'total' | 'callable' | 'blocked' | 'inHand' | 'processed' | 'unfinished' | 'untried';

const figure = (
  id: Figure,
  title: string,
  letter: string,
  priority: number,
  tone: Tone = 'plain',
): Column<CampaignList> => ({
  id,
  title,
  letter,
  width: Math.max(9, title.length),
  align: 'right',
  priority,
  cell: (list) => span(count(list[id]), list[id] === 0 ? 'dim' : tone),
  sortBy: (list) => -list[id],
});

const columns: readonly Column<CampaignList>[] = [
  {
    id: 'name',
    title: 'List',
    letter: 'L',
    width: 14,
    good: 16,
    most: 40,
    priority: 0,
    cell: (list) => span(list.name, 'strong'),
    sortBy: (list) => list.name,
  },
  figure('total', 'Contacts', 'C', 0),
  figure('callable', 'Callable', 'A', 0, 'ok'),
  figure('blocked', 'Blocked', 'B', 0, 'warn'),
  figure('inHand', 'In hand', 'H', 3),
  figure('processed', 'Processed', 'P', 1),
  figure('unfinished', 'Unfinished', 'U', 1),
  figure('untried', 'Untried', 'T', 2),
  {
    id: 'why',
    title: 'Blocked by',
    width: 20,
    good: 32,
    most: 80,
    priority: 4,
    cell: (list) =>
      span(
        list.blockedBy.map(({ reason, contacts }) => `${count(contacts)} ${reason.replaceAll('-', ' ')}`).join(', '),
        'dim',
      ),
  },
];

export const LISTS_TABLE: TableSpec<CampaignList> = {
  name: 'lists',
  one: 'list',
  many: 'lists',
  columns,
  rows: ({ ui, lists }) => (ui.screen.name === 'lists' ? (lists.get(ui.screen.campaignId) ?? []) : []),
  id: (list) => list.listId,
  text: (list) => `${list.name} ${list.blockedBy.map(({ reason }) => reason).join(' ')}`,
  fault: (list) => list.callable === 0,
  empty: ({ ui, lists }) =>
    ui.screen.name === 'lists' && !lists.has(ui.screen.campaignId)
      ? 'Counting…'
      : 'This campaign has no call list. A campaign manager gives it one.',
};
