/**
 * An interaction: what an agent has in hand, from the offer to the wrap-up.
 *
 * `offered` → `connecting` → `talking` ⇄ `held` → `wrap-up` → `done`; an offer that is let pass or withdrawn is `withdrawn`.
 * Invariants (each held by a test): `done` and `withdrawn` are final; `done` is reached from `wrap-up` alone, and, where
 * the campaign asks for a code, only with one (BP-9).
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const INTERACTION_STATES = ['offered', 'connecting', 'talking', 'held', 'wrap-up', 'done', 'withdrawn'] as const;
export type InteractionState = (typeof INTERACTION_STATES)[number];

export const INTERACTION_EVENTS = [
  'accept',
  'reject',
  'withdraw',
  'connected',
  'hold',
  'resume',
  'call-over',
  'set-code',
  'done',
] as const;
export type InteractionEventName = (typeof INTERACTION_EVENTS)[number];

export type InteractionRefusal =
  | 'interaction-closed'
  | 'interaction-not-accepted'
  | 'interaction-accepted'
  | 'interaction-not-connected'
  | 'call-on-hold'
  | 'call-not-held'
  | 'call-not-over'
  | 'wrap-up-code-required';

const closed = refuse('interaction-closed');
const notAccepted = refuse('interaction-not-accepted');
const accepted = refuse('interaction-accepted');
const notConnected = refuse('interaction-not-connected');
const notHeld = refuse('call-not-held');
const notOver = refuse('call-not-over');

export const INTERACTION_TABLE: Table<InteractionState, InteractionEventName, InteractionRefusal> = {
  offered: {
    accept: 'connecting',
    reject: 'withdrawn',
    withdraw: 'withdrawn',
    connected: notAccepted,
    hold: notConnected,
    resume: notHeld,
    'call-over': 'withdrawn',
    'set-code': notAccepted,
    done: notAccepted,
  },
  connecting: {
    accept: 'connecting',
    reject: accepted,
    withdraw: 'withdrawn',
    connected: 'talking',
    hold: notConnected,
    resume: notHeld,
    'call-over': 'wrap-up',
    'set-code': notConnected,
    done: notOver,
  },
  talking: {
    accept: accepted,
    reject: accepted,
    withdraw: accepted,
    connected: 'talking',
    hold: 'held',
    resume: notHeld,
    'call-over': 'wrap-up',
    'set-code': 'talking',
    done: notOver,
  },
  held: {
    accept: accepted,
    reject: accepted,
    withdraw: accepted,
    connected: refuse('call-on-hold'),
    hold: refuse('call-on-hold'),
    resume: 'talking',
    'call-over': 'wrap-up',
    'set-code': 'held',
    done: notOver,
  },
  'wrap-up': {
    accept: accepted,
    reject: accepted,
    withdraw: accepted,
    connected: notConnected,
    hold: notConnected,
    resume: notHeld,
    'call-over': 'wrap-up',
    'set-code': 'wrap-up',
    done: 'done',
  },
  done: {
    accept: closed,
    reject: closed,
    withdraw: closed,
    connected: closed,
    hold: closed,
    resume: closed,
    'call-over': closed,
    'set-code': closed,
    done: closed,
  },
  withdrawn: {
    accept: closed,
    reject: closed,
    withdraw: closed,
    connected: closed,
    hold: closed,
    resume: closed,
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
  if (cell === 'done' && codeMissing) return { ok: false, refused: 'wrap-up-code-required' };
  return { ok: true, state: cell };
}
