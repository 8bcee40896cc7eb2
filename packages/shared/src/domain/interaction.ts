/**
 * An interaction: what an agent has in hand, from the offer to the wrap-up.
 *
 * `offered` → `connecting` → `talking` ⇄ `held` ⇄ `consulting` → `wrap-up` → `done`; an offer that is let pass or withdrawn is `withdrawn`.
 * Where a record comes before the call (preview, push-preview) it is in `preview`, then `dialing` until somebody answers; an
 * offer that is accepted before the answer is `dialing` too. A record that is declined or whose time is up is `withdrawn`.
 * Invariants (each held by a test): `done` and `withdrawn` are final; `done` is reached from `wrap-up` and, with nobody
 * called, from `preview`; where the campaign asks for a code, from `wrap-up` only with one (BP-9).
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const INTERACTION_STATES = [
  'offered',
  'preview',
  'dialing',
  'connecting',
  'talking',
  'held',
  'consulting',
  'wrap-up',
  'done',
  'withdrawn',
] as const;
export type InteractionState = (typeof INTERACTION_STATES)[number];

export const INTERACTION_EVENTS = [
  'accept',
  'preview',
  'call',
  'call-refused',
  'answered',
  'reject',
  'withdraw',
  'connected',
  'hold',
  'resume',
  'consult',
  'consult-over',
  'return',
  'call-over',
  'set-code',
  'done',
] as const;
export type InteractionEventName = (typeof INTERACTION_EVENTS)[number];

export type InteractionRefusal =
  | 'interaction-closed'
  | 'interaction-not-accepted'
  | 'interaction-accepted'
  | 'interaction-not-called'
  | 'interaction-not-connected'
  | 'call-on-hold'
  | 'call-not-held'
  | 'consulting'
  | 'no-consultation'
  | 'call-not-over'
  | 'wrap-up-code-required';

const closed = refuse('interaction-closed');
const notAccepted = refuse('interaction-not-accepted');
const accepted = refuse('interaction-accepted');
const notConnected = refuse('interaction-not-connected');
const notHeld = refuse('call-not-held');
const notOver = refuse('call-not-over');
const notCalled = refuse('interaction-not-called');
const noConsultation = refuse('no-consultation');
const consulting = refuse('consulting');

export const INTERACTION_TABLE: Table<InteractionState, InteractionEventName, InteractionRefusal> = {
  offered: {
    accept: 'connecting',
    preview: 'preview',
    call: notAccepted,
    'call-refused': notAccepted,
    answered: 'offered',
    reject: 'withdrawn',
    withdraw: 'withdrawn',
    connected: notAccepted,
    hold: notConnected,
    resume: notHeld,
    consult: notAccepted,
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'withdrawn',
    'set-code': notAccepted,
    done: notAccepted,
  },
  preview: {
    accept: accepted,
    preview: 'preview',
    call: 'dialing',
    'call-refused': 'preview',
    answered: notCalled,
    reject: accepted,
    withdraw: 'withdrawn',
    connected: notCalled,
    hold: notConnected,
    resume: notHeld,
    consult: notConnected,
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': notCalled,
    'set-code': notCalled,
    done: 'done',
  },
  dialing: {
    accept: 'dialing',
    preview: accepted,
    call: notOver,
    'call-refused': 'preview',
    answered: 'connecting',
    reject: accepted,
    withdraw: 'withdrawn',
    connected: 'talking',
    hold: notConnected,
    resume: notHeld,
    consult: notConnected,
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'wrap-up',
    'set-code': notConnected,
    done: notOver,
  },
  connecting: {
    accept: 'connecting',
    preview: accepted,
    call: notOver,
    'call-refused': notOver,
    answered: 'connecting',
    reject: accepted,
    withdraw: 'withdrawn',
    connected: 'talking',
    hold: notConnected,
    resume: notHeld,
    consult: notConnected,
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'wrap-up',
    'set-code': notConnected,
    done: notOver,
  },
  talking: {
    accept: accepted,
    preview: accepted,
    call: notOver,
    'call-refused': notOver,
    answered: notOver,
    reject: accepted,
    withdraw: accepted,
    connected: 'talking',
    hold: 'held',
    resume: notHeld,
    consult: 'consulting',
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'wrap-up',
    'set-code': 'talking',
    done: notOver,
  },
  held: {
    accept: accepted,
    preview: accepted,
    call: notOver,
    'call-refused': notOver,
    answered: notOver,
    reject: accepted,
    withdraw: accepted,
    connected: refuse('call-on-hold'),
    hold: refuse('call-on-hold'),
    resume: 'talking',
    consult: 'consulting',
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'wrap-up',
    'set-code': 'held',
    done: notOver,
  },
  consulting: {
    accept: accepted,
    preview: accepted,
    call: notOver,
    'call-refused': notConnected,
    answered: notConnected,
    reject: accepted,
    withdraw: accepted,
    connected: consulting,
    hold: consulting,
    resume: consulting,
    consult: consulting,
    'consult-over': 'held',
    return: 'talking',
    'call-over': 'wrap-up',
    'set-code': 'consulting',
    done: notOver,
  },
  'wrap-up': {
    accept: accepted,
    preview: accepted,
    call: 'dialing',
    'call-refused': notConnected,
    answered: notConnected,
    reject: accepted,
    withdraw: accepted,
    connected: notConnected,
    hold: notConnected,
    resume: notHeld,
    consult: notConnected,
    'consult-over': noConsultation,
    return: noConsultation,
    'call-over': 'wrap-up',
    'set-code': 'wrap-up',
    done: 'done',
  },
  done: {
    accept: closed,
    preview: closed,
    call: closed,
    'call-refused': closed,
    answered: closed,
    reject: closed,
    withdraw: closed,
    connected: closed,
    hold: closed,
    resume: closed,
    consult: closed,
    'consult-over': closed,
    return: closed,
    'call-over': closed,
    'set-code': closed,
    done: closed,
  },
  withdrawn: {
    accept: closed,
    preview: closed,
    call: closed,
    'call-refused': closed,
    answered: closed,
    reject: closed,
    withdraw: closed,
    connected: closed,
    hold: closed,
    resume: closed,
    consult: closed,
    'consult-over': closed,
    return: closed,
    'call-over': closed,
    'set-code': closed,
    done: closed,
  },
};

/** `codeMissing`: the campaign asks for a wrap-up code and none is set. */
export function interactionTransition(
  state: InteractionState,
  event: InteractionEventName,
  codeMissing = false,
): Transition<InteractionState, InteractionRefusal> {
  const cell = INTERACTION_TABLE[state][event];
  if (isRefused(cell)) return { ok: false, refused: cell.refused };
  if (cell === 'done' && state === 'wrap-up' && codeMissing) return { ok: false, refused: 'wrap-up-code-required' };
  return { ok: true, state: cell };
}
