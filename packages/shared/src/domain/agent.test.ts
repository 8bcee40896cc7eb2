import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallId, CampaignId, InteractionId } from '../ids.ts';
import {
  type AfterWork,
  type AgentEvent,
  agentTransition,
  allowedActions,
  inHand,
  isPreviewing,
  type Presence,
} from './agent.ts';
import { AGENT_EVENTS, AGENT_STATES, AGENT_TABLE } from './agent-table.ts';
import { isRefused } from './machine.ts';

const hand = { interactionId: 'i1' as InteractionId, campaignId: 'c1' as CampaignId, callId: 'k1' as CallId };

const event: fc.Arbitrary<AgentEvent> = fc.oneof(
  fc.record({ type: fc.constant('log-in' as const), reason: fc.constant('logged in') }),
  fc.record({ type: fc.constantFrom('log-out' as const, 'set-ready' as const, 'release' as const, 'accept' as const) }),
  fc.record({ type: fc.constantFrom('withdraw' as const, 'connected' as const, 'hold' as const, 'resume' as const) }),
  fc.record({ type: fc.constantFrom('hang-up' as const, 'finish' as const) }),
  fc.record({ type: fc.constantFrom('mute' as const, 'press' as const, 'record' as const, 'transfer' as const) }),
  fc.record({
    type: fc.constantFrom('consult' as const, 'consult-over' as const, 'return' as const, 'complete-transfer' as const),
  }),
  fc.record({
    type: fc.constantFrom('set-not-ready' as const, 'let-pass' as const),
    reason: fc.constantFrom('lunch', 'no answer'),
  }),
  fc.record({
    type: fc.constant('preview' as const),
    inHand: fc.constant({ ...hand, callId: null }),
    expiresAtMs: fc.nat(),
  }),
  fc.record({ type: fc.constant('expire' as const), reason: fc.constant('time is up') }),
  fc.record({ type: fc.constant('dial' as const), callId: fc.constant('k2' as CallId) }),
  fc.record({ type: fc.constantFrom('dial-refused' as const, 'hasten' as const), expiresAtMs: fc.nat() }),
  fc.record({ type: fc.constant('reserve' as const), campaignId: fc.constant(hand.campaignId) }),
  fc.record({ type: fc.constant('offer' as const), inHand: fc.constant(hand), expiresAtMs: fc.nat() }),
  fc.record({ type: fc.constant('dial-last' as const), inHand: fc.constant(hand) }),
  fc.record({ type: fc.constant('join' as const), inHand: fc.constant(hand) }),
  fc.record({ type: fc.constant('call-over' as const), wrapUpLimitAtMs: fc.option(fc.nat()) }),
);

const loggedOut: Presence = { kind: 'logged-out', sinceMs: 0 };

/** Runs events from logged out; refused ones change nothing. */
function run(events: readonly AgentEvent[]): Presence {
  return events.reduce((presence: Presence, one, index) => {
    const result = agentTransition(presence, one, index + 1);
    return result.ok ? result.state : presence;
  }, loggedOut);
}

/** The states that the table allows after an event: where it names `ready`, what was asked for meanwhile may stand instead. */
function statesAllowed(presence: Presence, name: AgentEvent['type']): readonly string[] {
  const cell = AGENT_TABLE[presence.kind][name];
  if (isRefused(cell)) return [presence.kind];
  const after: AfterWork | null = 'after' in presence ? presence.after : null;
  if (cell === 'ready' && after !== null) return [after.kind];
  if ((name === 'let-pass' || name === 'expire') && after?.kind === 'logged-out') return ['logged-out'];
  return [cell];
}

describe('an agent’s presence', () => {
  it('follows the table in every state and event, and never throws', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), event, (history, last) => {
        const before = run(history);
        const result = agentTransition(before, last, 1_000);
        const cell = AGENT_TABLE[before.kind][last.type];
        const noRecord =
          before.kind === 'reserved' && inHand(before) === null && ['dial', 'expire'].includes(last.type);
        expect(result.ok).toBe(!isRefused(cell) && !noRecord);
        if (result.ok) expect(statesAllowed(before, last.type)).toContain(result.state.kind);
        else expect(result.refused).toBe(isRefused(cell) ? cell.refused : 'no-record');
      }),
      { numRuns: 2_000 },
    );
  });

  it('has an interaction in hand from the offer to the wrap-up, and while a record is previewed', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (history) => {
        const presence = run(history);
        const busy = ['offered', 'connecting', 'talking', 'held', 'consulting', 'wrap-up'].includes(presence.kind);
        expect(inHand(presence) !== null).toBe(busy || isPreviewing(presence));
      }),
    );
  });

  it('keeps its object where nothing changes, so that versions count changes alone', () => {
    const ready: Presence = { kind: 'ready', sinceMs: 5 };
    const again = agentTransition(ready, { type: 'set-ready' }, 9);
    expect(again.ok && again.state).toBe(ready);
    const talking: Presence = { kind: 'talking', sinceMs: 5, ...hand, after: { kind: 'ready' } };
    const hangUp = agentTransition(talking, { type: 'hang-up' }, 9);
    expect(hangUp.ok && hangUp.state).toBe(talking);
  });

  it('OUT-5: a pause asked for during a call takes effect after the wrap-up', () => {
    const end = run([
      { type: 'log-in', reason: 'logged in' },
      { type: 'set-ready' },
      { type: 'join', inHand: hand },
      { type: 'connected' },
      { type: 'set-not-ready', reason: 'lunch' },
      { type: 'call-over', wrapUpLimitAtMs: null },
    ]);
    expect(end.kind).toBe('wrap-up');
    const done = agentTransition(end, { type: 'finish' }, 99);
    expect(done).toEqual({ ok: true, state: { kind: 'not-ready', sinceMs: 99, reason: 'lunch' } });
  });

  it('WX-11: a call on hold cannot be ended by the agent', () => {
    const held: Presence = { kind: 'held', sinceMs: 1, ...hand, after: { kind: 'ready' } };
    expect(agentTransition(held, { type: 'hang-up' }, 2)).toEqual({ ok: false, refused: 'call-on-hold' });
    expect(allowedActions(held)).not.toContain('hang-up');
    expect(allowedActions(held)).toContain('resume');
  });

  it('BP-8: while consulting, the contact on hold can neither be ended nor resumed, only returned to or handed over', () => {
    const consulting: Presence = { kind: 'consulting', sinceMs: 1, ...hand, after: { kind: 'ready' } };
    for (const type of ['hang-up', 'resume', 'hold', 'transfer'] as const) {
      expect(agentTransition(consulting, { type }, 2)).toEqual({ ok: false, refused: 'consulting' });
    }
    expect(agentTransition(consulting, { type: 'return' }, 2)).toMatchObject({ state: { kind: 'talking' } });
    expect(agentTransition(consulting, { type: 'consult-over' }, 2)).toMatchObject({ state: { kind: 'held' } });
    expect(allowedActions(consulting)).toEqual(expect.arrayContaining(['return', 'complete-transfer', 'wrap-up']));
    const talking: Presence = { ...consulting, kind: 'talking' };
    expect(agentTransition(talking, { type: 'return' }, 2)).toEqual({ ok: false, refused: 'no-consultation' });
  });

  it('GW-9: who lets an offer pass goes not ready', () => {
    const offered: Presence = { kind: 'offered', sinceMs: 1, expiresAtMs: 9, ...hand, after: { kind: 'ready' } };
    const result = agentTransition(offered, { type: 'let-pass', reason: 'offer let pass' }, 2);
    expect(result.ok && result.state).toEqual({ kind: 'not-ready', sinceMs: 2, reason: 'offer let pass' });
  });

  const preview: Presence = {
    ...{ kind: 'reserved', sinceMs: 1, expiresAtMs: 9, ...hand, callId: null },
    after: { kind: 'not-ready', reason: 'lunch' },
  };

  it('GW-2, GW-7: a record in hand is called or closed, and a refused call leaves it in hand', () => {
    expect(allowedActions(preview)).toEqual(
      expect.arrayContaining(['call', 'decline', 'done', 'done-and-stop', 'set-not-ready']),
    );
    expect(allowedActions(preview)).not.toContain('get-record');
    const called = agentTransition(preview, { type: 'dial', callId: 'k2' as CallId }, 5);
    expect(called).toMatchObject({ ok: true, state: { kind: 'connecting', callId: 'k2', interactionId: 'i1' } });
    const back = called.ok && agentTransition(called.state, { type: 'dial-refused', expiresAtMs: 20 }, 6);
    expect(back).toMatchObject({ ok: true, state: { kind: 'reserved', callId: null, expiresAtMs: 20 } });
    expect(agentTransition(preview, { type: 'release' }, 7)).toMatchObject({ ok: true, state: { kind: 'not-ready' } });
  });

  it('GW-12: who lets the time for a record pass goes not ready', () => {
    expect(agentTransition(preview, { type: 'expire', reason: 'time is up' }, 9)).toEqual({
      ok: true,
      state: { kind: 'not-ready', sinceMs: 9, reason: 'time is up' },
    });
  });

  it('BP-9, GCC-4: a call by hand that nobody answers ends in wrap-up, from which it may be made again', () => {
    const connecting: Presence = { kind: 'connecting', sinceMs: 1, ...hand, after: { kind: 'ready' } };
    const over = agentTransition(connecting, { type: 'call-over', wrapUpLimitAtMs: null }, 2);
    expect(over).toMatchObject({ ok: true, state: { kind: 'wrap-up' } });
    expect(over.ok && allowedActions(over.state)).toContain('redial');
    const again = over.ok && agentTransition(over.state, { type: 'dial', callId: 'k3' as CallId }, 3);
    expect(again).toMatchObject({ ok: true, state: { kind: 'connecting', callId: 'k3' } });
  });

  it('GW-5, WX-10: nobody but a ready or reserved agent is offered or joined', () => {
    for (const state of AGENT_STATES) {
      for (const name of ['offer', 'join'] as const) {
        expect(!isRefused(AGENT_TABLE[state][name])).toBe(state === 'ready' || state === 'reserved');
      }
      // A record that was offered may be read.
      const taken = ['ready', 'reserved', 'offered'].includes(state);
      expect(!isRefused(AGENT_TABLE[state].preview)).toBe(taken);
    }
  });

  it('leaves wrap-up by finishing, or by calling again', () => {
    for (const name of AGENT_EVENTS) {
      const cell = AGENT_TABLE['wrap-up'][name];
      if (!isRefused(cell) && cell !== 'wrap-up') expect(['finish', 'dial']).toContain(name);
    }
  });

  it('can get back to ready from every state that it can be in: nobody is stuck', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (history) => {
        let presence = run(history);
        const wayOut: Record<Presence['kind'], AgentEvent> = {
          'logged-out': { type: 'log-in', reason: 'back' },
          'not-ready': { type: 'set-ready' },
          ready: { type: 'set-ready' },
          reserved: { type: 'release' },
          offered: { type: 'withdraw' },
          connecting: { type: 'withdraw' },
          talking: { type: 'call-over', wrapUpLimitAtMs: null },
          held: { type: 'call-over', wrapUpLimitAtMs: null },
          consulting: { type: 'call-over', wrapUpLimitAtMs: null },
          'wrap-up': { type: 'finish' },
        };
        for (let i = 0; i < 6 && presence.kind !== 'ready'; i++) {
          const result = agentTransition(presence, wayOut[presence.kind], i);
          expect(result.ok).toBe(true);
          if (result.ok) presence = result.state;
        }
        expect(presence.kind).toBe('ready');
      }),
    );
  });
});
