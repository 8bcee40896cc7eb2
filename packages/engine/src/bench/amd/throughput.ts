/**
 * How many calls one core screens: the shipped clips in endless calls, no two in phase, everything on.
 *   node packages/engine/dist/bench/amd/throughput.js [--calls 1200] [--seconds 10]
 * Prints one JSON value: frames a second through the detector alone (state restored from shared memory and put back for every batch of
 * two frames, as workers do) and in real time through a pool of one worker thread; what the bare transport takes is `--calls` with silence.
 */
import { parseArgs } from 'node:util';
import { type CallId, realClock, seededRandom } from '@outdial/shared';
import { loadClips } from '../../amd/clips.ts';
import { FRAME_SAMPLES } from '../../amd/frame-analysis.ts';
import { createPooledScreening } from '../../screening/index.ts';
import { createWorkerPool } from '../../workers/pool.ts';
import { screenBatch } from '../../workers/screen-task.ts';
import { SLOT_BYTES, Slab } from '../../workers/slab.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1200' }, seconds: { type: 'string', default: '10' } },
});
const count = Number(values.calls);
const budgetMs = Number(values.seconds) * 1000;
const clips = loadClips();
const random = seededRandom(5);
for (let warm = 0; warm < 8; warm++) random.next();

/** A line that plays one clip after another, from a place of its own. */
function makeLine(): { next(into: Int16Array, at: number): boolean } {
  let clip = clips[random.below(clips.length)];
  let at = random.below(Math.max(1, (clip?.samples.length ?? 0) - FRAME_SAMPLES));
  return {
    next(into, offset) {
      let fresh = false;
      if (clip === undefined || at + FRAME_SAMPLES > clip.samples.length) {
        clip = clips[random.below(clips.length)];
        at = 0;
        fresh = true;
      }
      if (clip !== undefined) into.set(clip.samples.subarray(at, at + FRAME_SAMPLES), offset);
      at += FRAME_SAMPLES;
      return fresh;
    },
  };
}

/** Frames a second of processor time, calls in batches of two frames. */
function direct(): { framesPerSecond: number; microsecondsPerFrame: number } {
  const slab = Slab.ofSlots(count);
  const lines = Array.from({ length: count }, makeLine);
  const generations = lines.map((_, slot) => slab.begin(slot));
  let [frames, spentMs] = [0, 0];
  while (spentMs < budgetMs) {
    const calls = new Int32Array(count * 3);
    lines.forEach((line, slot) => {
      const inbox = slab.inbox(slot);
      const fresh = [line.next(inbox, 0), line.next(inbox, FRAME_SAMPLES)].includes(true);
      if (fresh) generations[slot] = slab.begin(slot);
      calls.set([slot, generations[slot] ?? 0, 2], slot * 3);
    });
    const before = process.cpuUsage();
    frames += screenBatch(slab, calls).frames;
    for (let slot = 0; slot < count; slot++) slab.flip(slot);
    const { user, system } = process.cpuUsage(before);
    spentMs += (user + system) / 1000;
  }
  return { framesPerSecond: Math.round((1000 * frames) / spentMs), microsecondsPerFrame: (1000 * spentMs) / frames };
}

/** Real time through the pool: how late events are, and what a worker's thread is busy with. */
async function pooled(): Promise<{ framesPerSecond: number; lateMs: number }> {
  const pool = createWorkerPool({ threads: 1, slots: count });
  const screening = createPooledScreening({ pool, clock: realClock });
  const lines = Array.from({ length: count }, makeLine);
  const frame = new Int16Array(FRAME_SAMPLES);
  const ignore = (): boolean => false;
  const open = (i: number) => screening.open(`call-${i}` as CallId, ignore);
  const sessions = lines.map((_, i) => open(i));
  const startMs = performance.now();
  let [pushed, lateMs] = [0, 0];
  for (let tick = 0; performance.now() - startMs < budgetMs; tick++) {
    while (performance.now() - startMs < tick * 20) await new Promise((resolve) => setTimeout(resolve, 1));
    lines.forEach((line, i) => {
      if (line.next(frame, 0)) {
        sessions[i]?.close();
        sessions[i] = open(i);
      }
      sessions[i]?.push(frame);
      pushed += 1;
    });
    lateMs = Math.max(lateMs, tick > 50 ? ((pushed - screening.framesScreened) / count) * 20 : 0);
  }
  const framesPerSecond = Math.round((1000 * screening.framesScreened) / (performance.now() - startMs));
  for (const session of sessions) session.close();
  await pool.close();
  return { framesPerSecond, lateMs: Math.round(lateMs) };
}

const alone = direct();
const inPool = await pooled();
process.stdout.write(
  `${JSON.stringify({ calls: count, direct: alone, pool: inPool, concurrentCallsPerCore: Math.floor(alone.framesPerSecond / 50), bytesPerCall: SLOT_BYTES })}\n`,
);
