import { describe, expect, it } from 'vitest';
import { numberOf } from '../loadtest/memory-records.ts';
import { agentId, campaignId, campaignOf, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

/** A power campaign reserves nobody: three lines for each ready agent. */
const power = { id: MAIN, mode: 'power', linesPerAgent: 3 } as const;
const manual = { id: MAIN, answer: 'manual' } as const;

/** Logs in, ready and with the phone up, while nothing new is dialed. */
function standBy(floor: TestFloor, name: string): void {
  floor.do({ type: 'engine.stop-dialing' });
  floor.logIn(name);
  floor.advance(500);
}

describe('dialing and delivery', () => {
  it('BP-3, GW-3: dials from the list by itself and follows the call to its end', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'wrap-up', 80_000);
    const [answered] = floor.factsOf('answered');
    const [ended] = floor.factsOf('ended');
    expect(answered).toMatchObject({ ringMs: 3_000 });
    expect(ended).toEqual({
      ...{ type: 'ended', attemptId: answered?.attemptId, outcome: 'live', liveEnd: 'connected' },
      ...{ endedBy: 'contact', talkMs: 60_000, waitMs: 20, detail: expect.any(String) },
    });
  });

  it('BP-4: a live answer goes to a ready agent of that campaign, the longest idle first', () => {
    const other = campaignId('other');
    const floor = new TestFloor({ campaigns: [power, { id: other, state: 'paused' }] });
    floor.logIn('ada', [other]);
    floor.advance(10);
    floor.logIn('bob');
    floor.advance(10);
    floor.logIn('cyd');
    floor.advance(4_000);
    const takers = floor.factsOf('connected').map((fact) => fact.agentId);
    expect(takers).toEqual(['bob', 'cyd']);
    expect(floor.state('ada')).toBe('ready');
  });

  it("BP-5, WX-5: the alert shows the campaign's name, the contact's name and the number", () => {
    const floor = new TestFloor({ campaigns: [{ ...manual, name: 'Spring offer', connectWithinMs: 10_000 }] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    expect(floor.mirror('ada').interaction).toMatchObject({
      ...{ campaignName: 'Spring offer', contactName: 'Contact 0', number: numberOf(0), state: 'offered' },
    });
  });

  it('BP-6: joined without being asked, or only after Accept, as the campaign says', () => {
    const automatic = new TestFloor();
    automatic.logIn('ada');
    automatic.until('ada', 'talking');
    expect(automatic.mirrors.some((mirror) => mirror.presence.kind === 'offered')).toBe(false);

    const asked = new TestFloor({ campaigns: [manual] });
    asked.logIn('ada');
    asked.until('ada', 'offered');
    asked.advance(100);
    expect(asked.factsOf('connected')).toEqual([]);
    expect(asked.on('ada', 'interaction.accept')).toMatchObject({ ok: true });
    asked.until('ada', 'talking');
  });

  it('BP-6: in power mode the offer times out inside the connect window', () => {
    const floor = new TestFloor({ campaigns: [{ ...power, answer: 'manual', offerTimeoutMs: 20_000 }] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    const { presence } = floor.mirror('ada');
    expect(presence).toMatchObject({ kind: 'offered', expiresAtMs: floor.clock.nowMs() + 2_000 });
  });

  it('GW-9: after Reject the person goes to the next ready agent, and the one who rejected is not ready', () => {
    const floor = new TestFloor({ campaigns: [{ ...manual, connectWithinMs: 5_000 }] });
    floor.logIn('ada');
    while (floor.factsOf('answered').length === 0) floor.advance(1);
    standBy(floor, 'bob');
    expect(floor.on('ada', 'interaction.reject')).toMatchObject({ ok: true });
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'rejected an offered call' });
    expect(floor.state('bob')).toBe('offered');
    expect(floor.on('bob', 'interaction.accept')).toMatchObject({ ok: true });
    floor.until('bob', 'talking', 100);
  });

  it('GW-12: an offer that times out goes on to the next agent inside the window, else the call is abandoned', () => {
    const floor = new TestFloor({ campaigns: [{ ...manual, offerTimeoutMs: 4_500, connectWithinMs: 2_500 }] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    standBy(floor, 'bob');
    floor.advance(4_000);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'let an offered call pass' });
    expect(floor.state('bob')).toBe('offered');
    floor.advance(1_005);
    expect(floor.state('bob')).toBe('not-ready');
    expect(floor.factsOf('ended')).toMatchObject([
      { outcome: 'live', liveEnd: 'abandoned', endedBy: 'us', waitMs: 2_505 },
    ]);
  });

  it('GW-9: rejected before anybody answers, the call is given up and its record is the next one', () => {
    const floor = new TestFloor({ campaigns: [manual] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    const first = floor.mirror('ada').interaction?.contactId;
    floor.on('ada', 'interaction.reject');
    floor.advance(1_000);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'cancelled', endedBy: 'agent', liveEnd: null }]);
    expect(floor.records.returned).toContainEqual({ campaignId: MAIN, contactIds: [first], position: 'top' });
    expect(floor.state('ada')).toBe('not-ready');
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.until('ada', 'offered');
    expect(floor.mirror('ada').interaction?.contactId).toBe(first);
  });

  it('GW-9: rejected before anybody answers, with another agent ready, it rings on for them', () => {
    const floor = new TestFloor({ campaigns: [manual] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    standBy(floor, 'bob');
    const { contactId } = floor.mirror('ada').interaction ?? {};
    floor.on('ada', 'interaction.reject');
    expect(floor.state('ada')).toBe('not-ready');
    expect(floor.mirror('bob')).toMatchObject({ presence: { kind: 'offered' }, interaction: { contactId } });
    expect(floor.on('bob', 'interaction.accept')).toMatchObject({ ok: true });
    floor.until('bob', 'talking', 5_000);
    expect(floor.factsOf('ended')).toEqual([]);
    expect(floor.factsOf('connected')).toMatchObject([{ agentId: 'bob' }]);
  });

  it('GW-9: what nobody takes rings as long as the packs say, for whoever comes free meanwhile, and is given up then', () => {
    const rejected = () => {
      const floor = new TestFloor({ campaigns: [manual], profile: NOBODY_ANSWERS });
      floor.engine.configure({ campaigns: floor.campaigns, minRingMs: { [MAIN]: 15_000 } });
      floor.logIn('ada');
      floor.until('ada', 'offered');
      const { contactId } = floor.mirror('ada').interaction ?? {};
      floor.on('ada', 'interaction.reject');
      floor.do({ type: 'engine.stop-dialing' });
      return { floor, contactId };
    };
    const { floor, contactId } = rejected();
    while (floor.engine.picture().calls[0]?.state !== 'ringing') floor.advance(1);
    floor.advance(14_990);
    expect(floor.factsOf('ended')).toEqual([]);
    floor.advance(1_000);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'cancelled', endedBy: 'agent', liveEnd: null }]);
    expect(floor.records.returned).toContainEqual({ campaignId: MAIN, contactIds: [contactId], position: 'top' });

    const later = rejected();
    later.floor.advance(5_000);
    later.floor.logIn('bob');
    later.floor.until('bob', 'offered', 1_000);
    expect(later.floor.mirror('bob').interaction).toMatchObject({ contactId: later.contactId });
  });

  it('GW-12: an offer is not bound to the connect window, but to it and its own end once somebody is there', () => {
    const floor = new TestFloor({ campaigns: [{ ...manual, offerTimeoutMs: 20_000 }] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    const offeredAtMs = floor.clock.nowMs();
    expect(floor.mirror('ada').presence).toMatchObject({ expiresAtMs: offeredAtMs + 20_000 });
    floor.advance(3_000);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'offered', expiresAtMs: offeredAtMs + 5_000 });
    floor.on('ada', 'interaction.accept');
    floor.until('ada', 'talking', 100);
  });

  it('BP-9, WX-12: an accepted call that nobody answers is wrapped up; one that nobody accepted is not', () => {
    const floor = new TestFloor({
      campaigns: [{ ...manual, offerTimeoutMs: 60_000 }],
      profile: { ...NOBODY_ANSWERS, noAnswerMs: { dist: 'fixed', mean: 8_000 } },
    });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    while (floor.factsOf('ended').length === 0) floor.advance(1);
    expect(floor.state('ada')).toBe('ready');
    floor.until('ada', 'offered');
    floor.on('ada', 'interaction.accept');
    floor.advance(4_000);
    expect(floor.mirror('ada').interaction).toMatchObject({ state: 'dialing', callStatus: 'ringing' });
    floor.until('ada', 'wrap-up', 40_000);
    expect(floor.mirror('ada').interaction).toMatchObject({ state: 'wrap-up', callStatus: 'no-answer' });
    floor.on('ada', 'interaction.done');
    expect(floor.factsOf('wrapped-up')).toHaveLength(1);
  });

  it('WX-1: the agent hears it ring and is joined at the answer, where the campaign says so', () => {
    const detection = { enabled: true, onMachine: 'hang-up', maxScreeningMs: 4_000 } as const;
    const floor = new TestFloor({ campaigns: [{ id: MAIN, joinAt: 'ringing', detection }] });
    floor.logIn('ada');
    floor.until('ada', 'connecting', 1_000);
    expect(floor.mirror('ada').interaction?.origin).toBe('outbound campaign call: connecting…');
    floor.until('ada', 'talking', 3_100);
    expect(floor.mirror('ada').interaction?.origin).toBe('outbound campaign call to Contact 0');
    // Nobody waited for the verdict, which is told all the same.
    expect(floor.factsOf('screened')).toEqual([]);
    floor.advance(5_000);
    expect(floor.factsOf('screened')).toHaveLength(1);
    expect(floor.state('ada')).toBe('talking');
  });

  it('GCC-3: with "reserve agent" off a progressive campaign keeps nobody and dials on the forecast', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, reserveAgent: false, maxLinesPerAgent: 3 }] });
    for (const name of ['ada', 'bob', 'cyd']) floor.logIn(name);
    floor.advance(2_900);
    expect(floor.engine.picture().calls.length).toBeGreaterThan(0);
    for (const name of ['ada', 'bob', 'cyd']) expect(floor.state(name)).toBe('ready');
    expect(floor.engine.picture().calls.every(({ agentId }) => agentId === null)).toBe(true);
    expect(floor.engine.decisions(MAIN).at(-1)?.boundBy).not.toBe('one-call-per-idle-agent');
  });

  it('GW-10: joined at the answer, the origin names the contact at once', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'connecting');
    expect(floor.mirror('ada').interaction?.origin).toBe('outbound campaign call to Contact 0');
  });

  it('GW-10: with an offer the origin reads "connecting…" until the agent is with the person', () => {
    const floor = new TestFloor({ campaigns: [manual] });
    floor.logIn('ada');
    floor.until('ada', 'offered');
    floor.on('ada', 'interaction.accept');
    expect(floor.mirror('ada').presence.kind).toBe('connecting');
    expect(floor.mirror('ada').interaction?.origin).toBe('outbound campaign call: connecting…');
    floor.until('ada', 'talking');
    expect(floor.mirror('ada').interaction?.origin).toBe('outbound campaign call to Contact 0');
  });

  it('WX-1: when an agent is available again the next contact is dialed at once, one per available agent', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'wrap-up', 80_000);
    expect(floor.engine.picture().calls).toEqual([]);
    floor.on('ada', 'interaction.done');
    floor.advance(60);
    expect(floor.engine.picture().calls).toHaveLength(1);
    expect(floor.state('ada')).toBe('reserved');
  });

  it('WX-8: joined on a live voice, the agent alone hears a short zip tone', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'talking');
    const [call] = floor.engine.picture().calls;
    const hears = call === undefined ? null : floor.carrier.picture(call.callId);
    expect(hears?.hears('agent').has('tone' as never)).toBe(true);
    expect(hears?.hears('contact').has('tone' as never)).toBe(false);
  });

  it('GCC-3: progressive keeps an agent for each call that is set up, and frees them when it fails', () => {
    const floor = new TestFloor({ profile: { ...NOBODY_ANSWERS, noAnswerMs: { dist: 'fixed', mean: 8_000 } } });
    floor.logIn('ada');
    floor.advance(1_000);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'reserved', campaignId: MAIN });
    expect(floor.engine.picture().calls).toMatchObject([{ agentId: 'ada' }]);
    while (floor.factsOf('ended').length === 0) floor.advance(1);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'no-answer', liveEnd: null }]);
  });

  it('GCC-3: power and predictive reserve nobody, and hang up where no agent is there in time', () => {
    const floor = new TestFloor({ campaigns: [power] });
    floor.logIn('ada');
    floor.advance(2_900);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.engine.picture().calls).toHaveLength(3);
    floor.advance(3_000);
    expect(floor.factsOf('connected')).toHaveLength(1);
    const ended = floor.factsOf('ended');
    expect(ended).toHaveLength(2);
    for (const fact of ended) expect(fact).toMatchObject({ liveEnd: 'abandoned', endedBy: 'us', talkMs: 0 });
    expect(ended[0]?.detail).toContain('2000 ms');
  });

  it('a person who hangs up while waiting was abandoned too', () => {
    const floor = new TestFloor({ campaigns: [{ ...power, connectWithinMs: 20_000 }] });
    const [first, second] = [0, 1];
    for (const index of [first, second]) {
      floor.carrier.plays(numberOf(index), {
        ringsAfterMs: 500,
        end: { does: 'answer', afterMs: 1_000, hangsUpAfterMs: 700 },
      });
    }
    floor.reconfigure(MAIN, { linesPerAgent: 2 });
    floor.logIn('ada');
    floor.advance(5_000);
    const abandoned = floor.factsOf('ended').filter((fact) => fact.liveEnd === 'abandoned');
    expect(abandoned[0]).toMatchObject({ endedBy: 'contact', outcome: 'live' });
  });

  it('GT-8: an agent whose phone is down is passed over', () => {
    const floor = new TestFloor({ campaigns: [power] });
    floor.carrier.phoneBehaves('phone-ada', 'unreachable');
    floor.logIn('ada');
    floor.logIn('bob');
    floor.advance(500);
    expect(floor.mirror('ada').phone).toMatchObject({ state: 'down' });
    floor.until('bob', 'talking');
    expect(floor.factsOf('connected').every((fact) => fact.agentId === agentId('bob'))).toBe(true);
  });

  it('the configuration refuses no mode: preview campaigns are not dialed by the engine', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'preview' }] });
    floor.logIn('ada');
    floor.advance(10_000);
    expect(campaignOf({ id: MAIN, mode: 'preview' }).mode).toBe('preview');
    expect(floor.factsOf('ended')).toEqual([]);
    expect(floor.engine.picture().calls).toEqual([]);
  });
});
