/** Times one pacing decision in a worker's way: the pure whole task in and out, and the decision inside a living pacer. */

import { createPacer, decideBatch } from '../pacing/index.ts';
import { seasonedState, snapshotOfFloor } from './pacing-floors.ts';

const BATCH = 8;

function report(what: string, spentMs: number[]): void {
  spentMs.sort((a, b) => a - b);
  const at = (share: number): string => (spentMs[Math.floor(spentMs.length * share)] ?? 0).toFixed(4);
  process.stdout.write(`${what.padEnd(52)} median ${at(0.5)} ms  p99 ${at(0.99)} ms\n`);
}

for (const [agents, calls] of [
  [20, 50],
  [500, 2000],
] as const) {
  const state = seasonedState(agents);
  const pacer = createPacer({ mode: 'predictive' }, state);
  const inPacer: number[] = [];
  const asTask: number[] = [];
  for (let i = 0; i < 600; i++) {
    const snapshot = snapshotOfFloor(agents, calls, 4_000_000 + i * 250);
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
