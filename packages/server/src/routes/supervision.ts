/** What supervisors see and do: agents, calls, the live stream, monitoring, and the emergency stop. */
import { type AgentId, type CallId, type Command, ProblemError, type RouteResponse } from '@outdial/shared';
import { mirroredPicture } from '../agents/mirrored-picture.ts';
import type { Services } from './handlers.ts';
import type { Caller, Handlers } from './types.ts';

type SupervisionRoutes =
  | 'agents'
  | 'pauseAgent'
  | 'resumeAgent'
  | 'logOutAgent'
  | 'calls'
  | 'hangUpCall'
  | 'live'
  | 'stopDialing'
  | 'resumeDialing';

type AgentPictureAnswer = RouteResponse<'agents'>[number];

export function supervisionHandlers(services: Services): Pick<Handlers, SupervisionRoutes> {
  const { bus, accounts, audit, desk, liveFeed, emergencyStop } = services;
  const done = { ok: true } as const;

  /** Everybody whose work is calls, and whoever else is at work; who is in no picture is as the mirror says. */
  async function agents(): Promise<AgentPictureAnswer[]> {
    const mirrors = bus.agents();
    const engine = bus.engine();
    const pictures = new Map((bus.picture()?.agents ?? []).map((picture) => [picture.agentId, picture]));
    const users = (await accounts.users()).filter(({ id, role }) => role === 'agent' || mirrors.has(id));
    return users.map(({ id, name }) => {
      const picture = pictures.get(id);
      if (picture !== undefined) return { ...picture, joined: [...picture.joined] };
      return mirroredPicture({ agentId: id, name, mirror: mirrors.get(id), engine });
    });
  }

  async function toAgent(
    caller: Caller,
    agentId: string,
    act: string,
    command: (agentId: AgentId) => Command,
    { expectedVersion, reason = '' }: { expectedVersion?: number | undefined; reason?: string },
  ): Promise<typeof done> {
    const user = await accounts.userById(agentId as AgentId).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'unknown-user') {
        throw new ProblemError('unknown-agent', `There is no agent ${agentId}.`);
      }
      throw error;
    });
    await desk.command(command(user.id), { expectedVersion });
    await audit.record(caller, act, user.username, reason);
    return done;
  }

  return {
    agents,
    pauseAgent: ({ caller, params, body }) =>
      toAgent(
        caller,
        params.agentId,
        'agent.pause',
        (agentId) => ({ type: 'agent.not-ready', agentId, reason: body.reason, by: 'supervisor' }),
        body,
      ),
    resumeAgent: ({ caller, params, body }) =>
      toAgent(caller, params.agentId, 'agent.resume', (agentId) => ({ type: 'agent.ready', agentId }), body),
    logOutAgent: ({ caller, params, body }) =>
      toAgent(
        caller,
        params.agentId,
        'agent.log-out',
        (agentId) => ({ type: 'agent.log-out', agentId, by: 'supervisor' }),
        body,
      ),
    calls() {
      if (bus.engine().state === 'lost') throw new ProblemError('engine-lost', 'Calls are known by the engine alone.');
      return (bus.picture()?.calls ?? []).map((call) => ({ ...call }));
    },
    async hangUpCall({ caller, params }) {
      await desk.command({ type: 'call.hang-up', callId: params.callId as CallId });
      await audit.record(caller, 'call.hang-up', params.callId);
      return done;
    },
    live: ({ caller, lastEventId }) => liveFeed.subscribe(caller, lastEventId),
    async stopDialing({ caller, body }) {
      await emergencyStop.stop(body);
      liveFeed.engine();
      await audit.record(caller, 'dialing.stop', 'everything', body.endCalls ? 'calls under way ended' : '');
      return done;
    },
    async resumeDialing({ caller }) {
      await emergencyStop.resume();
      liveFeed.engine();
      await audit.record(caller, 'dialing.resume', 'everything');
      return done;
    },
  };
}
