import { seededRandom } from '@outdial/shared';
import { afterAll, describe, expect, it } from 'vitest';
import type { PacingTask, PacingTaskResult } from '../pacing/index.ts';
import { createInlinePacing, createPooledPacing, createWorkerPool } from './index.ts';

const pool = createWorkerPool({ threads: 2, slots: 1 });
afterAll(() => pool.close());

/** A campaign's day in short: random news and snapshots, the state handed from one decision to the next. */
function decideDay(decide: (tasks: PacingTask[]) => Promise<PacingTaskResult[]>, seed: number) {
  const random = seededRandom(seed);
  const step = async (i: number, state: PacingTask['state'], decisions: unknown[]): Promise<unknown[]> => {
    if (i === 25) return decisions;
    const nowMs = i * 250;
    const observations: PacingTask['observations'][number][] = Array.from({ length: random.below(4) }, () =>
      random.chance(0.4)
        ? { type: 'answered', atMs: nowMs, ringMs: 2000 + random.below(9000) }
        : { type: 'unanswered', atMs: nowMs, ringMs: 20_000, outcome: 'no-answer' },
    );
    const task: PacingTask = {
      options: { mode: 'predictive', seed },
      state,
      observations,
      snapshot: {
        nowMs,
        agents: { idle: random.below(6), talkingMs: [random.below(90_000)], wrapUpMs: [] },
        calls: { ringingMs: [random.below(8000)], screeningMs: [], waitingMs: [] },
      },
    };
    const [result] = await decide([task]);
    if (result === undefined) throw new Error('no decision came back');
    return step(i + 1, result.state, [...decisions, result]);
  };
  return step(0, null, []);
}

const through = (service: ReturnType<typeof createInlinePacing>) => (tasks: PacingTask[]) =>
  new Promise<PacingTaskResult[]>((resolve) => service.decide(tasks, resolve));

describe('pacing in the pool', () => {
  it('decides as its inline twin does, decision by decision', async () => {
    for (const seed of [1, 2, 3])
      expect(await decideDay(through(createPooledPacing(pool)), seed)).toEqual(
        await decideDay(through(createInlinePacing()), seed),
      );
  });

  it('gives the task of a dead worker to another', async () => {
    const decided = decideDay(through(createPooledPacing(pool)), 9);
    pool.killWorker();
    expect(await decided).toEqual(await decideDay(through(createInlinePacing()), 9));
  });
});
