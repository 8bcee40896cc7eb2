/**
 * An agent's phone, as the engine holds it.
 *
 * | state | meaning |
 * | --- | --- |
 * | closed | the agent is not at work |
 * | calling | it is being called |
 * | up | answered: the agent can be joined at once |
 * | down | it did not answer, or went away; it is called again by itself |
 * | on-demand | not called now: it is called for each conversation |
 *
 * Invariants (each held by a test): `close` leads to `closed` from everywhere; nothing but `calling` or `down` becomes `up`.
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const PHONE_MODES = ['nailed-up', 'on-demand'] as const;
export type PhoneMode = (typeof PHONE_MODES)[number];

export const PHONE_STATES = ['closed', 'calling', 'up', 'down', 'on-demand'] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

/** `call`: ring it now · `wait`: ring it when a conversation needs it. */
export const PHONE_EVENTS = ['call', 'wait', 'answered', 'failed', 'close'] as const;
export type PhoneEventName = (typeof PHONE_EVENTS)[number];

export type PhoneRefusal = 'phone-not-called';

const notCalled = refuse('phone-not-called');

export const PHONE_TABLE: Table<PhoneState, PhoneEventName, PhoneRefusal> = {
  closed: { call: 'calling', wait: 'on-demand', answered: notCalled, failed: notCalled, close: 'closed' },
  calling: { call: 'calling', wait: 'on-demand', answered: 'up', failed: 'down', close: 'closed' },
  up: { call: 'up', wait: 'on-demand', answered: 'up', failed: 'down', close: 'closed' },
  down: { call: 'calling', wait: 'on-demand', answered: 'up', failed: 'down', close: 'closed' },
  'on-demand': { call: 'calling', wait: 'on-demand', answered: notCalled, failed: notCalled, close: 'closed' },
};

export function phoneTransition(state: PhoneState, event: PhoneEventName): Transition<PhoneState, PhoneRefusal> {
  const cell = PHONE_TABLE[state][event];
  return isRefused(cell) ? { ok: false, refused: cell.refused } : { ok: true, state: cell };
}

/** What clients are shown of it. */
export interface PhonePicture {
  mode: PhoneMode;
  state: PhoneState;
  /** Why it is down, for people. */
  detail: string | null;
  /** When it is called again. */
  nextTryAtMs: number | null;
}
