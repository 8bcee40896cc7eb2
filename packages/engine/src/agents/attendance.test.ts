import { describe, expect, it } from 'vitest';
import { agentId, campaignId, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

const OTHER = campaignId('other');

describe('coming and going', () => {
  it('GW-1, WX-4: an assigned agent joins and leaves a campaign; others are refused', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN }, { id: OTHER, agentIds: [agentId('bob')] }] });
    floor.logIn('ada', []);
    floor.advance(5_000);
    expect(floor.factsOf('answered')).toEqual([]);
    expect(floor.engine.command({ type: 'agent.join', agentId: agentId('ada'), campaignId: OTHER })).toMatchObject({
      ok: false,
      code: 'agent-not-assigned',
    });
    const joined = floor.do({ type: 'agent.join', agentId: agentId('ada'), campaignId: MAIN });
    expect(joined.agent?.joined).toEqual([MAIN]);
    floor.until('ada', 'talking');
    expect(floor.do({ type: 'agent.leave', agentId: agentId('ada'), campaignId: MAIN }).agent?.joined).toEqual([]);
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    floor.advance(10_000);
    expect(floor.state('ada')).toBe('ready');
  });

  it('GW-5, WX-10: only an agent who is ready gets calls', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'power' }] });
    floor.logIn('ada', [MAIN], false);
    floor.advance(20_000);
    expect(floor.factsOf('answered')).toEqual([]);
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.until('ada', 'talking');
  });

  it('GT-8: a supervisor pauses, resumes and logs out an agent, and takes them off the campaign', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: '', by: 'supervisor' });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'paused by a supervisor' });
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.reconfigure(MAIN, { agentIds: [agentId('bob')] });
    expect(floor.mirror('ada').joined).toEqual([]);
    floor.do({ type: 'agent.log-out', agentId: agentId('ada'), by: 'supervisor' });
    expect(floor.state('ada')).toBe('logged-out');
  });

  it('GT-8: logging in calls the phone and joins not ready', () => {
    const floor = new TestFloor();
    floor.carrier.phoneBehaves('phone-ada', 'unreachable');
    floor.logIn('ada', [MAIN], false);
    expect(floor.mirror('ada')).toMatchObject({ presence: { kind: 'not-ready' }, joined: [MAIN] });
    floor.advance(1_000);
    expect(floor.mirror('ada').phone).toMatchObject({ state: 'down', detail: expect.stringContaining('phone-ada') });
  });

  it('logging in twice is refused; leaving a campaign while talking lets the call finish', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    const seat = { agentId: agentId('ada'), name: 'ada', phone: 'phone-ada' };
    const again = floor.engine.command({ type: 'agent.log-in', seat, joined: [] });
    expect(again).toMatchObject({ ok: false, code: 'agent-already-logged-in', agent: { joined: [MAIN] } });
  });

  it('after a crash of the engine idle agents are ready again, and who talked wraps up', () => {
    const before = new TestFloor();
    before.logIn('ada');
    before.until('ada', 'talking');
    const interaction = before.mirror('ada').interaction;
    if (interaction === null) throw new Error('nothing in hand');

    const after = new TestFloor({ campaigns: [{ id: MAIN, wrapUpLimitMs: 30_000 }] });
    const seatOf = (name: string) => ({ agentId: agentId(name), name, phone: `phone-${name}` });
    after.do({ type: 'agent.log-in', seat: seatOf('bob'), joined: [MAIN], restore: 'ready' });
    after.do({ type: 'agent.log-in', seat: seatOf('cyd'), joined: [MAIN], restore: 'not-ready', reason: 'lunch' });
    after.do({ type: 'agent.log-in', seat: seatOf('ada'), joined: [MAIN], restore: 'wrap-up', interaction });
    expect(after.state('bob')).toBe('ready');
    expect(after.mirror('cyd').presence).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
    expect(after.mirror('ada')).toMatchObject({
      presence: { kind: 'wrap-up', interactionId: interaction.interactionId, limitAtMs: 30_000 },
      interaction: { contactName: interaction.contactName, state: 'wrap-up' },
    });
    after.on('ada', 'interaction.done');
    expect(after.factsOf('wrapped-up')).toMatchObject([{ attemptId: interaction.attemptId, agentId: 'ada' }]);
    after.until('ada', 'talking');
  });

  it('OUT-5: a pause asked for during a call that the engine took with it takes effect after its wrap-up', () => {
    const before = new TestFloor();
    before.logIn('ada');
    before.until('ada', 'talking');
    const { interaction } = before.mirror('ada');
    if (interaction === null) throw new Error('nothing in hand');

    const after = new TestFloor();
    const seat = { agentId: agentId('ada'), name: 'ada', phone: 'phone-ada' };
    const pause = { kind: 'not-ready', reason: 'lunch' } as const;
    after.do({ type: 'agent.log-in', seat, joined: [MAIN], restore: 'wrap-up', interaction, after: pause });
    after.on('ada', 'interaction.done');
    expect(after.mirror('ada').presence).toMatchObject(pause);
  });

  it('OUT-5: an engine that takes the place of a lost one keeps to the standing choice', () => {
    const floor = new TestFloor();
    const seat = { agentId: agentId('ada'), name: 'ada', phone: 'phone-ada', readyAfterWrapUp: false };
    floor.do({ type: 'agent.log-in', seat, joined: [MAIN], restore: 'ready' });
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    floor.on('ada', 'interaction.done');
    expect(floor.mirror('ada')).toMatchObject({ presence: { kind: 'not-ready' }, readyAfterWrapUp: false });
  });

  it("an agent's figures of today begin anew at midnight", () => {
    const beforeMidnightMs = new Date(2026, 0, 5, 23, 50).getTime();
    const floor = new TestFloor({ startMs: beforeMidnightMs, profile: NOBODY_ANSWERS });
    floor.logIn('ada');
    const readyMs = (): number => {
      floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'a look', by: 'agent' });
      const today = floor.engine.picture().agents[0]?.today.readyMs ?? 0;
      floor.do({ type: 'agent.ready', agentId: agentId('ada') });
      return today;
    };
    floor.do({ type: 'agent.leave', agentId: agentId('ada'), campaignId: MAIN });
    floor.advance(5 * 60_000);
    expect(readyMs()).toBe(5 * 60_000);
    floor.advance(8 * 60_000);
    expect(readyMs()).toBe(3 * 60_000);
  });

  it('once engine and carrier are closed nothing is left to happen: the process can end', () => {
    const wrapUpLimitMs = 600_000;
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'power', wrapUpLimitMs }] });
    for (const name of ['ada', 'bob', 'cyd']) floor.logIn(name);
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    const closedMs = floor.clock.nowMs();
    floor.engine.close();
    floor.carrier.close();
    while (floor.clock.step());
    // Answers to what was asked of the carrier and of the records may still come.
    expect(floor.clock.nowMs() - closedMs).toBeLessThan(1_000);
  });
});
