/** The agent's controls of a call in hand (BP-8): mute, keys, recording, transfers. */
import type { InteractionControl, InteractionId } from '@outdial/shared';
import { transferTarget } from '../agents/transfer-target.ts';
import type { Services } from './handlers.ts';
import type { Caller, Handler, Handlers } from './types.ts';

type ControlRoutes =
  | 'mute'
  | 'sendDigits'
  | 'recordInteraction'
  | 'transfer'
  | 'consult'
  | 'completeTransfer'
  | 'returnToContact'
  | 'colleagues';

export function callControlHandlers(services: Services): Pick<Handlers, ControlRoutes> {
  const { desk, audit, bus, accounts, catalog } = services;
  const of = (caller: Caller, interactionId: string) => ({
    agentId: caller.userId,
    interactionId: interactionId as InteractionId,
  });

  const inHand = (caller: Caller) => bus.agents().get(caller.userId)?.interaction ?? null;

  /** Every handing over is audited; the number stands with the attempt, and in no log. */
  const handOver =
    (type: 'interaction.transfer' | 'interaction.consult'): Handler<'transfer'> =>
    async ({ caller, params, body }) => {
      const picture = inHand(caller);
      const campaign = catalog.current().campaigns.find(({ id }) => id === picture?.campaignId) ?? null;
      const to = await transferTarget(services, body, campaign);
      const view = await desk.act(caller, { type, to, ...of(caller, params.interactionId) }, body);
      const how = type === 'interaction.transfer' ? 'call.transfer' : 'call.consult';
      const whom = to.kind === 'agent' ? `agent ${to.agentId}` : 'a number outside';
      await audit.record(caller, how, picture?.callId ?? params.interactionId, `to ${whom}`);
      return view;
    };

  const act =
    (type: Extract<InteractionControl['type'], 'interaction.return'>): Handler<'returnToContact'> =>
    ({ caller, params, body }) =>
      desk.act(caller, { type, ...of(caller, params.interactionId) }, body);

  return {
    mute: ({ caller, params, body }) =>
      desk.act(caller, { type: 'interaction.mute', muted: body.muted, ...of(caller, params.interactionId) }, body),
    sendDigits: ({ caller, params, body }) =>
      desk.act(caller, { type: 'interaction.dtmf', digits: body.digits, ...of(caller, params.interactionId) }, body),
    async recordInteraction({ caller, params, body }) {
      const callId = inHand(caller)?.callId ?? params.interactionId;
      const command = { type: 'interaction.record', on: body.on, ...of(caller, params.interactionId) } as const;
      const view = await desk.act(caller, command, body);
      await audit.record(caller, body.on ? 'call.record' : 'call.stop-recording', callId);
      return view;
    },
    transfer: handOver('interaction.transfer'),
    consult: handOver('interaction.consult'),
    async completeTransfer({ caller, params, body }) {
      const picture = inHand(caller);
      const command = { type: 'interaction.complete-transfer', ...of(caller, params.interactionId) } as const;
      const view = await desk.act(caller, command, body);
      await audit.record(caller, 'call.transfer', picture?.callId ?? params.interactionId, 'after a consultation');
      return view;
    },
    returnToContact: act('interaction.return'),
    async colleagues({ caller }) {
      const mirrors = bus.agents();
      return (await accounts.users()).flatMap(({ id, name }) => {
        const mirror = mirrors.get(id);
        if (id === caller.userId || mirror === undefined || mirror.presence.kind === 'logged-out') return [];
        const { kind } = mirror.presence;
        const hasPhone = mirror.phone === undefined || mirror.phone.state === 'up';
        return [{ agentId: id, name, available: kind === 'ready' && hasPhone, state: kind }];
      });
    },
  };
}
