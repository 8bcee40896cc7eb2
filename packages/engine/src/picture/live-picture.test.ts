import { describe, expect, it } from 'vitest';
import { MAIN, shippedClips, TestFloor } from '../testing/floor.ts';

describe('the live picture', () => {
  it('GT-7: each call under way with its state, timers, contact, agent, and what the detector hears', () => {
    const detection = { enabled: true, onMachine: 'hang-up', maxScreeningMs: 4_000 } as const;
    const floor = new TestFloor({ campaigns: [{ id: MAIN, detection }], clips: shippedClips() });
    floor.logIn('ada');
    floor.advance(2_000);
    const startedAtMs = floor.engine.picture().calls[0]?.startedAtMs ?? 0;
    expect(floor.engine.picture().calls).toMatchObject([
      { state: 'ringing', contactName: 'Contact 0', agentId: 'ada', sinceMs: startedAtMs + 1_000, detector: null },
    ]);
    floor.advance(2_000);
    expect(floor.engine.picture().calls).toMatchObject([
      { state: 'screening', detector: expect.stringMatching(/speech|silence|tone/) },
    ]);
    floor.until('ada', 'talking');
    expect(floor.engine.picture().calls).toMatchObject([
      { state: 'connected', detector: expect.stringMatching(/human|unknown/) },
    ]);
    expect(floor.engine.picture().campaigns[0]).toMatchObject({
      calls: { ringing: 0, connected: 1 },
      agents: { joined: 1, talking: 1, ready: 0 },
      // Whoever talks has answered, though no attempt is over yet.
      answerRatio: 1,
      totals: { attempts: 0 },
    });
  });

  it('parts that did not change are the same objects', () => {
    const floor = new TestFloor();
    floor.logIn('ada', [MAIN], false);
    floor.advance(500);
    const first = floor.engine.picture();
    floor.advance(1_000);
    expect(floor.engine.picture().agents[0]).toBe(first.agents[0]);
  });

  it('talk, wrap-up and agent time are booked to the campaign, not-ready time left out', () => {
    const floor = new TestFloor();
    floor.logIn('ada', [MAIN], false);
    floor.advance(10_000);
    expect(floor.engine.picture().campaigns[0]?.totals).toMatchObject({ agentMs: 0 });
    const readyAtMs = floor.clock.nowMs();
    floor.do({ type: 'agent.ready', agentId: floor.mirror('ada').agentId });
    floor.until('ada', 'wrap-up', 80_000);
    floor.advance(5_000);
    const { totals } = floor.engine.picture().campaigns[0] ?? { totals: null };
    expect(totals).toMatchObject({ talkMs: 60_000, wrapUpMs: 5_000, agentMs: floor.clock.nowMs() - readyAtMs });
    expect(totals).toMatchObject({ attempts: 1, live: 1, connected: 1, abandoned: 0, outcomes: { live: 1 } });
  });

  it('GT-8: a monitored call is metered ten times a second, until it ends', () => {
    const floor = new TestFloor({ clips: shippedClips() });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    const callId = floor.engine.picture().calls[0]?.callId;
    if (callId === undefined) throw new Error('no call');
    floor.do({ type: 'monitor.start', monitorId: 'm1', callId, phone: null, mode: 'listen' });
    floor.advance(3_000);
    expect(floor.ticks).toHaveLength(30);
    expect(Math.max(...floor.ticks.map((tick) => tick.contactDbfs))).toBeGreaterThan(-40);
    expect(Math.max(...floor.ticks.map((tick) => tick.agentDbfs))).toBeGreaterThan(-40);
    floor.on('ada', 'interaction.hang-up');
    floor.advance(1_000);
    expect(floor.ticks.at(-1)).toMatchObject({ monitorId: 'm1', state: 'ended' });
    expect(
      floor.engine.command({ type: 'monitor.start', monitorId: 'm2', callId, phone: null, mode: 'listen' }),
    ).toMatchObject({
      code: 'unknown-call',
    });
  });

  it('a supervisor ends a call; ending all calls closes them as ended by us', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.do({ type: 'engine.stop-dialing' });
    floor.do({ type: 'engine.end-calls' });
    floor.advance(10);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'live', liveEnd: 'connected', endedBy: 'us' }]);
    expect(floor.engine.picture().calls).toEqual([]);
  });
});
