/** A worker of the pool: stateless, one switch over the protocol's tasks. */
import { workerData } from 'node:worker_threads';
import { decideBatch } from '../pacing/index.ts';
import type { WorkerResult, WorkerStart, WorkerTask } from './protocol.ts';
import { screenBatch } from './screen-task.ts';
import { Slab } from './slab.ts';

/** Piscina hands the pool's data over inside its own. */
function startData(data: unknown): WorkerStart {
  const found = Array.isArray(data) ? data.find((part) => (part as WorkerStart | null)?.memory !== undefined) : data;
  return found as WorkerStart;
}

const slab = new Slab(startData(workerData).memory);

function handle(task: WorkerTask): WorkerResult {
  switch (task.type) {
    case 'screen':
      return screenBatch(slab, task.calls);
    case 'decide':
      return { type: 'decided', results: decideBatch(task.tasks) };
    default:
      return task satisfies never;
  }
}

// Piscina takes the default export, or one that it is told by name.
export { handle };
