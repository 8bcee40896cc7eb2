/** GT-4: calls that nobody took, of all campaigns or of one, to be called back. */
import type { MissedCall } from '@outdial/shared';
import { duration } from '../model/format.ts';
import { type ConsoleState, campaignName, serverNowMs } from '../model/state.ts';
import { span } from '../theme/span.ts';
import type { Column, TableSpec } from './column.ts';
import { timeColumn } from './common-columns.ts';

const numberOf = (call: MissedCall): string => call.number ?? 'hidden';

const campaignWords = (call: MissedCall, state: ConsoleState): string =>
  call.campaignId === null ? 'none' : campaignName(state, call.campaignId);

const stateWords = (call: MissedCall): string => (call.state === 'added' ? 'on a list' : 'open');

const columns: readonly Column<MissedCall>[] = [
  timeColumn(),
  {
    id: 'ago',
    title: 'Ago',
    letter: 'A',
    width: 8,
    align: 'right',
    priority: 3,
    cell: (call, state) => span(duration(serverNowMs(state) - call.atMs)),
    sortBy: (call) => call.atMs,
  },
  {
    id: 'number',
    title: 'Number',
    letter: 'N',
    width: 16,
    priority: 0,
    cell: (call) => span(numberOf(call), call.number === null ? 'dim' : 'strong'),
    sortBy: numberOf,
  },
  {
    id: 'campaign',
    title: 'Campaign',
    letter: 'C',
    width: 16,
    most: 34,
    priority: 1,
    cell: (call, state) => span(campaignWords(call, state), call.campaignId === null ? 'dim' : 'plain'),
    sortBy: campaignWords,
  },
  {
    id: 'state',
    title: 'State',
    letter: 'S',
    width: 9,
    priority: 0,
    cell: (call) => span(stateWords(call), call.state === 'open' ? 'warn' : 'ok'),
    sortBy: stateWords,
  },
  {
    id: 'called',
    title: 'Called',
    letter: 'L',
    width: 13,
    most: 16,
    priority: 4,
    cell: (call) => span(call.calledNumber ?? '–', 'dim'),
    sortBy: (call) => call.calledNumber ?? '',
  },
  {
    id: 'source',
    title: 'Told by',
    letter: 'B',
    width: 8,
    most: 20,
    priority: 5,
    cell: (call) => span(call.source, 'dim'),
    sortBy: (call) => call.source,
  },
  {
    id: 'detail',
    title: 'Detail',
    letter: 'D',
    width: 16,
    most: 80,
    priority: 2,
    cell: (call) => span(call.detail),
    sortBy: (call) => call.detail,
  },
];

export const missedOf = (state: ConsoleState, campaignId: string | null): readonly MissedCall[] =>
  campaignId === null ? state.missed : state.missed.filter((call) => call.campaignId === campaignId);

export const MISSED_TABLE: TableSpec<MissedCall> = {
  name: 'missed',
  one: 'missed call',
  many: 'missed calls',
  columns,
  rows: (state) => missedOf(state, state.ui.screen.name === 'missed' ? state.ui.screen.campaignId : null),
  id: (call) => call.id,
  text: (call, state) =>
    `${numberOf(call)} ${campaignWords(call, state)} ${stateWords(call)} ${call.calledNumber ?? ''} ${call.source} ${call.detail}`,
  fault: () => true,
  empty: () => "No call was missed. Calls to a campaign's number that no agent took appear here.",
};
