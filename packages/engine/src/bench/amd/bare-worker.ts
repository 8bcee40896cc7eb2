/** A worker that hears nothing: it takes each call's frames from the inbox and answers, so that the transport can be measured alone. */
import { workerData } from 'node:worker_threads';
import { FRAME_SAMPLES } from '../../amd/frame-analysis.ts';
import { SCREEN_FIELDS, startData, type WorkerResult, type WorkerTask } from '../../workers/protocol.ts';
import { Slab } from '../../workers/slab.ts';

const slab = new Slab(startData(workerData).memory);
/** What was taken, so that taking it is not optimised away. */
let taken = 0;

function handle(task: WorkerTask): WorkerResult {
  if (task.type !== 'screen') throw new TypeError(`a bare worker takes no task ${task.type}`);
  let frames = 0;
  for (let at = 0; at < task.calls.length; at += SCREEN_FIELDS) {
    const count = task.calls[at + 2] ?? 0;
    const inbox = slab.inbox(task.calls[at] ?? 0);
    for (let i = 0; i < count; i++) taken += inbox[i * FRAME_SAMPLES] ?? 0;
    frames += count;
  }
  return { type: 'screened', frames: taken === Number.POSITIVE_INFINITY ? 0 : frames, events: [] };
}

export { handle };
