/**
 * Who hears whom on a call: the rules of the port, as one pure function.
 *
 * | listener | hears |
 * | --- | --- |
 * | contact | the agent unless muted; music on hold and during a consultation; a message in place of both; a barging supervisor |
 * | agent | the contact, or on a consultation its target; a whispering or barging supervisor |
 * | supervisor | contact and agent of a connected call; the contact alone where no agent is on it |
 * | target | the agent, and after the transfer the contact |
 */
import type { MonitorMode } from '../port.ts';

const SIDES = ['contact', 'agent', 'supervisor', 'target'] as const;
export type Side = (typeof SIDES)[number];
export type Heard = Side | 'music' | 'message' | 'tone' | 'ringing';

/** How agent and contact are joined. `handed-over`: the contact talks to the target of a transfer, and we are out of it. */
export type Link = 'alone' | 'connected' | 'held' | 'consulting' | 'handed-over';

export interface CallSound {
  readonly answered: boolean;
  /** WX-1: an agent is on the line before the answer, and there is something to hear. */
  readonly ringingHeard: boolean;
  readonly link: Link;
  readonly muted: boolean;
  readonly messagePlaying: boolean;
  /** Whether the target of a consultation is on the line. */
  readonly targetUp: boolean;
  /** Another agent of ours. */
  readonly targetIsAgent: boolean;
  readonly monitors: readonly MonitorMode[];
}

export function hearing(side: Side, call: CallSound): ReadonlySet<Heard> {
  if (!call.answered) return new Set(side === 'agent' && call.ringingHeard ? ['ringing'] : []);
  return new Set(LISTENERS[side](call));
}

const LISTENERS: Readonly<Record<Side, (call: CallSound) => Heard[]>> = {
  contact(call) {
    if (call.link === 'handed-over') return ['target'];
    if (call.messagePlaying) return ['message'];
    if (call.link === 'held' || call.link === 'consulting') return ['music'];
    if (call.link !== 'connected') return [];
    return [...only(!call.muted, 'agent'), ...only(call.monitors.includes('barge'), 'supervisor')];
  },
  agent(call) {
    const coached = call.monitors.some((mode) => mode !== 'listen');
    const supervisor = only(coached, 'supervisor');
    if (call.link === 'connected') return ['contact', ...supervisor];
    if (call.link === 'consulting')
      return [...only(call.targetUp, call.targetIsAgent ? 'agent' : 'target'), ...supervisor];
    return call.link === 'held' ? supervisor : [];
  },
  supervisor(call) {
    if (call.monitors.length === 0 || call.link === 'handed-over') return [];
    if (call.link === 'alone') return ['contact'];
    if (call.link === 'connected') return ['contact', ...only(!call.muted, 'agent')];
    return ['agent'];
  },
  target(call) {
    if (call.link === 'handed-over') return ['contact'];
    return call.link === 'consulting' && call.targetUp ? ['agent'] : [];
  },
};

function only(condition: boolean, what: Heard): Heard[] {
  return condition ? [what] : [];
}
