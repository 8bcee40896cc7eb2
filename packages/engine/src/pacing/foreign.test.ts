/** The pacer driven by a simulator that knows only the published contract: no agents by name, no departures, its own clock. */
import { seededRandom } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { createPacer, type PacerOptions } from './index.ts';

interface Run {
  readonly live: number;
  readonly abandoned: number;
  readonly talkShare: number;
}

const AGENTS = 12;
const HOURS = 1.5;
const STEP_MS = 100;

/** Steps of 100 ms, a decision every `everyMs`; talk gamma-like (sum of two exponentials), ringing uniform. */
function foreignFloor(mode: PacerOptions['mode'], everyMs: number, seed: number): Run {
  const random = seededRandom(seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - random.next());
  const pacer = createPacer({ mode, ringTimeoutMs: 25_000 });
  const agents: { state: 'idle' | 'talking' | 'wrap-up'; sinceMs: number; endMs: number }[] = Array.from(
    { length: AGENTS },
    () => ({ state: 'idle', sinceMs: 0, endMs: 0 }),
  );
  let ringing: { launchedMs: number; endMs: number; answers: boolean }[] = [];
  let waiting: number[] = [];
  let live = 0;
  let abandoned = 0;
  let talkMs = 0;
  for (let nowMs = 0; nowMs < HOURS * 3_600_000; nowMs += STEP_MS) {
    for (const agent of agents) {
      if (agent.state === 'talking') talkMs += STEP_MS;
      if (agent.state === 'idle' || agent.endMs > nowMs) continue;
      if (agent.state === 'talking') {
        pacer.observe({ type: 'talk-ended', atMs: nowMs, talkMs: nowMs - agent.sinceMs });
        Object.assign(agent, { state: 'wrap-up', sinceMs: nowMs, endMs: nowMs + exponential(10_000) });
      } else {
        pacer.observe({ type: 'wrap-up-ended', atMs: nowMs, wrapUpMs: nowMs - agent.sinceMs });
        agent.state = 'idle';
      }
    }
    for (const call of ringing) {
      if (call.endMs > nowMs) continue;
      const ringMs = nowMs - call.launchedMs;
      if (!call.answers) pacer.observe({ type: 'unanswered', atMs: nowMs, ringMs, outcome: 'no-answer' });
      else {
        pacer.observe({ type: 'answered', atMs: nowMs, ringMs });
        pacer.observe({ type: 'screened', atMs: nowMs, screeningMs: 0, verdict: 'live' });
        waiting.push(nowMs);
      }
    }
    ringing = ringing.filter((call) => call.endMs > nowMs);
    const left: number[] = [];
    for (const sinceMs of waiting) {
      const agent = agents.find((one) => one.state === 'idle');
      const waitMs = nowMs - sinceMs;
      if (agent === undefined && waitMs < 2000) {
        left.push(sinceMs);
        continue;
      }
      live += 1;
      if (agent === undefined) abandoned += 1;
      else {
        const endMs = nowMs + exponential(40_000) + exponential(40_000);
        Object.assign(agent, { state: 'talking', sinceMs: nowMs, endMs });
      }
      pacer.observe({ type: agent === undefined ? 'abandoned' : 'connected', atMs: nowMs, waitMs });
    }
    waiting = left;
    if (nowMs % everyMs !== 0) continue;
    const since = (state: string): number[] =>
      agents.filter((agent) => agent.state === state).map((agent) => nowMs - agent.sinceMs);
    const { launch } = pacer.decide({
      nowMs,
      agents: { idle: since('idle').length, talkingMs: since('talking'), wrapUpMs: since('wrap-up') },
      calls: {
        ringingMs: ringing.map((call) => nowMs - call.launchedMs),
        screeningMs: [],
        waitingMs: waiting.map((sinceMs) => nowMs - sinceMs),
      },
    });
    for (let i = 0; i < launch; i++) {
      const answers = random.chance(0.2);
      const ringMs = answers ? 3000 + 15_000 * random.next() : 25_000;
      ringing.push({ launchedMs: nowMs, endMs: nowMs + ringMs, answers });
    }
  }
  return { live, abandoned, talkShare: talkMs / (AGENTS * HOURS * 3_600_000) };
}

describe('a pacer in a foreign simulator', () => {
  const progressive = foreignFloor('progressive', 500, 5);

  it.each([100, 300, 1000])('holds the cap and talks more than progressive, deciding every %i ms', (everyMs) => {
    const ours = foreignFloor('predictive', everyMs, 5);
    expect(ours.live).toBeGreaterThan(400);
    expect(ours.abandoned / ours.live).toBeLessThanOrEqual(0.03);
    expect(ours.talkShare).toBeGreaterThan(progressive.talkShare + 0.08);
  });
});
