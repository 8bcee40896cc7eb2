/** Hears calls: RTP from Asterisk, read on a thread of its own, told frame by frame. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MediaReport, MediaRequest, MediaStart } from './media-protocol.ts';

const FRAME_SAMPLES = 160;
/** Compiled code starts `media-worker.js`; sources (tests) start `media-worker.ts`, which Node strips of its types. */
const WORKER = new URL(`./media-worker${extname(import.meta.url)}`, import.meta.url);

export type OnFrame = (frame: Int16Array, atMs: number) => void;

export interface MediaStream {
  close(): void;
}

export class Media {
  readonly #worker: Worker;
  readonly #streams = new Map<number, OnFrame>();
  readonly #listening: Promise<number>;
  #nextId = 1;
  #closed = false;

  constructor(start: MediaStart) {
    this.#worker = new Worker(WORKER, { workerData: start });
    // A thread that hears calls keeps no process alive.
    this.#worker.unref();
    const { promise, reject, resolve } = Promise.withResolvers<number>();
    this.#listening = promise;
    promise.catch(() => undefined);
    this.#worker.on('error', (error) => reject(error));
    this.#worker.on('message', (report: MediaReport) => {
      if (report.type === 'listening') resolve(report.port);
      else if (report.type === 'failed') reject(new Error(report.reason));
      else this.#frames(report);
    });
  }

  /** The UDP port that Asterisk sends to. Rejects where it cannot be had. */
  get port(): Promise<number> {
    return this.#listening;
  }

  /** What comes from this port of Asterisk. A frame is valid inside the callback. */
  open(fromPort: number, onFrame: OnFrame): MediaStream {
    const streamId = this.#nextId++;
    this.#streams.set(streamId, onFrame);
    this.#tell({ type: 'open', streamId, fromPort });
    return {
      close: () => {
        if (this.#streams.delete(streamId)) this.#tell({ type: 'close', streamId });
      },
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#streams.clear();
    this.#tell({ type: 'stop' });
    this.#closed = true;
  }

  #tell(request: MediaRequest): void {
    if (!this.#closed) this.#worker.postMessage(request);
  }

  #frames({ endsMs, samples, streams }: Extract<MediaReport, { type: 'frames' }>): void {
    for (let i = 0; i < streams.length; i++) {
      const onFrame = this.#streams.get(streams[i] ?? 0);
      onFrame?.(samples.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES), endsMs[i] ?? 0);
    }
  }
}
