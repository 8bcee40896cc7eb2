/**
 * What an agent is given back after the engine was lost (DESIGN, decision 3): idle goes on, a call that outlived the engine
 * goes on, one that is gone goes to wrap-up, what was asked for meanwhile is honoured; nobody is stuck.
 */
import type {
  AgentMirror,
  AgentSeat,
  CallId,
  Command,
  InteractionPicture,
  LeftCall,
  ResumedCall,
} from '@outdial/shared';

export type Restore = Extract<Command, { type: 'agent.log-in' }>;

/** A call that outlived the engine, as the new one found it and as the store has it. */
export interface GoesOn {
  readonly left: LeftCall;
  readonly call: ResumedCall;
}

/** During a consultation the contact is on hold; whoever was consulted is let go with the engine. */
const WITH_CONTACT: ReadonlySet<AgentMirror['presence']['kind']> = new Set([
  ...(['connecting', 'talking', 'held', 'consulting'] as const),
]);

/** The call that an agent had in hand, where it is among those that are still up; undefined where it is not. */
export function leftInHand({ interaction, presence }: AgentMirror, left: readonly LeftCall[]): LeftCall | undefined {
  const { kind } = presence;
  if (interaction === null || !WITH_CONTACT.has(kind)) return undefined;
  const found = left.find(({ attemptId, callId }) => {
    return attemptId === interaction.attemptId && callId === interaction.callId;
  });
  // Who was being joined and is alone was not joined.
  return kind === 'connecting' && found?.agentId === null ? undefined : found;
}

/** A call that came in is no attempt: by its own id is told what it was wrapped up as. */
function wrappedUpCall({ callId, direction }: InteractionPicture): CallId | null {
  return direction === 'inbound' ? callId : null;
}

/** Null: the agent is not at work. */
export function restoreOf(seat: AgentSeat, mirror: AgentMirror | null, goesOn: readonly GoesOn[] = []): Restore | null {
  if (mirror === null) return null;
  const back = restored(seat, mirror, goesOn);
  const { readyAfterWrapUp } = mirror;
  // OUT-5: a standing choice outlives the engine that heard it.
  if (back === null || readyAfterWrapUp === undefined) return back;
  return { ...back, seat: { ...seat, readyAfterWrapUp } };
}

function restored(seat: AgentSeat, mirror: AgentMirror, goesOn: readonly GoesOn[]): Restore | null {
  const { presence, joined, interaction } = mirror;
  const notReady = (reason: string): Restore => ({ type: 'agent.log-in', seat, joined, restore: 'not-ready', reason });
  const mine = leftInHand(
    mirror,
    goesOn.map(({ left }) => left),
  );
  const call = goesOn.find(({ left }) => left === mine)?.call;
  if (mine !== undefined && call !== undefined && 'after' in presence) {
    const restore = mine.agentId === null ? 'held' : 'talking';
    return { type: 'agent.log-in', seat, joined, restore, after: presence.after, interaction, call };
  }
  const ready: Restore = { type: 'agent.log-in', seat, joined, restore: 'ready' };
  switch (presence.kind) {
    case 'logged-out':
      return null;
    case 'not-ready':
      return notReady(presence.reason);
    case 'ready':
      return ready;
    case 'reserved':
    case 'offered':
    case 'connecting':
      if (presence.after.kind === 'logged-out') return null;
      return presence.after.kind === 'ready' ? ready : notReady(presence.after.reason);
    case 'talking':
    case 'held':
    case 'consulting':
    case 'wrap-up':
      if (interaction === null) return notReady('work in hand was lost');
      return {
        type: 'agent.log-in',
        seat,
        joined,
        restore: 'wrap-up',
        after: presence.after,
        interaction: { ...interaction, state: 'wrap-up', callId: wrappedUpCall(interaction) },
      };
  }
}
