/** Pacing decisions, in the pool or at once: the same batch function behind one interface. */
import { decideBatch, type PacingTask, type PacingTaskResult } from '../pacing/index.ts';
import type { WorkerPool } from './pool.ts';

export interface PacingService {
  /** Decides for each task, in order. `done` gets no results (an empty list) where the pool failed twice: the caller asks again. */
  decide(tasks: PacingTask[], done: (results: PacingTaskResult[]) => void): void;
}

/** Decides inside the call: for the virtual clock and tests. */
export function createInlinePacing(): PacingService {
  return { decide: (tasks, done) => done([...decideBatch(tasks)]) };
}

/** Decides in the pool. A task whose worker died is given to another, once. */
export function createPooledPacing(pool: WorkerPool): PacingService {
  const run = async (tasks: readonly PacingTask[], attempts: number): Promise<PacingTaskResult[]> => {
    try {
      const result = await pool.run({ type: 'decide', tasks });
      return result.type === 'decided' ? [...result.results] : [];
    } catch {
      return attempts > 1 ? run(tasks, attempts - 1) : [];
    }
  };
  return {
    decide(tasks, done) {
      void run(tasks, 2).then(done);
    },
  };
}
