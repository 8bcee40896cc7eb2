/**
 * What an agent is given back after the engine was lost (DESIGN, decision 3): idle goes on, a call that is gone goes to
 * wrap-up, what was asked for meanwhile is honoured; nobody is stuck.
 */
import type { AgentMirror, AgentSeat, Command } from '@outdial/shared';

export type Restore = Extract<Command, { type: 'agent.log-in' }>;

/** Null: the agent is not at work. */
export function restoreOf(seat: AgentSeat, mirror: AgentMirror | null): Restore | null {
  if (mirror === null) return null;
  const { presence, joined, interaction } = mirror;
  const notReady = (reason: string): Restore => ({ type: 'agent.log-in', seat, joined, restore: 'not-ready', reason });
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
    case 'wrap-up':
      if (interaction === null) return notReady('work in hand was lost');
      return {
        type: 'agent.log-in',
        seat,
        joined,
        restore: 'wrap-up',
        after: presence.after,
        interaction: { ...interaction, state: 'wrap-up', callId: null },
      };
  }
}
