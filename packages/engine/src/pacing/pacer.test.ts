import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer, decideTask, explain, type PacerOptions, type PacingSnapshot } from './index.ts';

const snapshot = (
  over: Partial<Omit<PacingSnapshot, 'agents' | 'calls'>> & {
    idle?: number;
    talkingMs?: number[];
    wrapUpMs?: number[];
    ringingMs?: number[];
    waitingMs?: number[];
  } = {},
): PacingSnapshot => {
  const { idle = 0, talkingMs = [], wrapUpMs = [], ringingMs = [], waitingMs = [], ...rest } = over;
  return {
    nowMs: 1000,
    agents: { idle, talkingMs, wrapUpMs },
    calls: { ringingMs, screeningMs: [], waitingMs },
    ...rest,
  };
};
const ages = (max: number, most = 30) => fc.array(fc.integer({ min: 0, max }), { maxLength: most });
const floors = fc.record({
  idle: fc.nat(20),
  talkingMs: ages(400_000),
  wrapUpMs: ages(60_000, 8),
  ringingMs: ages(24_000, 60),
  waitingMs: ages(2000, 3),
});
const modes = fc.constantFrom<PacerOptions['mode']>('progressive', 'power', 'predictive');

describe('a pacer', () => {
  it('WX-1: progressive dials one call for each idle agent who has none on its way', () => {
    const pacer = createPacer({ mode: 'progressive' });
    expect(pacer.decide(snapshot({ idle: 5, ringingMs: [0, 500] })).launch).toBe(3);
    expect(pacer.decide(snapshot({ idle: 1, ringingMs: [0, 500] })).launch).toBe(0);
  });

  it('BP-2: power dials a fixed number of lines for each idle agent', () => {
    const pacer = createPacer({ mode: 'power', linesPerAgent: 3 });
    expect(pacer.decide(snapshot({ idle: 4, ringingMs: [0] })).launch).toBe(11);
  });

  it('GCC-3: predictive dials for an agent who is about to be free, before anybody is idle', () => {
    const pacer = createPacer({ mode: 'predictive' });
    const wrapUpMs = Array.from({ length: 12 }, () => 12_000);
    expect(pacer.decide(snapshot({ wrapUpMs })).launch).toBeGreaterThan(0);
  });

  it('GT-9: launches nothing while paused, and says so', () => {
    fc.assert(
      fc.property(modes, floors, (mode, floor) => {
        const decision = createPacer({ mode }).decide(snapshot({ ...floor, paused: true }));
        expect(decision.launch).toBe(0);
        expect(explain(decision)).toContain('paused');
      }),
    );
  });

  it('never passes free lines, calls a second or lines for each agent', () => {
    fc.assert(
      fc.property(modes, floors, fc.nat(6), fc.nat(4), (mode, floor, freeLines, callsPerSecond) => {
        const pacer = createPacer({ mode, linesPerAgent: 5, maxLinesPerAgent: 2 });
        const decision = pacer.decide(snapshot({ ...floor, limits: { freeLines, callsPerSecond } }));
        const agents = floor.idle + floor.talkingMs.length + floor.wrapUpMs.length;
        expect(decision.launch).toBeLessThanOrEqual(Math.min(freeLines, Math.max(1, callsPerSecond)));
        expect(decision.launch).toBeLessThanOrEqual(Math.max(0, 2 * agents - floor.ringingMs.length));
      }),
    );
  });

  it('predictive never launches less than progressive, nor less when one agent more is idle', () => {
    fc.assert(
      fc.property(floors, (floor) => {
        const launch = (mode: PacerOptions['mode'], idle: number) =>
          createPacer({ mode }).decide(snapshot({ ...floor, idle })).launch;
        const now = launch('predictive', floor.idle);
        expect(now).toBeGreaterThanOrEqual(launch('progressive', floor.idle));
        expect(launch('predictive', floor.idle + 1)).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  it('goes on from its JSON state as if it had never stopped, in a worker or not', () => {
    const pacer = createPacer({ mode: 'predictive' });
    let state = null;
    for (let i = 0; i < 60; i++) {
      const observations = [
        { type: 'answered', atMs: i * 1000, ringMs: 8000 + 97 * i } as const,
        { type: i % 9 === 0 ? 'abandoned' : 'connected', atMs: i * 1000, waitMs: 500 } as const,
        { type: 'talk-ended', atMs: i * 1000, talkMs: 90_000 + 311 * i, agentId: `a${i % 4}` } as const,
      ];
      const seen = snapshot({
        nowMs: i * 1000 + 250,
        wrapUpMs: [9000, 12_000, 30_000],
        ringingMs: [i * 100],
        talkingMs: [90_000],
      });
      for (const observation of observations) pacer.observe(observation);
      const here = pacer.decide(seen);
      const task = { options: { mode: 'predictive' } as const, state, observations, snapshot: seen };
      const there = decideTask(task);
      state = JSON.parse(JSON.stringify(there.state));
      expect(there.decision).toEqual(here);
    }
    expect(state).toEqual(pacer.state());
  });
});
