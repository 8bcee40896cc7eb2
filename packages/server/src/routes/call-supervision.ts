/** A supervisor's own phone, logging agents in, monitoring, and recording on demand (GT-8). */
import { type AgentId, type CallId, ProblemError } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type SupervisionRoutes = 'setMyPhone' | 'logInAgent' | 'monitorCall' | 'setMonitorMode' | 'recordCall';

export function callSupervisionHandlers(services: Services): Pick<Handlers, SupervisionRoutes> {
  const { desk, audit, store, accounts, catalog, monitoring } = services;
  const done = { ok: true } as const;

  return {
    async setMyPhone({ caller, body }) {
      await store.saveSeat({ agentId: caller.userId, name: caller.name, phone: body.phone });
      await audit.record(caller, 'user.phone', caller.username);
      return done;
    },

    async logInAgent({ caller, params, body }) {
      const user = (await accounts.users()).find(({ id }) => id === params.agentId);
      if (user === undefined) throw new ProblemError('unknown-agent', `There is no agent ${params.agentId}.`);
      const campaign = body.campaignId === undefined ? null : catalog.campaign(body.campaignId);
      if (campaign !== null && !campaign.agentIds.includes(user.id)) {
        throw new ProblemError('agent-not-assigned', `${user.name} is not assigned to ${campaign.name}.`);
      }
      const agentId: AgentId = user.id;
      await desk.logInOther({ userId: agentId, name: user.name }, body, campaign?.id ?? null);
      await audit.record(caller, 'agent.log-in', user.username, campaign === null ? '' : campaign.name);
      return done;
    },

    async monitorCall({ caller, params, query }) {
      const callId = params.callId as CallId;
      const outbox = await monitoring.open(caller, callId, query);
      await audit.record(caller, 'call.monitor', callId, query.meterOnly === 'yes' ? 'meter alone' : query.mode);
      return outbox;
    },

    async setMonitorMode({ caller, params, body }) {
      const callId = await monitoring.setMode(caller, params.monitorId, body.mode);
      await audit.record(caller, `call.${body.mode}`, callId);
      return done;
    },

    async recordCall({ caller, params, body }) {
      await desk.command({ type: 'call.record', callId: params.callId as CallId, on: body.on });
      await audit.record(caller, body.on ? 'call.record' : 'call.stop-recording', params.callId);
      return done;
    },
  };
}
