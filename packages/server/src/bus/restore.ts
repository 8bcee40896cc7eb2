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
  const back = (restore: 'ready' | 'not-ready'): Restore => ({ type: 'agent.log-in', seat, joined, restore });
  switch (presence.kind) {
    case 'logged-out':
      return null;
    case 'not-ready':
      return back('not-ready');
    case 'ready':
      return back('ready');
    case 'reserved':
    case 'offered':
    case 'connecting':
      if (presence.after.kind === 'logged-out') return null;
      return back(presence.after.kind);
    case 'talking':
    case 'held':
    case 'wrap-up':
      if (interaction === null) return back('not-ready');
      return {
        type: 'agent.log-in',
        seat,
        joined,
        restore: 'wrap-up',
        interaction: { ...interaction, state: 'wrap-up', callId: null },
      };
  }
}
