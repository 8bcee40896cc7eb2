/** The thread that hears recordings: it mixes the carrier's sounds by the same seed, and answers what is wanted first. */
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

const waiting = new Map<string, HearingQuestion>();
const heard = new Set<string>();

function takeQuestions(): void {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    const question = got.message as HearingQuestion;
    if (!heard.has(question.name)) waiting.set(question.name, question);
  }
}

function mostUrgent(): HearingQuestion | null {
  let first: HearingQuestion | null = null;
  for (const question of waiting.values()) if (first === null || question.dueMs < first.dueMs) first = question;
  return first;
}

for (;;) {
  const before = Atomics.load(counts, 0);
  takeQuestions();
  const question = mostUrgent();
  if (question === null) {
    Atomics.wait(counts, 0, before);
    continue;
  }
  const { name, repeats } = question;
  const recording = byName.get(name);
  if (recording === undefined) throw new Error(`there is no recording ${name}`);
  waiting.delete(name);
  heard.add(name);
  port.postMessage({ name, hearing: hear({ recording, repeats }) } satisfies HearingAnswer);
  Atomics.add(counts, 1, 1);
  Atomics.notify(counts, 1);
}
