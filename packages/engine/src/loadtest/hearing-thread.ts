/** A thread that hears recordings while the run goes on: asked as calls are dialed, waited for when they are answered. */
import { extname } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Opening } from '../telephony/simulated/voice.ts';
import type { Hearing } from './hearing.ts';
import type { HearingAnswer, HearingQuestion, HearingStart } from './hearing-protocol.ts';

/** Compiled code starts `hearing-worker.js`; sources (tests) start the `.ts`, which Node strips of its types. */
const WORKER = new URL(`./hearing-worker${extname(import.meta.url)}`, import.meta.url);
/** A recording takes a few milliseconds; a thread that is silent for so long is gone. */
const SILENT_MS = 30_000;
/** A recording is asked for again where it is wanted so much sooner. */
const WORTH_TELLING_MS = 500;

export interface HearingThread {
  /** The recording will be wanted then. */
  ask(sound: Opening, dueMs: number): void;
  /** Waits where it has not been heard yet. */
  hear(sound: Opening): Hearing;
  close(): Promise<void>;
}

/** Ready to be asked when it resolves. `seed` is the run's: thread and carrier mix the same sounds from it. */
export async function startHearingThread(seed: number): Promise<HearingThread> {
  const { port1: port, port2: theirs } = new MessageChannel();
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const start: HearingStart = { seed, counts, port: theirs };
  const worker = new Worker(WORKER, { workerData: start, transferList: [theirs] });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  const answers = new Map<string, Hearing>();
  /** When each is wanted, as far as the thread was told. */
  const asked = new Map<string, number>();

  const ask = ({ recording: { name }, repeats }: Opening, dueMs: number): void => {
    if (name === null || dueMs + WORTH_TELLING_MS > (asked.get(name) ?? Number.POSITIVE_INFINITY)) return;
    asked.set(name, dueMs);
    port.postMessage({ name, repeats, dueMs } satisfies HearingQuestion);
    Atomics.add(counts, 0, 1);
    Atomics.notify(counts, 0);
  };
  const collect = (): void => {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      const { name, hearing } = got.message as HearingAnswer;
      answers.set(name, hearing);
    }
  };
  return {
    ask,
    hear(sound) {
      for (;;) {
        const before = Atomics.load(counts, 1);
        collect();
        const hearing = answers.get(sound.recording.name ?? '');
        if (hearing !== undefined) return hearing;
        ask(sound, 0);
        if (Atomics.wait(counts, 1, before, SILENT_MS) === 'timed-out') {
          throw new Error(`the thread that hears recordings has not answered in ${SILENT_MS} ms: start the test again`);
        }
      }
    },
    async close() {
      port.close();
      await worker.terminate();
    },
  };
}
