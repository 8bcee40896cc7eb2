/** What happened: attempts, their figures, and the audit trail. */
import { type AttemptId, type CampaignId, type ContactId, ProblemError } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

function entryNumber(after: string): number {
  const number = Number(after);
  if (Number.isInteger(number) && number > 0) return number;
  const errors = [{ field: 'after', message: "the number of an entry (the last one's `id`)" }];
  throw new ProblemError('malformed-parameter', `after: ${after} is no entry.`, { errors });
}

export const recordHandlers = ({ store, summary }: Services): Pick<Handlers, 'attempts' | 'summary' | 'audit'> => ({
  attempts: ({ query: { limit, after, campaignId, contactId, state, liveEnd } }) =>
    store.attempts({
      limit,
      ...(after === undefined ? {} : { after: after as AttemptId }),
      ...(campaignId === undefined ? {} : { campaignId: campaignId as CampaignId }),
      ...(contactId === undefined ? {} : { contactId: contactId as ContactId }),
      ...(state === undefined ? {} : { state }),
      ...(liveEnd === undefined ? {} : { liveEnd }),
    }),
  summary: ({ query }) => summary(query.sinceMs),
  audit: ({ query: { limit, after } }) =>
    store.audit({ limit, ...(after === undefined ? {} : { after: entryNumber(after) }) }),
});
