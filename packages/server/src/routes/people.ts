/** One number or person: look-up, do-not-call, and the consent ledger. */
import { type CampaignId, type E164, ProblemError } from '@outdial/shared';
import { anyNumber } from '../lists/any-number.ts';
import { consentRows } from '../lists/consents-file.ts';
import { doNotCallRows } from '../lists/do-not-call-file.ts';
import { readFile } from '../lists/read-file.ts';
import type { Services } from './handlers.ts';
import { masked } from './persons.ts';
import type { Handlers } from './types.ts';

type PeopleRoutes =
  | 'lookUpNumber'
  | 'doNotCall'
  | 'addDoNotCall'
  | 'importDoNotCall'
  | 'removeDoNotCall'
  | 'consents'
  | 'addConsent'
  | 'importConsents'
  | 'withdrawConsent';

const fileOptions = ({
  country,
  column,
  headings,
}: {
  country?: string | undefined;
  column?: string | undefined;
  headings: 'yes' | 'no' | 'auto';
}) => ({
  country: country ?? 'FR',
  headings,
  ...(column === undefined ? {} : { column }),
});

const wrong = (field: string, message: string): ProblemError =>
  new ProblemError('malformed-body', `${field}: ${message}.`, { errors: [{ field, message }] });

export function peopleHandlers(services: Services): Pick<Handlers, PeopleRoutes> {
  const { store, audit, clock, catalog, restockAll } = services;
  const campaignOf = (campaignId: string | null | undefined): CampaignId | null =>
    campaignId == null ? null : catalog.campaign(campaignId).id;

  return {
    async lookUpNumber({ query }) {
      const number = anyNumber(query.number, query.country);
      const nowMs = clock.nowMs();
      const [found, doNotCall, consents] = await Promise.all([
        store.lookUp({ number, nowMs }),
        store.doNotCallOf(number),
        store.consentsOf(number),
      ]);
      return { number, atMs: nowMs, doNotCall, consents, ...found };
    },

    doNotCall({ query: { limit, after, number, campaignId } }) {
      if (number !== undefined) return store.doNotCallOf(anyNumber(number));
      const campaign = campaignOf(campaignId);
      return store.doNotCallPage({
        limit,
        ...(after === undefined ? {} : { after }),
        ...(campaign === null ? {} : { campaignId: campaign }),
      });
    },
    async addDoNotCall({ caller, body }) {
      const number = anyNumber(body.number, body.country);
      const entry = { number, campaignId: campaignOf(body.campaignId), reason: body.reason, atMs: clock.nowMs() };
      await store.addDoNotCall([entry]);
      await audit.record(caller, 'do-not-call.add', masked(number), body.reason);
      return entry;
    },
    async importDoNotCall({ caller, query, text }) {
      const campaignId = campaignOf(query.campaignId);
      const entry = { campaignId, reason: query.reason, atMs: clock.nowMs() };
      const rows = doNotCallRows(entry, (entries) => store.addDoNotCall(entries));
      const { report } = await readFile(text, fileOptions(query), rows);
      const { accepted, duplicates, refusedTotal } = report;
      const told = `${accepted} added, ${duplicates} there already, ${refusedTotal} refused`;
      await audit.record(caller, 'do-not-call.import', campaignId ?? 'every campaign', told);
      return report;
    },
    async removeDoNotCall({ caller, query }) {
      const number = query.number as E164;
      const removed = await store.removeDoNotCall({ number, campaignId: campaignOf(query.campaignId) });
      await audit.record(
        caller,
        'do-not-call.remove',
        masked(number),
        removed ? query.reason : `${query.reason} (it was not on the list)`,
      );
      return { ok: true };
    },

    consents: ({ query }) => store.consentsOf(anyNumber(query.number, query.country)),
    async addConsent({ caller, body }) {
      const { use, givenAtMs, expiresAtMs, proof } = body;
      const number = anyNumber(body.number, body.country);
      const nowMs = clock.nowMs();
      if (givenAtMs > nowMs) throw wrong('givenAtMs', 'it lies in the future');
      if (expiresAtMs !== null && expiresAtMs <= givenAtMs) throw wrong('expiresAtMs', 'it ends before it begins');
      await store.addConsents([{ number, use, givenAtMs, expiresAtMs, proof, recordedAtMs: nowMs }]);
      await audit.record(caller, 'consent.add', masked(number), use);
      restockAll();
      return store.consentsOf(number);
    },
    async importConsents({ caller, query, text }) {
      const all = { use: query.use, proof: query.proof ?? null, recordedAtMs: clock.nowMs() };
      const rows = consentRows(all, (consents) => store.addConsents(consents));
      const { report } = await readFile(text, fileOptions(query), rows);
      await audit.record(
        caller,
        'consent.import',
        query.use,
        `${report.accepted} recorded, ${report.refusedTotal} refused`,
      );
      restockAll();
      return report;
    },
    async withdrawConsent({ caller, body }) {
      const number = anyNumber(body.number, body.country);
      const withdrawn = await store.withdrawConsents({ number, use: body.use, atMs: clock.nowMs() });
      await audit.record(caller, 'consent.withdraw', masked(number), body.use ?? 'every use');
      return { withdrawn };
    },
  };
}
