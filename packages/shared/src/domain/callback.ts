/**
 * A callback: a promise to call somebody at a time, by one agent (personal) or by any.
 *
 * | state | meaning |
 * | --- | --- |
 * | invalid | cannot be called as it was asked for (in the past, outside permitted hours, too many); with the reasons |
 * | scheduled | its time is to come |
 * | due | its time has come; it goes before other records |
 * | handed-out | an engine has it and waits for its agent |
 * | calling | an attempt is under way |
 * | done · cancelled | over |
 *
 * Invariants (each held by a test): `done` and `cancelled` are final; it is dialed from `handed-out` alone, so that no two
 * attempts of it are under way; what is handed out or called is neither changed nor, while called, cancelled; whatever is
 * given back is due again, so that none is lost.
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const CALLBACK_STATES = ['invalid', 'scheduled', 'due', 'handed-out', 'calling', 'done', 'cancelled'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** In these it may still be called. */
export const OPEN_CALLBACK_STATES = ['invalid', 'scheduled', 'due', 'handed-out', 'calling'] as const;

export const CALLBACK_EVENTS = [
  'accept',
  'refuse',
  'cancel',
  'fall-due',
  'hand-out',
  'give-back',
  'dial',
  'try-again',
  'conclude',
] as const;
/** `accept` and `refuse`: it was scheduled or changed, and can or cannot be called then. */
export type CallbackEventName = (typeof CALLBACK_EVENTS)[number];

export type CallbackRefusal =
  | 'callback-invalid'
  | 'callback-not-due'
  | 'callback-not-handed-out'
  | 'callback-in-hand'
  | 'callback-not-called'
  | 'callback-closed';

const invalid = refuse('callback-invalid');
const notDue = refuse('callback-not-due');
const notHandedOut = refuse('callback-not-handed-out');
const inHand = refuse('callback-in-hand');
const notCalled = refuse('callback-not-called');
const closed = refuse('callback-closed');

export const CALLBACK_TABLE: Table<CallbackState, CallbackEventName, CallbackRefusal> = {
  invalid: {
    accept: 'scheduled',
    refuse: 'invalid',
    cancel: 'cancelled',
    'fall-due': invalid,
    'hand-out': invalid,
    'give-back': notHandedOut,
    dial: invalid,
    'try-again': notCalled,
    conclude: notCalled,
  },
  scheduled: {
    accept: 'scheduled',
    refuse: 'invalid',
    cancel: 'cancelled',
    'fall-due': 'due',
    'hand-out': notDue,
    'give-back': notHandedOut,
    dial: notDue,
    'try-again': notCalled,
    // The person was reached by another call: a redial by hand, a call of theirs.
    conclude: 'done',
  },
  due: {
    accept: 'scheduled',
    refuse: 'invalid',
    cancel: 'cancelled',
    'fall-due': 'due',
    'hand-out': 'handed-out',
    'give-back': notHandedOut,
    dial: notHandedOut,
    'try-again': 'scheduled',
    conclude: 'done',
  },
  'handed-out': {
    accept: inHand,
    refuse: inHand,
    cancel: 'cancelled',
    'fall-due': 'handed-out',
    'hand-out': inHand,
    'give-back': 'due',
    dial: 'calling',
    'try-again': 'scheduled',
    conclude: 'done',
  },
  calling: {
    accept: inHand,
    refuse: inHand,
    cancel: inHand,
    'fall-due': 'calling',
    'hand-out': inHand,
    'give-back': inHand,
    dial: inHand,
    'try-again': 'scheduled',
    conclude: 'done',
  },
  done: {
    accept: closed,
    refuse: closed,
    cancel: closed,
    'fall-due': closed,
    'hand-out': closed,
    'give-back': closed,
    dial: closed,
    'try-again': closed,
    conclude: closed,
  },
  cancelled: {
    accept: closed,
    refuse: closed,
    cancel: 'cancelled',
    'fall-due': closed,
    'hand-out': closed,
    'give-back': closed,
    dial: closed,
    'try-again': closed,
    conclude: closed,
  },
};

export function callbackTransition(
  state: CallbackState,
  event: CallbackEventName,
): Transition<CallbackState, CallbackRefusal> {
  const cell = CALLBACK_TABLE[state][event];
  return isRefused(cell) ? { ok: false, refused: cell.refused } : { ok: true, state: cell };
}

/** GW-17: where such an interaction comes from, in words. */
export const callbackOrigin = (personal: boolean): string => (personal ? 'Personal callback' : 'Callback');
