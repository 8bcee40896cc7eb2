/** The thread that hears recordings: it mixes the carrier's sounds by the same seed, and answers in the order of the questions. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { seededRandom } from '@outdial/shared';
import { loadClips } from '../amd/index.ts';
import { SoundBank } from '../telephony/simulated/bank.ts';
import { hear } from './hearing.ts';
import type { HearingAnswer, HearingQuestion, HearingStart } from './hearing-protocol.ts';

const { seed, counts, port } = workerData as HearingStart;
const bank = new SoundBank(loadClips(), seededRandom(seed).stream('carrier').stream('sounds'));
const byName = new Map([...bank.recordings()].map((recording) => [recording.name, recording]));
parentPort?.postMessage('ready');

for (;;) {
  const before = Atomics.load(counts, 0);
  const got = receiveMessageOnPort(port);
  if (got === undefined) {
    Atomics.wait(counts, 0, before);
    continue;
  }
  const { name, repeats } = got.message as HearingQuestion;
  const recording = byName.get(name);
  if (recording === undefined) throw new Error(`there is no recording ${name}`);
  port.postMessage({ name, hearing: hear({ recording, repeats }) } satisfies HearingAnswer);
  Atomics.add(counts, 1, 1);
  Atomics.notify(counts, 1);
}
