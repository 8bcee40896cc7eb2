/** GT-4: missed calls, from the carrier or told by other systems, and the way from there into a call list. */
import { type Campaign, type CampaignId, type ListId, type MissedCall, ProblemError } from '@outdial/shared';
import { isCountry, readPhone } from '../lists/phone.ts';
import type { NewContact, StoredList } from '../store/port.ts';
import { requestListOf } from '../store/request-list.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type MissedCallRoutes = 'missedCalls' | 'reportMissedCall' | 'addMissedCalls';

interface Added {
  readonly listId: ListId;
  /** Of the list, or of the campaign that calls them back. */
  readonly name: string;
  readonly added: number;
  readonly duplicates: number;
}

export function missedCallHandlers(services: Services): Pick<Handlers, MissedCallRoutes> {
  const { store, audit, catalog, clock, callbacks, restock } = services;

  /** Throws `invalid-number`. */
  function numberOf(text: string, country: string) {
    const known = isCountry(country.toUpperCase()) ? country.toUpperCase() : 'FR';
    const read = readPhone(text, known as Parameters<typeof readPhone>[1]);
    if (!read.ok) throw new ProblemError('invalid-number', `${text}: ${read.reason}.`);
    return read.number;
  }

  /** The list named, or the first of the campaign's. */
  async function listOf(body: { listId?: ListId | undefined; campaignId?: CampaignId | undefined }) {
    const listId =
      body.listId ?? (body.campaignId === undefined ? undefined : catalog.campaign(body.campaignId).listIds[0]);
    const list = listId === undefined ? null : await store.listById(listId);
    if (list !== null) return list;
    throw new ProblemError(
      'unknown-list',
      listId === undefined
        ? 'The campaign has no call list to add them to: name one (listId), or give the campaign one.'
        : `There is no call list ${listId}.`,
    );
  }

  const countryOf = ({ campaignId }: MissedCall): string =>
    catalog.current().campaigns.find(({ id }) => id === campaignId)?.country ?? 'FR';

  /** GCC-0: a callback campaign has no lists; each missed call is a request to be called back, one a person. */
  async function askCallbacks(campaign: Campaign, calls: readonly MissedCall[], by: string): Promise<Added> {
    const beganAtMs = clock.nowMs();
    const made = new Set<string>();
    let duplicates = 0;
    for (const { id, number, atMs } of calls) {
      if (number === null) continue;
      const body = { campaignId: campaign.id, number, name: '', fields: missedFields(atMs), notes: '' };
      const request = { ...body, idempotencyKey: `missed call ${id}` };
      const { callbackId, createdAtMs } = await callbacks.request(by, request, 'missed-call');
      if (createdAtMs < beganAtMs || made.has(callbackId)) duplicates += 1;
      else made.add(callbackId);
    }
    return { listId: requestListOf(campaign.id), name: campaign.name, added: made.size, duplicates };
  }

  async function addToList(list: StoredList, calls: readonly MissedCall[]): Promise<Added> {
    const contacts = calls.flatMap((call) => contactOf(call, countryOf(call)));
    return { listId: list.id, name: list.name, ...(await store.addContacts({ listId: list.id, contacts })) };
  }

  return {
    missedCalls: ({ query: { limit, after, campaignId, state } }) =>
      store.missedCalls({
        limit,
        ...(after === undefined ? {} : { after }),
        ...(campaignId === undefined ? {} : { campaignId: campaignId as CampaignId }),
        ...(state === undefined ? {} : { state }),
      }),

    async reportMissedCall({ caller, body }) {
      const campaign = body.campaignId === undefined ? null : catalog.campaign(body.campaignId);
      const country = body.country ?? campaign?.country ?? 'FR';
      const known = await store.missedCallsById([body.id]);
      const stored = await store.reportMissedCall({
        id: body.id,
        number: numberOf(body.number, country),
        calledNumber: body.calledNumber === undefined ? null : numberOf(body.calledNumber, country),
        campaignId: campaign?.id ?? null,
        atMs: body.atMs,
        source: body.source,
      });
      if (known.length === 0) await audit.record(caller, 'missed-call.report', body.id, body.source);
      return stored;
    },

    async addMissedCalls({ caller, body }) {
      const campaign = body.campaignId === undefined ? null : catalog.campaign(body.campaignId);
      const ids = [...new Set(body.ids)];
      const calls = await store.missedCallsById(ids);
      const found = new Set(calls.map(({ id }) => id));
      const { listId, name, added, duplicates } =
        campaign?.kind === 'callback'
          ? await askCallbacks(campaign, calls, caller.username)
          : await addToList(await listOf(body), calls);
      await store.markMissedCalls({ ids: calls.filter(({ number }) => number !== null).map(({ id }) => id), listId });
      restock(listId);
      await audit.record(caller, 'missed-call.add', listId, `${name}: ${added} added, ${duplicates} there already`);
      return { listId, added, duplicates, unknown: ids.filter((id) => !found.has(id)) };
    },
  };
}

/** Whoever hid their number cannot be called back. */
function contactOf({ number, atMs }: MissedCall, country: string): NewContact[] {
  if (number === null) return [];
  const who = { number: number as NewContact['number'], name: '', country, timeZone: null, priority: 0 };
  return [{ ...who, fields: missedFields(atMs) }];
}

const missedFields = (atMs: number): Record<string, string> => ({ 'missed call': new Date(atMs).toISOString() });
