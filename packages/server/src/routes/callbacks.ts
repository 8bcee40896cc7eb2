/** Callbacks: the agent's own, requests from outside, and what supervisors do with them. */
import { type AgentId, type CampaignId, ProblemError, roleIncludes } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Caller, Handlers } from './types.ts';

type CallbackRoutes =
  | 'scheduleCallback'
  | 'cancelCallback'
  | 'myCallbacks'
  | 'requestCallback'
  | 'callbacks'
  | 'changeCallback'
  | 'cancelCallbackById';

export function callbackHandlers(services: Services): Pick<Handlers, CallbackRoutes> {
  const { store, clock, desk, callbacks, catalog, audit } = services;

  /** Agents ask in campaigns that they work on, and in callback campaigns. */
  function mayAsk(caller: Caller, campaignId: string): void {
    if (roleIncludes(caller.role, 'supervisor')) return;
    const { kind, agentIds, name } = catalog.campaign(campaignId);
    if (kind === 'callback' || agentIds.includes(caller.userId)) return;
    throw new ProblemError('agent-not-assigned', `You are not assigned to ${name}, which is no callback campaign.`);
  }

  return {
    scheduleCallback: ({ caller, params, body }) => desk.scheduleCallback(caller, params.interactionId, body),
    cancelCallback: ({ caller, params }) => desk.cancelCallback(caller, params.interactionId),
    async myCallbacks({ caller }) {
      const asked = { agentId: caller.userId, state: 'open', limit: 200, nowMs: clock.nowMs() } as const;
      return (await store.callbacks(asked)).map((callback) => callbacks.told(callback));
    },
    async requestCallback({ caller, body }) {
      mayAsk(caller, body.campaignId);
      const callback = await callbacks.request(caller.username, body);
      await audit.record(caller, 'callback.request', callback.callbackId, callback.campaignName);
      return callback;
    },
    async callbacks({ query: { campaignId, agentId, state, overdue, forSupervisors, limit } }) {
      const found = await store.callbacks({
        limit,
        nowMs: clock.nowMs(),
        state,
        ...(campaignId === undefined ? {} : { campaignId: campaignId as CampaignId }),
        ...(agentId === undefined ? {} : { agentId: agentId as AgentId }),
        ...(forSupervisors === undefined ? {} : { forSupervisors: true }),
        ...(overdue === undefined ? {} : { overdue: overdue === 'yes' }),
      });
      return found.map((callback) => callbacks.told(callback));
    },
    async changeCallback({ caller, params, body }) {
      const callback = await callbacks.change(params.callbackId, body);
      const detail = Object.keys(body).join(', ');
      await audit.record(caller, 'callback.change', callback.callbackId, detail);
      return callback;
    },
    async cancelCallbackById({ caller, params }) {
      const cancelled = await store.cancelCallback({ callbackId: params.callbackId, nowMs: clock.nowMs() });
      await audit.record(caller, 'callback.cancel', cancelled.callbackId);
      return callbacks.told(cancelled);
    },
  };
}
