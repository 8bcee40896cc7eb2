/** Keys that act on a call: monitor it, end it. */
import type { ConsoleState } from '../model/state.ts';
import { goTo } from '../model/ui.ts';
import { ask } from './asks.ts';
import { whyNoHangUp, whyNoMonitor } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { effect, type Reaction, show } from './reaction.ts';
import { targetCall } from './targets.ts';

export function monitor(state: ConsoleState): Reaction {
  const call = targetCall(state);
  if (call === null) return show(state);
  return effect(goTo(state, { name: 'monitor', callId: call.callId }), { type: 'monitor', callId: call.callId });
}

export const CALL_KEYS: readonly KeyBinding[] = [
  {
    id: 'monitor',
    keys: ['m'],
    label: 'm',
    group: 'calls',
    on: ['agents', 'calls'],
    hint: 'monitor',
    does: 'Monitor the call: level meters of both sides and what the detector hears.',
    why: whyNoMonitor,
    run: monitor,
  },
  {
    id: 'hang-up',
    keys: ['x'],
    label: 'x',
    group: 'calls',
    on: ['calls', 'monitor'],
    hint: 'hang up',
    does: 'End the call.',
    why: whyNoHangUp,
    run(state) {
      const call = targetCall(state);
      return call === null ? show(state) : ask(state, { type: 'hang-up', callId: call.callId });
    },
  },
];
