import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_EVENTS, CALL_STATES, CALL_TABLE, type CallState, callTransition } from './call.ts';
import { CAMPAIGN_EVENTS, CAMPAIGN_STATES, type CampaignState, campaignTransition } from './campaign.ts';
import { INTERACTION_EVENTS, INTERACTION_STATES, type InteractionState, interactionTransition } from './interaction.ts';
import { isRefused } from './machine.ts';
import { PHONE_STATES, phoneTransition } from './phone.ts';

describe('a call', () => {
  const runs = fc.array(fc.constantFrom(...CALL_EVENTS), { maxLength: 30 });
  const walk = (events: readonly (typeof CALL_EVENTS)[number][]): CallState[] => {
    const path: CallState[] = ['dialing'];
    for (const event of events) {
      const result = callTransition(path.at(-1) ?? 'dialing', event);
      if (result.ok) path.push(result.state);
    }
    return path;
  };

  it('stays ended', () => {
    for (const event of CALL_EVENTS) expect(isRefused(CALL_TABLE.ended[event])).toBe(true);
  });

  it('can be ended in every state but the last', () => {
    for (const state of CALL_STATES) {
      if (state !== 'ended') expect(CALL_TABLE[state].end).toBe('ended');
    }
  });

  it('joins no agent before the answer, and hears none but connected or held', () => {
    fc.assert(
      fc.property(runs, (events) => {
        const path = walk(events);
        const answered = path.indexOf('screening');
        const joined = path.findIndex((state) => state === 'connecting' || state === 'connected');
        if (joined >= 0) expect(answered).toBeGreaterThanOrEqual(0);
        if (joined >= 0) expect(joined).toBeGreaterThan(answered);
        path.forEach((state, i) => {
          if (state === 'held') expect(path[i - 1]).toBe('connected');
        });
      }),
    );
  });

  it('BP-8: is held and resumed, and only then', () => {
    expect(callTransition('connected', 'hold')).toEqual({ ok: true, state: 'held' });
    expect(callTransition('held', 'resume')).toEqual({ ok: true, state: 'connected' });
    expect(callTransition('held', 'hold')).toEqual({ ok: false, refused: 'call-on-hold' });
    expect(callTransition('waiting', 'hold')).toEqual({ ok: false, refused: 'call-not-connected' });
  });
});

describe("an agent's phone", () => {
  it('GT-8: is closed from everywhere, and up only after it was called', () => {
    for (const state of PHONE_STATES) {
      expect(phoneTransition(state, 'close')).toEqual({ ok: true, state: 'closed' });
      const answered = phoneTransition(state, 'answered');
      expect(answered.ok).toBe(state === 'calling' || state === 'up' || state === 'down');
    }
  });
});

describe('a campaign', () => {
  it('GT-9: is paused and resumed', () => {
    expect(campaignTransition('running', 'pause')).toEqual({ ok: true, state: 'paused' });
    expect(campaignTransition('paused', 'resume')).toEqual({ ok: true, state: 'running' });
    expect(campaignTransition('loaded', 'pause')).toEqual({ ok: false, refused: 'campaign-not-started' });
  });

  it('runs again after its end only by being loaded', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CAMPAIGN_EVENTS), { maxLength: 20 }), (events) => {
        let state: CampaignState = 'loaded';
        for (const event of events) {
          const result = campaignTransition(state, event);
          if (state === 'ended' && result.ok && result.state !== 'ended') expect(event).toBe('load');
          if (result.ok) state = result.state;
          expect(CAMPAIGN_STATES).toContain(state);
        }
      }),
    );
  });
});

describe('an interaction', () => {
  it('BP-9: is not done without the code that its campaign asks for', () => {
    expect(interactionTransition('wrap-up', 'done', true)).toEqual({ ok: false, refused: 'wrap-up-code-required' });
    expect(interactionTransition('wrap-up', 'done', false)).toEqual({ ok: true, state: 'done' });
  });

  it('GW-7: a record is called, or closed without a call; a refused call leaves it', () => {
    expect(interactionTransition('offered', 'preview')).toEqual({ ok: true, state: 'preview' });
    expect(interactionTransition('preview', 'call')).toEqual({ ok: true, state: 'dialing' });
    expect(interactionTransition('dialing', 'call-refused')).toEqual({ ok: true, state: 'preview' });
    expect(interactionTransition('preview', 'withdraw')).toEqual({ ok: true, state: 'withdrawn' });
    expect(interactionTransition('preview', 'done', true)).toEqual({ ok: true, state: 'done' });
    expect(interactionTransition('preview', 'set-code')).toEqual({ ok: false, refused: 'interaction-not-called' });
  });

  it('GCC-4: after a call that nobody answered it is dialed again from the wrap-up', () => {
    expect(interactionTransition('dialing', 'call-over')).toEqual({ ok: true, state: 'wrap-up' });
    expect(interactionTransition('wrap-up', 'call')).toEqual({ ok: true, state: 'dialing' });
    expect(interactionTransition('talking', 'call')).toEqual({ ok: false, refused: 'call-not-over' });
  });

  it('is done from the wrap-up or the preview alone, and stays done or withdrawn', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...INTERACTION_EVENTS), { maxLength: 20 }), (events) => {
        let state: InteractionState = 'offered';
        for (const event of events) {
          const result = interactionTransition(state, event);
          if (state === 'done' || state === 'withdrawn') expect(result.ok).toBe(false);
          if (result.ok && result.state === 'done') expect(['wrap-up', 'preview']).toContain(state);
          if (result.ok) state = result.state;
        }
      }),
    );
    expect(INTERACTION_STATES).toHaveLength(10);
  });
});
