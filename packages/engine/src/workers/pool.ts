/** The one pool of worker threads, for screening and pacing alike. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { WorkerResult, WorkerStart, WorkerTask } from './protocol.ts';
import { Slab } from './slab.ts';

export interface WorkerPoolOptions {
  /** Threads; one fewer than the machine's cores, and at least two (so that a decision never holds up the audio), unless told. */
  readonly threads?: number;
  /** Calls that can be screened at once (their slots take up to 8 KB each); 4096 unless told. */
  readonly slots?: number;
  /** Another worker than ours, as a file URL: what the transport takes by itself is measured so. */
  readonly worker?: string;
}

export interface WorkerPool {
  readonly threads: number;
  readonly slab: Slab;
  /** Rejects where the worker died under the task, or the pool is closed. */
  run(task: WorkerTask): Promise<WorkerResult>;
  /** Ends a worker at once, as a crash would: for tests of what then happens. False where there is none. */
  killWorker(): boolean;
  /** Ends all threads; tasks under way are rejected. */
  close(): Promise<void>;
}

/** Compiled code starts `worker.js`; sources (tests) start `worker.ts`, which Node strips of its types. */
const WORKER = new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href;

type Threads = Piscina<WorkerTask, WorkerResult>;

function startThreads(threads: number, filename: string, workerData: WorkerStart): Threads {
  const piscina: Threads = new Piscina({
    filename,
    name: 'handle',
    minThreads: threads,
    maxThreads: threads,
    workerData,
    // Sleeping on a message and not on Atomics.wait lets a worker be ended at once.
    atomics: 'disabled',
  });
  // A worker that dies without a task is replaced; without a listener its error would end the process.
  piscina.on('error', () => piscina.threads.length);
  return piscina;
}

export function createWorkerPool(options: WorkerPoolOptions = {}): WorkerPool {
  const threads = options.threads ?? Math.max(2, availableParallelism() - 1);
  const slab = Slab.ofSlots(options.slots ?? 4096);
  const workerData: WorkerStart = { memory: slab.memory };
  let piscina = startThreads(threads, options.worker ?? WORKER, workerData);
  let closed = false;
  /** Piscina starts no new threads once one has died while it was starting: then all of it is started anew. */
  const revive = (): void => {
    if (closed || piscina.threads.length > 0) return;
    void piscina.destroy();
    piscina = startThreads(threads, options.worker ?? WORKER, workerData);
  };
  return {
    threads,
    slab,
    async run(task) {
      if (closed) throw new Error('the worker pool is closed');
      revive();
      try {
        return await piscina.run(task);
      } catch (cause) {
        revive();
        throw cause;
      }
    },
    killWorker() {
      const worker = piscina.threads[0];
      void worker?.terminate();
      return worker !== undefined;
    },
    close() {
      closed = true;
      return piscina.destroy();
    },
  };
}
