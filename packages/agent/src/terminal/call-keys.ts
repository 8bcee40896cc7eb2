/** Keys of a call in hand beside hold and end (BP-8): mute, keys of the phone, recording, transfers. */
import { type KeyBinding, type KeyContext, needs, says } from './key-binding.ts';
import { whyNot } from './words.ts';

function completeRefusal({ view }: KeyContext): string | null {
  const waiting = view.interaction?.line?.consultation?.state === 'calling';
  return (
    whyNot(view, 'complete-transfer') ?? (waiting ? 'Nobody has answered yet: wait, or return to the contact.' : null)
  );
}

export const CALL_KEYS: readonly KeyBinding[] = [
  {
    deed: 'return',
    key: 'h',
    label: says('return to contact'),
    help: 'End the consultation and speak to the contact again',
    group: 'Call',
    refusal: needs('return'),
  },
  {
    deed: 'complete',
    key: '>',
    label: says('hand over'),
    help: 'Leave the contact with whom you consult; you wrap up',
    group: 'Call',
    refusal: completeRefusal,
  },
  {
    deed: 'mute',
    key: 'm',
    label: ({ view }) => (view.interaction?.line?.muted === true ? 'unmute' : 'mute'),
    help: 'Mute yourself towards the contact, or be heard again',
    group: 'Call',
    refusal: needs('mute'),
  },
  {
    deed: 'digits',
    key: '#',
    label: says('keys'),
    help: 'Press keys towards the contact',
    group: 'Call',
    refusal: needs('dtmf'),
  },
  {
    deed: 'transfer',
    key: 'p',
    label: says('transfer'),
    help: 'Hand the contact to a number or an agent; you wrap up',
    group: 'Call',
    refusal: needs('transfer'),
  },
  {
    deed: 'consult',
    key: 'k',
    label: says('consult'),
    help: 'Hold the contact and call a number or an agent first',
    group: 'Call',
    refusal: needs('consult'),
  },
  {
    deed: 'record',
    key: '*',
    label: ({ view }) => (view.interaction?.line?.recording === true ? 'stop recording' : 'record'),
    help: 'Record the call, or stop, where the campaign lets you',
    group: 'Call',
    refusal: needs('record'),
    inFooter: () => false,
  },
];
