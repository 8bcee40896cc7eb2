import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer, decideTask, explain, PacerOptionError, type PacerOptions, type PacingSnapshot } from './index.ts';

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

  it('does no harm when it is asked again at once: what it launched is in flight then', () => {
    fc.assert(
      fc.property(floors, (floor) => {
        const pacer = createPacer({ mode: 'predictive' });
        const { launch } = pacer.decide(snapshot(floor));
        fc.pre(launch < 60);
        const ringingMs = [...floor.ringingMs, ...Array.from({ length: launch }, () => 0)];
        expect(pacer.decide(snapshot({ ...floor, ringingMs })).launch).toBe(0);
      }),
    );
  });

  it('reads the state of an earlier version, which knew no stress', () => {
    const { budget, ...state } = createPacer({ mode: 'predictive' }).state();
    const { usualStress, ...earlier } = budget;
    const pacer = createPacer({ mode: 'predictive' }, { ...state, budget: earlier });
    pacer.observe({ type: 'abandoned', atMs: 1000, waitMs: 2000 });
    expect(usualStress).toBe(0);
    expect(pacer.decide(snapshot({ idle: 2 })).reasons.riskAllowed).toBeGreaterThan(0);
  });

  it('keeps a greater reserve the more a jump of the answer ratio would cost', () => {
    const at = (calls: number) =>
      createPacer({ mode: 'predictive', alreadyLive: 200, alreadyAbandoned: 2 }).decide(
        snapshot({ idle: 5, ringingMs: Array.from({ length: calls }, (_, i) => 300 * i) }),
      ).reasons.riskAllowed;
    expect(at(40)).toBeLessThan(at(10));
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

  it('decides the same when every time in the world is 1.3 times as long', () => {
    fc.assert(
      fc.property(fc.array(floors, { minLength: 3, maxLength: 8 }), fc.nat(1000), (steps, salt) => {
        const run = (scale: number) => {
          const pacer = createPacer({
            mode: 'predictive',
            connectWithinMs: 2000 * scale,
            ringTimeoutMs: 22_000 * scale,
          });
          return steps.map((floor, i) => {
            const atMs = (i + 1) * 5000 * scale;
            pacer.observe({ type: 'answered', atMs, ringMs: (6000 + ((salt * 37 + i * 911) % 9000)) * scale });
            pacer.observe({ type: 'talk-ended', atMs, talkMs: (40_000 + ((salt * 53 + i * 7919) % 200_000)) * scale });
            pacer.observe({ type: (salt + i) % 5 === 0 ? 'abandoned' : 'connected', atMs, waitMs: 300 * scale });
            const times = (list: number[]): number[] => list.map((ms) => ms * scale);
            return pacer.decide(
              snapshot({
                nowMs: atMs,
                idle: floor.idle,
                talkingMs: times(floor.talkingMs),
                wrapUpMs: times(floor.wrapUpMs),
                ringingMs: times(floor.ringingMs),
                waitingMs: times(floor.waitingMs),
              }),
            ).launch;
          });
        };
        expect(run(1.25)).toEqual(run(1));
      }),
    );
  });

  it('risks less the less its abandonment budget has left, and still dials one call for each idle agent', () => {
    const allowed = (abandoned: number) =>
      createPacer({ mode: 'predictive', alreadyLive: 1000, alreadyAbandoned: abandoned }).decide(
        snapshot({ idle: 2, wrapUpMs: [9000, 12_000, 15_000] }),
      );
    const risks = [0, 10, 24, 27, 30, 33, 60].map((abandoned) => allowed(abandoned).reasons.riskAllowed);
    for (const [i, risk] of risks.entries()) expect(risk).toBeLessThanOrEqual(risks[i - 1] ?? 1);
    expect(risks[0]).toBeGreaterThan(10 * (risks[4] ?? 0));
    expect(allowed(60).launch).toBeGreaterThanOrEqual(2);
    expect(allowed(60).reasons.budgetLeft).toBe(-30);
  });

  it('forgets what a rolling window has passed', () => {
    const pacer = createPacer({ mode: 'predictive', abandonWindow: '24h' });
    const hour = 3_600_000;
    for (let i = 0; i < 40; i++) pacer.observe({ type: 'abandoned', atMs: i * 1000, waitMs: 2000 });
    for (let i = 0; i < 100; i++) pacer.observe({ type: 'connected', atMs: 25 * hour + i * 1000, waitMs: 0 });
    expect(pacer.decide(snapshot({ nowMs: 26 * hour, idle: 1 })).reasons.budgetLeft).toBeCloseTo(3);
  });

  it('OUT-5: counts on fewer agents when some are about to leave, and on its own share of shared ones', () => {
    const busy = { idle: 6, wrapUpMs: [9000, 12_000, 15_000, 20_000] };
    const pacer = () => createPacer({ mode: 'predictive' });
    const all = pacer().decide(snapshot(busy));
    const base = snapshot(busy);
    const leaving = pacer().decide({
      ...base,
      agents: { ...base.agents, departures: [{ inMs: 3000 }, { inMs: 4000 }, { inMs: 5000 }, { inMs: 5000 }] },
    });
    const half = pacer().decide(snapshot({ ...busy, limits: { agentShare: 0.5 } }));
    expect(leaving.launch).toBeLessThan(all.launch);
    expect(half.launch).toBeLessThan(all.launch);
    expect(half.reasons.expectedFreeAgents).toBeCloseTo(all.reasons.expectedFreeAgents / 2);
  });

  it('follows an answer ratio that changes, and is not fooled by one silence', () => {
    const pacer = createPacer({ mode: 'predictive' });
    let nowMs = 0;
    const ratioAfter = (seconds: number, everyS: number, answerEvery: number): number => {
      let ratio = 0;
      for (let i = 1; i <= seconds / everyS; i++) {
        nowMs += everyS * 1000;
        const answers = i % answerEvery === 0;
        pacer.observe(
          answers
            ? { type: 'answered', atMs: nowMs, ringMs: 11_000 }
            : { type: 'unanswered', atMs: nowMs, ringMs: 24_000, outcome: 'no-answer' },
        );
        ratio = pacer.decide(snapshot({ nowMs, ringingMs: Array.from({ length: 24 }, (_, k) => k * everyS * 1000) }))
          .reasons.answerRatio;
      }
      return ratio;
    };
    expect(ratioAfter(1200, 1, 10)).toBeCloseTo(0.1, 1);
    expect(ratioAfter(15, 1, 1000)).toBeGreaterThan(0.06);
    expect(ratioAfter(60, 1, 2)).toBeGreaterThan(0.25);
  });

  it('refuses options that make no sense, by name', () => {
    expect(() => createPacer({ mode: 'predictive', abandonTarget: 3 })).toThrow(/abandonTarget is 3: give a ratio/);
    expect(() => createPacer({ mode: 'power', linesPerAgent: Number.NaN })).toThrow(PacerOptionError);
  });

  it('is not thrown off by times that are no times', () => {
    const pacer = createPacer({ mode: 'predictive' });
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, -5, 1e300];
    for (const ms of bad) {
      pacer.observe({ type: 'answered', atMs: 1000, ringMs: ms });
      pacer.observe({ type: 'talk-ended', atMs: 1000, talkMs: ms, agentId: 'a' });
      pacer.observe({ type: 'wrap-up-ended', atMs: ms, wrapUpMs: ms });
      pacer.observe({ type: 'connected', atMs: ms, waitMs: ms });
      pacer.observe({ type: 'screened', atMs: 1000, screeningMs: ms, verdict: 'live' });
    }
    pacer.decide(snapshot({ nowMs: 1000, idle: 3 }));
    pacer.decide(snapshot({ nowMs: 2000, idle: 3, ringingMs: bad, talkingMs: bad, wrapUpMs: bad, waitingMs: bad }));
    const decision = pacer.decide(snapshot({ nowMs: 3000, idle: 3, wrapUpMs: [9000] }));
    expect(decision.launch).toBeGreaterThanOrEqual(3);
    for (const figure of Object.values(decision.reasons)) if (typeof figure === 'number') expect(figure).not.toBeNaN();
    expect(JSON.stringify(pacer.state())).not.toContain('null,');
  });
});
