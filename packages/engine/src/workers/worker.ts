/** A worker of the pool: stateless, one switch over the protocol's tasks. */
import { workerData } from 'node:worker_threads';
import { decideBatch } from '../pacing/index.ts';
import { startData, type WorkerResult, type WorkerTask } from './protocol.ts';
import { screenBatch } from './screen-task.ts';
import { Slab } from './slab.ts';

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
