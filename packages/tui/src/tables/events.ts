/** The audit: every act with its actor, newest first. */
import type { AuditEntry } from '../client/parse.ts';
import { agentOf, type ConsoleState, callOf, campaignName } from '../model/state.ts';
import { span } from '../theme/span.ts';
import type { Column, TableSpec } from './column.ts';
import { timeColumn } from './common-columns.ts';

const LONG_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/;

/** The name of what was acted on, where the picture knows it; of an id that it does not know, the end. */
export function subjectWords({ subject }: AuditEntry, state: ConsoleState): string {
  const name = campaignName(state, subject);
  if (name !== subject) return name;
  const known = agentOf(state, subject)?.name ?? callOf(state, subject)?.contactName;
  return known ?? (LONG_ID.test(subject) ? `…${subject.slice(-8)}` : subject);
}

/** What more there is to say: a detail that is the subject's name says nothing new. */
export const detailWords = (entry: AuditEntry, state: ConsoleState): string =>
  entry.detail === subjectWords(entry, state) ? '' : entry.detail;

const columns: readonly Column<AuditEntry>[] = [
  timeColumn(),
  {
    id: 'actor',
    title: 'Actor',
    letter: 'A',
    width: 10,
    most: 24,
    priority: 0,
    cell: (entry) => span(entry.actor, 'strong'),
    sortBy: (entry) => entry.actor,
  },
  {
    id: 'act',
    title: 'Act',
    letter: 'C',
    width: 16,
    most: 28,
    priority: 0,
    cell: (entry) => span(entry.act, 'accent'),
    sortBy: (entry) => entry.act,
  },
  {
    id: 'subject',
    title: 'Subject',
    letter: 'S',
    width: 14,
    most: 40,
    priority: 1,
    cell: (entry, state) => span(subjectWords(entry, state)),
    sortBy: subjectWords,
  },
  {
    id: 'detail',
    title: 'Detail',
    letter: 'D',
    width: 20,
    most: 120,
    priority: 2,
    cell: (entry, state) => span(detailWords(entry, state)),
    sortBy: detailWords,
  },
];

export const EVENTS_TABLE: TableSpec<AuditEntry> = {
  name: 'events',
  one: 'event',
  many: 'events',
  columns,
  rows: (state) => state.audit,
  id: (entry) => String(entry.id),
  text: (entry, state) => `${entry.actor} ${entry.act} ${entry.subject} ${subjectWords(entry, state)} ${entry.detail}`,
  fault: () => true,
  empty: () => 'Nothing was done yet. Acts of supervisors, agents and the system appear here.',
};
