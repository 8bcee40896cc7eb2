/**
 * How many calls one core screens: the shipped clips in endless calls, no two in phase, everything on.
 *   taskset -c 0 node packages/engine/dist/bench/amd/throughput.js [--calls 1200,2400,5000] [--seconds 10]
 * Prints one JSON value: frames a second through the detector alone (state taken from shared memory and put back for every batch of
 * two frames, as workers do), and then in real time through a pool of one worker thread, for each number of calls: how late a frame is
 * heard, and what share of a core all threads together took; beside it the bare transport (the same pool, a worker that hears nothing).
 * With `taskset` on one core the threads share it.
 */
import { extname } from 'node:path';
import { createHistogram } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type CallId, realClock, seededRandom } from '@outdial/shared';
import { loadClips } from '../../amd/clips.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../amd/frame-analysis.ts';
import { createPooledScreening, type ScreeningSession } from '../../screening/index.ts';
import { createWorkerPool } from '../../workers/pool.ts';
import { screenBatch } from '../../workers/screen-task.ts';
import { SLOT_BYTES, Slab } from '../../workers/slab.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1200,2400,5000' }, seconds: { type: 'string', default: '10' } },
});
const counts = values.calls.split(',').map(Number);
const budgetMs = Number(values.seconds) * 1000;
/** Nothing is counted while the code is still being compiled. */
const WARM_UP_MS = 3000;
const BARE_WORKER = new URL(`./bare-worker${extname(import.meta.url)}`, import.meta.url).href;

const clips = loadClips().map(({ samples }) =>
  Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, i) =>
    samples.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES),
  ),
);
const random = seededRandom(5);
for (let warm = 0; warm < 8; warm++) random.next();

/** A line that plays one clip after another, from a place of its own; null where a call ends. */
function makeLine(): () => Int16Array | null {
  let clip = clips[random.below(clips.length)] ?? [];
  let at = random.below(clip.length);
  return () => {
    const frame = clip[at++];
    if (frame !== undefined) return frame;
    clip = clips[random.below(clips.length)] ?? [];
    at = 0;
    return null;
  };
}

/** Frames a second of processor time, calls in batches of two frames. */
function direct(count: number) {
  const slab = Slab.ofSlots(count);
  const lines = Array.from({ length: count }, makeLine);
  const generations = lines.map((_, slot) => slab.begin(slot));
  let [frames, spentMs] = [0, 0];
  for (let round = 0; spentMs < budgetMs; round++) {
    const calls = new Int32Array(count * 3);
    lines.forEach((line, slot) => {
      for (const place of [0, 1]) {
        let frame = line();
        if (frame === null) {
          generations[slot] = slab.begin(slot);
          frame = line();
        }
        if (frame !== null) slab.putFrames(slot, place, frame);
      }
      calls.set([slot, generations[slot] ?? 0, 2], slot * 3);
    });
    const before = process.cpuUsage();
    const heard = screenBatch(slab, calls).frames;
    for (let slot = 0; slot < count; slot++) slab.flip(slot);
    const { user, system } = process.cpuUsage(before);
    if (round < 100) continue;
    frames += heard;
    spentMs += (user + system) / 1000;
  }
  return { framesPerSecond: Math.round((1000 * frames) / spentMs), microsecondsPerFrame: (1000 * spentMs) / frames };
}

const ignore = (): boolean => false;
const round1 = (value: number): number => Math.round(10 * value) / 10;

/** Real time through the pool, each call's frames at a millisecond of its own. */
async function pooled(count: number, worker?: string) {
  const pool = createWorkerPool({ threads: 1, slots: count, ...(worker === undefined ? {} : { worker }) });
  const late = createHistogram();
  let measuring = false;
  const onHeard = (lateMs: number, frames: number): void => {
    if (measuring) for (let i = 0; i < frames; i += 50) late.record(Math.max(1, Math.round(1000 * lateMs)));
  };
  const screening = createPooledScreening({ pool, clock: realClock, onHeard });
  const open = (i: number): ScreeningSession => screening.open(`call-${i}` as CallId, ignore);
  const lines = Array.from({ length: count }, (_, i) => ({ play: makeLine(), session: open(i), i }));
  const startMs = performance.now();
  const push = (line: (typeof lines)[number]): void => {
    let frame = line.play();
    if (frame === null) {
      line.session.close();
      line.session = open(line.i);
      frame = line.play();
    }
    if (frame !== null) line.session.push(frame);
  };
  let [before, heardBefore, sinceMs] = [process.cpuUsage(), 0, 0];
  for (let ms = 0; performance.now() - startMs < WARM_UP_MS + budgetMs; ms++) {
    while (performance.now() - startMs < ms) await new Promise((resolve) => setTimeout(resolve, 1));
    for (let i = ms % FRAME_MS; i < lines.length; i += FRAME_MS) {
      const line = lines[i];
      if (line !== undefined) push(line);
    }
    if (measuring || ms < WARM_UP_MS) continue;
    measuring = true;
    [before, heardBefore, sinceMs] = [process.cpuUsage(), screening.framesScreened, performance.now()];
  }
  const spanMs = performance.now() - sinceMs;
  const { user, system } = process.cpuUsage(before);
  const framesPerSecond = Math.round((1000 * (screening.framesScreened - heardBefore)) / spanMs);
  for (const { session } of lines) session.close();
  await pool.close();
  const ms = (percentile: number): number => round1(late.percentile(percentile) / 1000);
  return {
    framesPerSecond,
    lateMs: { p50: ms(50), p99: ms(99), max: round1(late.max / 1000) },
    coresBusy: Math.round((user + system) / 10 / spanMs) / 100,
  };
}

const alone = direct(counts[0] ?? 1200);
const realTime = [];
for (const calls of counts)
  realTime.push({
    calls,
    wanted: calls * 50,
    pool: await pooled(calls),
    bareTransport: await pooled(calls, BARE_WORKER),
  });
process.stdout.write(`${JSON.stringify({ direct: alone, realTime, bytesPerCall: SLOT_BYTES }, null, 1)}\n`);
