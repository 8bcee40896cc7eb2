/** Keys that act on a call: monitor it, speak into it, record it, end it. */
import type { MonitorMode } from '@outdial/shared';
import type { ConsoleState } from '../model/state.ts';
import { goTo } from '../model/ui.ts';
import { ask, carryOut } from './asks.ts';
import { whyNoHangUp, whyNoMode, whyNoMonitor, whyNoRecord } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { effect, type Reaction, show } from './reaction.ts';
import { targetCall } from './targets.ts';

export function monitor(state: ConsoleState): Reaction {
  const call = targetCall(state);
  if (call === null) return show(state);
  return effect(goTo(state, { name: 'monitor', callId: call.callId }), { type: 'monitor', callId: call.callId });
}

/** At once and without asking: a word to the agent cannot wait. */
const mode = (key: string, name: MonitorMode, does: string): KeyBinding => ({
  id: name,
  keys: [key],
  label: key,
  group: 'calls',
  on: ['monitor'],
  hint: name,
  does,
  why: (state) => whyNoMode(state, name),
  run(state) {
    const monitorId = state.monitor?.tick?.monitorId;
    return monitorId === undefined ? show(state) : carryOut(state, { type: 'monitor-mode', monitorId, mode: name });
  },
});

export const CALL_KEYS: readonly KeyBinding[] = [
  {
    id: 'monitor',
    keys: ['m'],
    label: 'm',
    group: 'calls',
    on: ['agents', 'calls'],
    hint: 'monitor',
    does: 'Monitor the call: your phone is called and listens; level meters and what the detector hears are shown.',
    why: whyNoMonitor,
    run: monitor,
  },
  mode('l', 'listen', 'Only listen: nobody hears you.'),
  mode('w', 'whisper', 'Whisper: the agent hears you, the contact does not.'),
  mode('b', 'barge', 'Barge in: agent and contact hear you.'),
  {
    id: 'record',
    keys: ['o'],
    label: 'o',
    group: 'calls',
    on: ['calls', 'monitor'],
    hint: 'record',
    hintFor: (state) => (targetCall(state)?.recording === true ? 'stop rec' : 'record'),
    does: 'Record the call, or stop; where its campaign records on demand.',
    why: whyNoRecord,
    run(state) {
      const call = targetCall(state);
      if (call === null) return show(state);
      return ask(state, { type: 'record-call', callId: call.callId, on: call.recording !== true });
    },
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
