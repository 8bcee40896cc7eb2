/** What agents see and add beside the call: case information (GW-11) and the figures of their day (OUT-4). */
import type { ContactId } from '@outdial/shared';
import { agentDay } from '../agents/agent-day.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type WorkRoutes = 'addCaseEntry' | 'caseHistory' | 'agentDay';

export const workHandlers = (services: Services): Pick<Handlers, WorkRoutes> => {
  const { store, clock, desk, book, bus } = services;
  return {
    async addCaseEntry({ caller, params, body }) {
      const { interactionId, campaignId, contactId, attemptId } = desk.inHand(caller, params.interactionId);
      const worked = { interactionId, campaignId, contactId, attemptId, agentId: caller.userId, nowMs: clock.nowMs() };
      await store.addCaseEntry({ ...worked, ...body });
      await book.renew(caller.userId);
      return desk.view(caller);
    },
    caseHistory: ({ params }) => store.caseEntries(params.contactId as ContactId),
    async agentDay({ caller }) {
      const nowMs = clock.nowMs();
      const held = await store.callbacks({ agentId: caller.userId, state: 'open', limit: 200, nowMs });
      const callbacksDue = held.filter(({ dueAtMs }) => dueAtMs <= nowMs).length;
      return { ...agentDay(caller.userId, bus.picture(), bus.agents().get(caller.userId)), callbacksDue };
    },
  };
};
