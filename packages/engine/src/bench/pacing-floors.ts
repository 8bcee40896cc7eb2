/** Floors to time a decision on: agents and calls of all ages, and a pacer's state that has seen some hours. */
import { seededRandom } from '@outdial/shared';
import { createPacer, type PacerState, type PacingSnapshot } from '../pacing/index.ts';

const random = seededRandom(7);
const ages = (count: number, maxMs: number): number[] => Array.from({ length: count }, () => random.next() * maxMs);

export function snapshotOfFloor(agents: number, calls: number, nowMs: number): PacingSnapshot {
  const talkingMs = ages(Math.round(agents * 0.85), 240_000);
  return {
    nowMs,
    agents: {
      idle: Math.round(agents * 0.05),
      talkingMs,
      talking: talkingMs.map((elapsedMs, i) => ({ agentId: `agent-${i}`, elapsedMs })),
      wrapUpMs: ages(Math.round(agents * 0.1), 30_000),
    },
    calls: { ringingMs: ages(calls, 24_000), screeningMs: [], waitingMs: [] },
  };
}

/** A state that has seen some hours. */
export function seasonedState(agents: number): PacerState {
  const pacer = createPacer({ mode: 'predictive' });
  for (let i = 0; i < 4000; i++) {
    const atMs = i * 1000;
    if (i % 4 === 0) pacer.observe({ type: 'answered', atMs, ringMs: 4000 + random.next() * 16_000 });
    else pacer.observe({ type: 'unanswered', atMs, ringMs: 24_000, outcome: 'no-answer' });
    pacer.observe({
      type: 'talk-ended',
      atMs,
      talkMs: 20_000 + random.next() * 200_000,
      agentId: `agent-${i % agents}`,
    });
    pacer.observe({ type: i % 40 === 0 ? 'abandoned' : 'connected', atMs, waitMs: 0 });
    if (i % 10 === 0) pacer.decide(snapshotOfFloor(agents, 40, atMs));
  }
  return pacer.state();
}
