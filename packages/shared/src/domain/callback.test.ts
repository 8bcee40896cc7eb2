import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALLBACK_EVENTS,
  CALLBACK_STATES,
  CALLBACK_TABLE,
  type CallbackState,
  callbackTransition,
} from './callback.ts';
import { isRefused } from './machine.ts';

describe('a callback', () => {
  it('is dialed from handed-out alone: no two attempts of it are under way', () => {
    for (const state of CALLBACK_STATES) {
      expect(isRefused(CALLBACK_TABLE[state].dial)).toBe(state !== 'handed-out');
      if (state !== 'due') expect(CALLBACK_TABLE[state]['hand-out']).not.toBe('handed-out');
    }
  });

  it('stays done or cancelled, and is never lost on the way there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CALLBACK_EVENTS), { maxLength: 30 }), (events) => {
        let state: CallbackState = 'scheduled';
        for (const event of events) {
          const next = callbackTransition(state, event);
          if (state === 'done' || (state === 'cancelled' && event !== 'cancel')) expect(next.ok).toBe(false);
          if (next.ok && next.state === 'done') expect(event === 'conclude' || state === 'done').toBe(true);
          if (next.ok && next.state === 'cancelled') expect(event).toBe('cancel');
          if (next.ok) state = next.state;
        }
      }),
    );
  });

  it('GW-15, GW-16: is changed and cancelled until it is in hand, and not while it is called', () => {
    for (const state of ['invalid', 'scheduled', 'due'] as const) {
      expect(callbackTransition(state, 'accept')).toEqual({ ok: true, state: 'scheduled' });
      expect(callbackTransition(state, 'cancel')).toEqual({ ok: true, state: 'cancelled' });
    }
    expect(callbackTransition('calling', 'accept')).toEqual({ ok: false, refused: 'callback-in-hand' });
    expect(callbackTransition('calling', 'cancel')).toEqual({ ok: false, refused: 'callback-in-hand' });
    expect(callbackTransition('handed-out', 'give-back')).toEqual({ ok: true, state: 'due' });
  });
});
