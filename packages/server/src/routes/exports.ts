/** Contacts and attempts as CSV, made a page at a time while they are sent. */
import type { AttemptId, CampaignId, ContactSelection, ListedContact, ListId } from '@outdial/shared';
import { ProblemError } from '@outdial/shared';
import { csvLine, csvTime } from '../lists/csv-line.ts';
import { CONTACT_COLUMNS, PLACE_COLUMNS } from '../lists/own-export.ts';
import type { Services } from './handlers.ts';
import type { HandlerInput, Handlers } from './types.ts';

const PAGE = 1_000;

const ATTEMPT_COLUMNS = [
  ...['attempt', 'campaign', 'contact', 'name', 'number', 'caller ID', 'agent', 'at', 'answered at', 'connected at'],
  ...['ended at', 'outcome', 'live end', 'ended by', 'talk s', 'wrap-up code', 'notes'],
];

const contactCells = (contact: ListedContact, campaignId: string | undefined, fields: readonly string[]) => {
  const place = contact.campaigns.find((one) => campaignId === undefined || one.campaignId === campaignId);
  return [
    ...[contact.contactId, contact.number, contact.otherNumbers.join(' '), contact.name, contact.country],
    ...[contact.timeZone, contact.priority],
    ...(place === undefined
      ? PLACE_COLUMNS.map(() => null)
      : [
          ...[place.campaignId, place.status, place.progress, place.attempts, place.lastOutcome],
          ...[csvTime(place.nextAtMs), place.reason],
        ]),
    ...fields.map((field) => (Object.hasOwn(contact.fields, field) ? (contact.fields[field] ?? null) : null)),
  ];
};

export function exportHandlers({ store, audit }: Services): Pick<Handlers, 'exportContacts' | 'exportAttempts'> {
  async function* contacts(select: ContactSelection, campaignId: string | undefined, fields: readonly string[]) {
    yield csvLine([...CONTACT_COLUMNS, ...PLACE_COLUMNS, ...fields]);
    for (let after: number | null = 0; after !== null; ) {
      const page: Awaited<ReturnType<typeof store.contactsStep>> = await store.contactsStep({
        select,
        after,
        limit: PAGE,
      });
      if (page.contacts.length > 0) {
        yield page.contacts.map((contact) => csvLine(contactCells(contact, campaignId, fields))).join('');
      }
      after = page.next;
    }
  }

  async function* attempts(query: HandlerInput<'exportAttempts'>['query']) {
    const { campaignId, outcome, sinceMs = 0, untilMs = Number.POSITIVE_INFINITY } = query;
    yield csvLine(ATTEMPT_COLUMNS);
    for (let after: AttemptId | undefined; ; ) {
      const page = await store.attempts({
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
        ...(campaignId === undefined ? {} : { campaignId: campaignId as CampaignId }),
      });
      const wanted = page.filter(
        (one) =>
          one.intentAtMs >= sinceMs && one.intentAtMs < untilMs && (outcome === undefined || one.outcome === outcome),
      );
      const lines = wanted.map((one) =>
        csvLine([
          ...[one.attemptId, one.campaignId, one.contactId, one.contactName, one.number, one.callerId, one.agentId],
          ...[csvTime(one.intentAtMs), csvTime(one.answeredAtMs), csvTime(one.connectedAtMs), csvTime(one.endedAtMs)],
          ...[one.outcome, one.liveEnd, one.endedBy, one.talkMs === null ? null : Math.round(one.talkMs / 1_000)],
          ...[one.wrapUpCode, one.notes],
        ]),
      );
      if (lines.length > 0) yield lines.join('');
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined || last.intentAtMs < sinceMs) return;
      after = last.attemptId as AttemptId;
    }
  }

  return {
    async exportContacts({ caller, params, query }) {
      const list = await store.listById(params.listId as ListId);
      if (list === null) throw new ProblemError('unknown-list', `There is no call list ${params.listId}.`);
      await audit.record(caller, 'contacts.export', list.id, list.name);
      const select = { listId: list.id, ...query } as ContactSelection;
      return contacts(select, query.campaignId, await store.listFields(list.id));
    },
    async exportAttempts({ caller, query }) {
      await audit.record(caller, 'attempts.export', query.campaignId ?? 'every campaign');
      return attempts(query);
    },
  };
}
