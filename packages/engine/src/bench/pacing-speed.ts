/** Times one pacing decision in a worker's way: the pure whole task in and out, and the decision inside a living pacer. */

import { seededRandom } from '@outdial/shared';
import { createPacer, decideBatch, type PacerState, type PacingSnapshot } from '../pacing/index.ts';

const BATCH = 8;
const random = seededRandom(7);
const ages = (count: number, maxMs: number): number[] => Array.from({ length: count }, () => random.next() * maxMs);

function floor(agents: number, calls: number, nowMs: number): PacingSnapshot {
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
function seasoned(agents: number): PacerState {
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
    if (i % 10 === 0) pacer.decide(floor(agents, 40, atMs));
  }
  return pacer.state();
}

function report(what: string, spentMs: number[]): void {
  spentMs.sort((a, b) => a - b);
  const at = (share: number): string => (spentMs[Math.floor(spentMs.length * share)] ?? 0).toFixed(4);
  process.stdout.write(`${what.padEnd(52)} median ${at(0.5)} ms  p99 ${at(0.99)} ms\n`);
}

for (const [agents, calls] of [
  [20, 50],
  [500, 2000],
] as const) {
  const state = seasoned(agents);
  const pacer = createPacer({ mode: 'predictive' }, state);
  const inPacer: number[] = [];
  const asTask: number[] = [];
  for (let i = 0; i < 600; i++) {
    const snapshot = floor(agents, calls, 4_000_000 + i * 250);
    let begun = performance.now();
    pacer.decide(snapshot);
    inPacer.push(performance.now() - begun);
    begun = performance.now();
    decideBatch(
      Array.from({ length: BATCH }, () => ({ options: { mode: 'predictive' }, state, observations: [], snapshot })),
    );
    asTask.push((performance.now() - begun) / BATCH);
  }
  report(`${agents} agents, ${calls} calls in flight: decision`, inPacer);
  report(`${agents} agents, ${calls} calls in flight: task in a batch of 8`, asTask);
}
