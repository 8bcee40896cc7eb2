/** A worker that stops in the middle of a batch, as often as it is told, and then does nothing until it is ended: for tests of that. */
import { workerData } from 'node:worker_threads';
import { SCREEN_FIELDS, startData, type WorkerResult, type WorkerTask } from '../protocol.ts';
import { screenBatch } from '../screen-task.ts';
import { Slab } from '../slab.ts';

const slab = new Slab(startData(workerData).memory);
/** The last slot is no call's: its inbox says how often workers have stopped so far, and how often they are to. */
const stops = slab.inbox(slab.slots - 1);

function handle(task: WorkerTask): WorkerResult {
  if (task.type !== 'screen') throw new TypeError(`a halting worker takes no task ${task.type}`);
  if (Atomics.load(stops, 0) < Atomics.load(stops, 1)) {
    // The first half of the batch is heard; of the next call one frame is, and its state is written.
    const half = Math.ceil(task.calls.length / SCREEN_FIELDS / 2) * SCREEN_FIELDS;
    const part = task.calls.slice(0, half + SCREEN_FIELDS);
    if (part.length > half) part[half + 2] = 1;
    screenBatch(slab, part);
    Atomics.add(stops, 0, 1);
    for (;;) Atomics.load(stops, 0);
  }
  return screenBatch(slab, task.calls);
}

export { handle };
