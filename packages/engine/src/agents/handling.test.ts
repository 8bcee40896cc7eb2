import { describe, expect, it } from 'vitest';
import { agentId, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

function talking(campaign: object = {}): TestFloor {
  const floor = new TestFloor({ campaigns: [{ id: MAIN, ...campaign }] });
  floor.logIn('ada');
  floor.until('ada', 'talking');
  return floor;
}

const wrapUp = (floor: TestFloor, code: string | null, notes = '') =>
  floor.engine.command({
    type: 'interaction.wrap-up',
    agentId: agentId('ada'),
    interactionId: floor.interactionId('ada'),
    code,
    notes,
  });

describe('a call in hand', () => {
  it('BP-8: hold and resume, and the agent ends the call', () => {
    const floor = talking();
    const [call] = floor.engine.picture().calls;
    if (call === undefined) throw new Error('no call');
    expect(floor.on('ada', 'interaction.hold')).toMatchObject({ ok: true });
    floor.advance(5);
    expect(floor.state('ada')).toBe('held');
    expect(floor.carrier.picture(call.callId)?.hears('contact').has('music')).toBe(true);
    expect(floor.on('ada', 'interaction.resume')).toMatchObject({ ok: true });
    floor.advance(5);
    expect(floor.carrier.picture(call.callId)?.hears('contact').has('agent')).toBe(true);
    expect(floor.on('ada', 'interaction.hang-up')).toMatchObject({ ok: true });
    floor.until('ada', 'wrap-up', 100);
    expect(floor.factsOf('ended')).toMatchObject([{ endedBy: 'agent', liveEnd: 'connected' }]);
  });

  it('WX-11: a call on hold cannot be ended by the agent; resume first', () => {
    const floor = talking();
    floor.on('ada', 'interaction.hold');
    const refused = floor.on('ada', 'interaction.hang-up');
    expect(refused).toMatchObject({
      ok: false,
      code: 'call-on-hold',
      message: expect.stringContaining('Resume it first'),
    });
    floor.advance(100);
    expect(floor.state('ada')).toBe('held');
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('BP-9, WX-12: where a wrap-up code is mandatory the interaction is not done without one', () => {
    const floor = talking({ wrapUpMandatory: true });
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: false, code: 'call-not-over' });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: false, code: 'wrap-up-code-required' });
    expect(wrapUp(floor, 'no-such-code')).toMatchObject({ ok: false, code: 'unknown-wrap-up-code' });
    expect(wrapUp(floor, 'sale', 'two of them')).toMatchObject({
      ok: true,
      agent: { interaction: { wrapUpCode: 'sale' } },
    });
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
    expect(floor.factsOf('wrapped-up')).toMatchObject([{ code: 'sale', notes: 'two of them', agentId: 'ada' }]);
    expect(floor.state('ada')).not.toBe('wrap-up');
  });

  it('BP-9: code and notes may be set while talking already', () => {
    const floor = talking({ wrapUpMandatory: true });
    expect(wrapUp(floor, 'sale', 'said yes')).toMatchObject({ ok: true });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
    expect(floor.factsOf('wrapped-up')).toMatchObject([{ code: 'sale', notes: 'said yes' }]);
  });

  it('OUT-5: a pause asked for during a call takes effect after wrap-up', () => {
    const floor = talking();
    floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'lunch', by: 'agent' });
    expect(floor.state('ada')).toBe('talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
  });

  it('OUT-5: so does a log-out', () => {
    const floor = talking();
    floor.do({ type: 'agent.log-out', agentId: agentId('ada'), by: 'agent' });
    expect(floor.state('ada')).toBe('talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    expect(floor.state('ada')).toBe('logged-out');
  });

  const afterWrapUp = (floor: TestFloor) => {
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    return floor.mirror('ada').presence;
  };
  const choose = (floor: TestFloor, ready: boolean | null) =>
    floor.do({ type: 'agent.ready-after-wrap-up', agentId: agentId('ada'), ready });
  const byHand = { kind: 'not-ready', reason: 'wrapped up, no automatic ready' };

  it('OUT-5: automatic ready after wrap-up is the agent’s standing choice; left to the campaign, it is the campaign’s', () => {
    const floor = talking();
    choose(floor, false);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'talking', after: byHand });
    expect(afterWrapUp(floor)).toMatchObject(byHand);
    for (const _ of ['once', 'again']) {
      floor.do({ type: 'agent.ready', agentId: agentId('ada') });
      floor.until('ada', 'talking');
      expect(afterWrapUp(floor)).toMatchObject(byHand);
    }
    choose(floor, true);
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.until('ada', 'talking');
    expect(afterWrapUp(floor)).toMatchObject({ kind: 'ready' });

    expect(afterWrapUp(talking({ readyAfterWrapUp: false }))).toMatchObject(byHand);
    const chosen = talking({ readyAfterWrapUp: false });
    choose(chosen, true);
    expect(afterWrapUp(chosen)).toMatchObject({ kind: 'ready' });
  });

  it('OUT-5: what the agent asks for on the call goes before the standing choice', () => {
    const floor = talking({ readyAfterWrapUp: false });
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    expect(afterWrapUp(floor)).toMatchObject({ kind: 'ready' });
    const pausing = talking({ readyAfterWrapUp: false });
    pausing.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'lunch', by: 'agent' });
    choose(pausing, true);
    expect(afterWrapUp(pausing)).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
  });

  it('OUT-5: the wrap-up’s time limit ends it as chosen; a call that nobody answers leaves the agent ready', () => {
    const floor = talking({ wrapUpLimitMs: 5_000 });
    choose(floor, false);
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.advance(5_000);
    expect(floor.mirror('ada').presence).toMatchObject(byHand);
    const unanswered = new TestFloor({ profile: NOBODY_ANSWERS, campaigns: [{ id: MAIN, readyAfterWrapUp: false }] });
    unanswered.logIn('ada');
    unanswered.advance(600_000);
    expect(unanswered.factsOf('ended').length).toBeGreaterThan(1);
    expect(['ready', 'reserved']).toContain(unanswered.state('ada'));
  });

  it('OUT-5: the time limit on wrap-up ends it by itself, without a code', () => {
    const floor = talking({ wrapUpLimitMs: 5_000, wrapUpMandatory: true });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.advance(4_999);
    expect(floor.state('ada')).toBe('wrap-up');
    floor.advance(1);
    expect(floor.factsOf('wrapped-up')).toMatchObject([{ code: null, wrapUpMs: 5_000 }]);
    expect(floor.state('ada')).toBe('ready');
  });

  it('BP-9, WX-9: where the limit ends a wrap-up, the campaign’s code is set, unless the agent has set one', () => {
    const limited = {
      ...{ wrapUpLimitMs: 5_000, wrapUpMandatory: true, wrapUpDefaultCode: 'no-code' },
      wrapUpCodes: ['sale', 'no-code'].map((code) => ({ code, label: code, effect: 'finish' as const })),
    };
    const codeAfter = (set: string | null) => {
      const floor = talking(limited);
      const interactionId = floor.interactionId('ada');
      if (set !== null) {
        floor.do({ type: 'interaction.wrap-up', agentId: agentId('ada'), interactionId, code: set, notes: '' });
      }
      floor.on('ada', 'interaction.hang-up');
      floor.until('ada', 'wrap-up', 100);
      floor.advance(5_000);
      return floor.factsOf('wrapped-up').map(({ code }) => code);
    };
    expect(codeAfter(null)).toEqual(['no-code']);
    expect(codeAfter('sale')).toEqual(['sale']);
  });

  it('commands for another interaction, and of somebody who saw an older state, are refused with the present one', () => {
    const floor = talking();
    const stale = floor.engine.command({ type: 'agent.ready', agentId: agentId('ada') }, 1);
    expect(stale).toMatchObject({ ok: false, code: 'stale-version', agent: { presence: { kind: 'talking' } } });
    const other = floor.engine.command({
      type: 'interaction.hang-up',
      agentId: agentId('ada'),
      interactionId: 'another' as never,
    });
    expect(other).toMatchObject({ ok: false, code: 'unknown-interaction' });
    expect(floor.engine.command({ type: 'agent.ready', agentId: agentId('zoe') })).toMatchObject({
      code: 'unknown-agent',
    });
  });

  it("an agent's phone that goes dead ends the call, and the agent takes no more", () => {
    const floor = talking();
    floor.carrier.dropPhone(agentId('ada'));
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    expect(floor.mirror('ada').phone).toMatchObject({ state: 'down', detail: expect.stringContaining('phone') });
    floor.advance(400);
    expect(floor.engine.picture().calls).toEqual([]);
  });
});
