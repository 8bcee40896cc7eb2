/** The agent's own routes: each is one command to the engine, answered with the view that came of it. */
import type { Command, InteractionId } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Handler, Handlers } from './types.ts';

type AgentRoutes =
  | 'agentView'
  | 'agentEvents'
  | 'agentLogIn'
  | 'agentLogOut'
  | 'agentReady'
  | 'agentNotReady'
  | 'agentReadyAfterWrapUp'
  | 'agentJoin'
  | 'agentLeave'
  | 'getRecord'
  | 'call'
  | 'decline'
  | 'redial'
  | 'redialLast'
  | 'accept'
  | 'reject'
  | 'hold'
  | 'resume'
  | 'hangUp'
  | 'leaveMessage'
  | 'wrapUp'
  | 'done';

type InHandCommand = Extract<
  Command['type'],
  `interaction.${'accept' | 'reject' | 'hold' | 'resume' | 'hang-up' | 'leave-message'}`
>;

export function agentHandlers({ desk, agentFeeds }: Services): Pick<Handlers, AgentRoutes> {
  const inHand =
    (type: InHandCommand): Handler<'accept'> =>
    ({ caller, params, body }) =>
      desk.act(caller, { type, agentId: caller.userId, interactionId: params.interactionId as InteractionId }, body);

  return {
    agentView: ({ caller }) => desk.view(caller),
    agentEvents: ({ caller, lastEventId }) => agentFeeds.subscribe(caller, lastEventId),
    agentLogIn: ({ caller, body }) => desk.logIn(caller, body.phone, body.phoneMode),
    agentLogOut: ({ caller, body }) =>
      desk.act(caller, { type: 'agent.log-out', agentId: caller.userId, by: 'agent' }, body),
    agentReady: ({ caller, body }) => desk.act(caller, { type: 'agent.ready', agentId: caller.userId }, body),
    agentNotReady: ({ caller, body }) =>
      desk.act(caller, { type: 'agent.not-ready', agentId: caller.userId, reason: body.reason, by: 'agent' }, body),
    agentReadyAfterWrapUp: ({ caller, body: { ready, ...asked } }) =>
      desk.act(caller, { type: 'agent.ready-after-wrap-up', agentId: caller.userId, ready }, asked),
    agentJoin: ({ caller, params, body }) => desk.join(caller, params.campaignId, body),
    agentLeave: ({ caller, params, body }) => desk.leave(caller, params.campaignId, body),
    getRecord: ({ caller, params, body }) => desk.getRecord(caller, params.campaignId, body),
    call: ({ caller, params, body }) => desk.call(caller, params.interactionId, 'interaction.call', body),
    redial: ({ caller, params, body }) => desk.call(caller, params.interactionId, 'interaction.redial', body),
    redialLast: ({ caller, body }) => desk.redialLast(caller, body),
    decline: ({ caller, params, body: { how, stop, ...asked } }) => {
      const interactionId = params.interactionId as InteractionId;
      return desk.act(caller, { type: 'interaction.decline', agentId: caller.userId, interactionId, how, stop }, asked);
    },
    accept: inHand('interaction.accept'),
    reject: inHand('interaction.reject'),
    hold: inHand('interaction.hold'),
    resume: inHand('interaction.resume'),
    hangUp: inHand('interaction.hang-up'),
    leaveMessage: inHand('interaction.leave-message'),
    wrapUp: ({ caller, params, body }) => desk.wrapUp(caller, params.interactionId, body),
    done: ({ caller, params, body }) => desk.done(caller, params.interactionId, body),
  };
}
