import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CallId, type Clock, readWav, realClock, seededRandom, VirtualClock } from '@outdial/shared';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { classify } from '../amd/amd-files.ts';
import { type Clip, loadClips } from '../amd/clips.ts';
import { createWorkerPool, type WorkerPool } from '../workers/pool.ts';
import { screenBatch } from '../workers/screen-task.ts';
import { INBOX_FRAMES, Slab } from '../workers/slab.ts';
import { createInlineScreening, createPooledScreening, type Screening, type ScreeningEvent } from './index.ts';

const clips = loadClips();
const some = clips.filter((_, i) => i % 4 === 0);
const few = some.filter((_, i) => i % 2 === 0);
const callId = (clip: Clip): CallId => clip.name as CallId;
const framesOf = (samples: Int16Array): Int16Array[] =>
  Array.from({ length: Math.floor(samples.length / 160) }, (_, i) => samples.slice(i * 160, i * 160 + 160));

const ignore = (event: ScreeningEvent): void => void event;

const isGivenUp = (event: ScreeningEvent): boolean =>
  event.type === 'verdict' && /detector failed/.test(event.verdict.reasons[0] ?? '');

/** However slow the machine, a batch is lost by its worker's death here and not by its age. */
const patient: Clock = {
  nowMs: () => realClock.nowMs(),
  after: (delayMs, action) => realClock.after(delayMs < 3000 ? delayMs : 1_000_000, action),
};

let pool: WorkerPool | null = null;
afterEach(async () => {
  await pool?.close();
  pool = null;
});
function startPool(slots = 64, threads = 2, worker?: string): WorkerPool {
  pool = createWorkerPool({ threads, slots, ...(worker === undefined ? {} : { worker }) });
  return pool;
}

/** Pushes all clips at once, `chunk(i)` frames between turns of the event loop, until every frame is heard. */
async function screenAll(
  screening: Screening,
  heard: readonly Clip[],
  chunk: () => number,
  disturb?: (turn: number) => void,
) {
  const events = new Map<string, ScreeningEvent[]>();
  const calls = heard.map((clip) => {
    const list: ScreeningEvent[] = [];
    events.set(clip.name, list);
    return { frames: framesOf(clip.samples), session: screening.open(callId(clip), (event) => list.push(event)) };
  });
  const total = calls.reduce((sum, call) => sum + call.frames.length, 0);
  for (let turn = 0; calls.some((call) => call.frames.length > 0); turn++) {
    for (const call of calls) for (const frame of call.frames.splice(0, chunk())) call.session.push(frame);
    disturb?.(turn);
    await wait(2);
  }
  // Frames of calls that were given up are never heard: then it is over too when nothing more has been heard for long.
  const patience = (): number => ([...events.values()].flat().some(isGivenUp) ? 500 : 6_000);
  for (let idle = 0, heardFrames = 0; idle < patience() && screening.framesScreened < total; idle++) {
    disturb?.(-1);
    if (screening.framesScreened > heardFrames) idle = 0;
    heardFrames = screening.framesScreened;
    await wait(5);
  }
  for (const call of calls) call.session.close();
  return events;
}

async function expected(heard: readonly Clip[]) {
  return screenAll(createInlineScreening(), heard, () => 1000);
}

describe('screening in the pool', () => {
  it('gives every clip the events of the inline twin, in batches of any size, across workers', async () => {
    const random = seededRandom(7);
    const screening = createPooledScreening({ pool: startPool(), clock: patient, flushMs: 1 });
    const events = await screenAll(screening, some, () => 1 + random.below(30));
    expect(events).toEqual(await expected(some));
    const frames = some.reduce((sum, clip) => sum + Math.floor(clip.samples.length / 160), 0);
    expect(screening.framesScreened).toBe(frames);
  });

  it('tells how late frames are heard, also of those that found the inbox full', async () => {
    const startMs = realClock.nowMs();
    let [worstMs, told] = [0, 0];
    const onHeard = (lateMs: number, frames: number): void => {
      worstMs = Math.max(worstMs, lateMs);
      told += frames;
    };
    const screening = createPooledScreening({ pool: startPool(), clock: patient, flushMs: 1, onHeard });
    await screenAll(screening, few, () => 3 * INBOX_FRAMES);
    expect(told).toBe(screening.framesScreened);
    expect(worstMs).toBeGreaterThan(0);
    expect(worstMs).toBeLessThanOrEqual(realClock.nowMs() - startMs);
  });

  it('loses no call when workers die under their batches', async () => {
    const workers = startPool();
    const screening = createPooledScreening({ pool: workers, clock: patient, flushMs: 1 });
    let killed = 0;
    const kill = (turn: number): void => {
      if (turn % 60 === 30 && workers.killWorker()) killed += 1;
    };
    const events = await screenAll(screening, some, () => 1, kill);
    expect(killed).toBeGreaterThan(2);
    const twin = await expected(some);
    for (const clip of some) {
      const verdicts = (events.get(clip.name) ?? []).filter((event) => event.type === 'verdict');
      if (!verdicts.some(isGivenUp)) expect(events.get(clip.name)).toEqual(twin.get(clip.name));
      else expect(verdicts).toHaveLength(1);
    }
  });

  /** Screens while workers stop in mid-batch `stops` times, and are ended then; gives the events, and how many were ended. */
  async function screenThroughStops(stops: number) {
    const workers = startPool(64, 1, new URL('../workers/testing/halting-worker.ts', import.meta.url).href);
    const told = workers.slab.inbox(63);
    Atomics.store(told, 1, stops);
    const screening = createPooledScreening({ pool: workers, clock: patient, flushMs: 1 });
    let ended = 0;
    const end = (): void => {
      if (Atomics.load(told, 0) > ended && workers.killWorker()) ended += 1;
    };
    const events = await screenAll(screening, few, () => 3, end);
    return { events, ended };
  }

  it('gives a batch whose worker died in the middle to another, and hears no frame twice', async () => {
    const { events, ended } = await screenThroughStops(2);
    expect(ended).toBe(2);
    expect(events).toEqual(await expected(few));
  });

  it('hands the calls of a batch that kills every worker to an agent as unknown, and goes on with the others', async () => {
    const { events, ended } = await screenThroughStops(3);
    expect(ended).toBe(3);
    const twin = await expected(few);
    let failures = 0;
    for (const clip of few) {
      const own = events.get(clip.name) ?? [];
      const first = own.find((event) => event.type === 'verdict');
      const failed = first !== undefined && isGivenUp(first);
      failures += failed ? 1 : 0;
      if (failed) expect(own).toMatchObject([{ verdict: { label: 'unknown' } }]);
      else expect(own, clip.name).toEqual(twin.get(clip.name));
    }
    expect(failures).toBeGreaterThan(0);
  });

  it('hands calls to an agent as unknown when no worker is left', async () => {
    const workers = startPool();
    const screening = createPooledScreening({ pool: workers, clock: patient, flushMs: 1 });
    const events: ScreeningEvent[] = [];
    const session = screening.open('call-1' as CallId, (event) => events.push(event));
    await workers.close();
    session.push(new Int16Array(160));
    await expect.poll(() => events).toMatchObject([{ type: 'verdict', verdict: { label: 'unknown' } }]);
  });

  it('says unknown at once, and why, when no slot is left; a closed call gives its slot back, clean', async () => {
    const screening = createPooledScreening({ pool: startPool(1), clock: patient, flushMs: 1 });
    const [human, machine] = [clips.find((c) => c.kind === 'human'), clips.find((c) => c.kind === 'fax')];
    if (human === undefined || machine === undefined) throw new Error('clips are missing');
    const first = screening.open(callId(human), ignore);
    const refused: ScreeningEvent[] = [];
    screening.open(callId(machine), (event) => refused.push(event));
    await wait(5);
    expect(refused).toMatchObject([
      { verdict: { label: 'unknown', reasons: ['all 1 places of the detector are taken'] } },
    ]);
    first.push(human.samples.slice(6400, 6560));
    first.close();
    await wait(200);
    const events = await screenAll(screening, [machine], () => 5);
    expect(events).toEqual(await expected([machine]));
  });

  it('GCC-5: is as careful as the rule says: the more machines a person is worth, the fewer calls are judged machines', async () => {
    const machines = clips.filter((clip) => clip.kind === 'machine');
    const found = async (screening: Screening, machinesPerPerson: number): Promise<string[]> => {
      const labels: string[] = [];
      for (const clip of machines) {
        const session = screening.open(
          callId(clip),
          (event) => event.type === 'verdict' && labels.push(event.verdict.label),
          { machinesPerPerson, maximumMs: 5500 },
        );
        for (const frame of framesOf(clip.samples)) session.push(frame);
      }
      for (let i = 0; i < 6_000 && labels.length < machines.length; i++) await wait(5);
      return labels.sort();
    };
    const count = (labels: string[]): number => labels.filter((label) => label === 'machine').length;
    const usual = await found(createInlineScreening(), 3);
    const careful = await found(createInlineScreening(), 1_000_000);
    expect(count(usual)).toBeGreaterThan(count(careful));
    expect(await found(createPooledScreening({ pool: startPool(), clock: patient, flushMs: 1 }), 1_000_000)).toEqual(
      careful,
    );
  });

  it('GT-7: shows the console what the detector sees', async () => {
    const screening = createPooledScreening({ pool: startPool(), clock: patient, flushMs: 1 });
    const busy = clips.find((clip) => clip.kind === 'busy');
    if (busy === undefined) throw new Error('clips are missing');
    const session = screening.open(callId(busy), ignore);
    for (const frame of framesOf(busy.samples).slice(0, 12)) session.push(frame);
    await expect.poll(() => screening.framesScreened).toBe(12);
    expect(session.view()).toMatchObject({ elapsedMs: 240, tone: expect.stringContaining('Hz') });
    session.close();
  });
});

describe('screening a recording', () => {
  /** The shipped clips; with AMD_CLIPS=FOLDER the recordings there as well. */
  const folder = process.env.AMD_CLIPS;
  const more = (folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.wav'))).map(
    (name) => ({
      name,
      samples: readWav(readFileSync(join(folder ?? '', name))).samples,
    }),
  );
  const recordings = [...clips, ...more];

  it('gives the same verdict at the same time when it is cut there, or lengthened by silence or noise', () => {
    const random = seededRandom(3);
    let verdicts = 0;
    for (const clip of recordings) {
      const whole = classify(clip.name, clip.samples);
      // Undecided to its end: there is no verdict yet that could change.
      if (whole.label === 'unknown' && whole.decisionMs >= Math.floor(clip.samples.length / 160) * 20) continue;
      verdicts += 1;
      const verdictAt = whole.decisionMs * 8;
      const cut = classify(clip.name, clip.samples.slice(0, verdictAt));
      const later = verdictAt + random.below(Math.max(1, clip.samples.length - verdictAt));
      const cutLater = classify(clip.name, clip.samples.slice(0, later));
      const early = classify(clip.name, clip.samples.slice(0, verdictAt - 160));
      expect(early, clip.name).toMatchObject({ label: 'unknown', confidence: 0 });
      const longer = new Int16Array(clip.samples.length + 16_000);
      const noisy = longer.map(() => Math.round(900 * random.normal()));
      longer.set(clip.samples);
      noisy.set(clip.samples);
      for (const other of [cut, cutLater, classify('renamed', longer), classify('renamed', noisy)])
        expect(other, clip.name).toMatchObject({ label: whole.label, decisionMs: whole.decisionMs });
    }
    expect(verdicts).toBeGreaterThan(recordings.length * 0.85);
  });

  const events = (samples: Int16Array): ScreeningEvent[] => {
    const list: ScreeningEvent[] = [];
    const session = createInlineScreening().open('call-1' as CallId, (event) => list.push(event));
    for (const frame of framesOf(samples)) session.push(frame);
    return list;
  };

  it('hears the same in real time as at once', () => {
    for (const clip of recordings) {
      const clock = new VirtualClock();
      const list: ScreeningEvent[] = [];
      const session = createInlineScreening().open('call-1' as CallId, (event) => {
        list.push(event);
        if (event.type === 'verdict') expect(event.verdict.decisionMs, clip.name).toBe(clock.nowMs());
      });
      framesOf(clip.samples).forEach((frame, i) => {
        clock.after(20 * (i + 1), () => session.push(frame));
      });
      clock.runUntil(clip.samples.length);
      expect(list, clip.name).toEqual(events(clip.samples));
    }
  });

  it('hears the same in batches of any size, from any worker, and when a batch was heard before by one that died', () => {
    const batches = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: INBOX_FRAMES }), worker: fc.nat(2), died: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(fc.nat(recordings.length - 1), batches, fc.nat(3), (which, plan, slot) => {
        const samples = recordings[which]?.samples ?? new Int16Array(0);
        const frames = framesOf(samples);
        const owner = Slab.ofSlots(4);
        const workers = Array.from({ length: 3 }, () => new Slab(owner.memory));
        const generation = owner.begin(slot);
        const list: ScreeningEvent[] = [];
        for (let at = 0, i = 0; at < frames.length; i++) {
          const { size, worker, died } = plan[i % plan.length] ?? { size: 1, worker: 0, died: false };
          const batch = frames.slice(at, at + size);
          batch.forEach((frame, place) => {
            owner.putFrames(slot, place, frame);
          });
          const hear = (by: number) =>
            screenBatch(workers[by % 3] ?? owner, Int32Array.of(slot, generation, batch.length)).events;
          if (died) hear(worker + 1);
          list.push(...hear(worker).map(({ event }) => event));
          owner.flip(slot);
          at += batch.length;
        }
        expect(list).toEqual(events(samples));
      }),
      { numRuns: 60 },
    );
  });
});
