/**
 * What an agent is given back after the engine was lost (DESIGN, decision 3): idle goes on, a call that outlived the engine
 * goes on, one that is gone goes to wrap-up, a record that they were reading is in their hand again, what was asked for
 * meanwhile is honoured; nobody is stuck.
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
import type { KeptRecord, Reading } from '../store/port.ts';

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

/**
 * The record that an agent has in hand before any call: pushed, read, or about to be dialed. Whether it still is theirs the
 * store knows. Who was about to log out lets go of it.
 */
export function readingOf({ agentId, interaction, presence }: AgentMirror): Reading | undefined {
  const { kind } = presence;
  if (interaction === null || (kind !== 'offered' && kind !== 'reserved' && kind !== 'connecting')) return undefined;
  if (presence.after.kind === 'logged-out') return undefined;
  const { campaignId, contactId } = interaction;
  return { agentId, campaignId, contactId };
}

/** What goes on of what the earlier engine had under way. */
export interface GoingOn {
  readonly goesOn?: readonly GoesOn[];
  readonly kept?: readonly KeptRecord[];
}

/** Null: the agent is not at work. */
export function restoreOf(seat: AgentSeat, mirror: AgentMirror | null, goingOn: GoingOn = {}): Restore | null {
  if (mirror === null) return null;
  const back = restored(seat, mirror, goingOn);
  if (back === null) return null;
  const { last, readyAfterWrapUp } = mirror;
  return {
    ...back,
    // OUT-4, OUT-5: the last contact and a standing choice outlive the engine that heard of them.
    ...(last === undefined || last === null ? {} : { last }),
    ...(readyAfterWrapUp === undefined ? {} : { seat: { ...seat, readyAfterWrapUp } }),
  };
}

function restored(seat: AgentSeat, mirror: AgentMirror, { goesOn = [], kept = [] }: GoingOn): Restore | null {
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
  const { agentId } = mirror;
  const record = kept.find((one) => one.agentId === agentId && one.contactId === interaction?.contactId);
  if (record !== undefined && interaction !== null && 'after' in presence) {
    const restore = presence.kind === 'offered' ? 'offered' : 'preview';
    const before = { ...interaction, attemptId: null, callId: null, callStatus: null };
    const { lease } = record;
    return { type: 'agent.log-in', seat, joined, restore, after: presence.after, interaction: before, lease };
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
