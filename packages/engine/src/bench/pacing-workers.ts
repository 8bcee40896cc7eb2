/**
 * Times pacing where it runs: decisions inside a worker of the pool, and a whole floor of campaigns through the pool at its
 * usual beat, with the share of a core that all threads of this process take for it.
 *
 *     node dist/bench/pacing-workers.js [--json FILE]
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { decideBatch, type PacingTask } from '../pacing/index.ts';
import { createPooledPacing, createWorkerPool, type WorkerPool } from '../workers/index.ts';
import { seasonedState, snapshotOfFloor } from './pacing-floors.ts';

const BEAT_MS = 250;
const CAMPAIGNS = 100;
const SPREAD_BEATS = 40;
const WARM_UP = 200;
const DECISIONS = 1_200;

interface Spread {
  medianMs: number;
  p99Ms: number;
}

const spreadOf = (spentMs: number[]): Spread => {
  spentMs.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(1e4 * (spentMs[Math.floor(spentMs.length * share)] ?? 0)) / 1e4;
  return { medianMs: at(0.5), p99Ms: at(0.99) };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Floor = readonly [agents: number, calls: number];
const SMALL: Floor = [20, 50];
const LARGE: Floor = [500, 2_000];

/** In a thread of its own, as a worker of the pool runs it: a task in, its decision and state out. */
function timeHere([agents, calls]: Floor): Spread {
  const state = seasonedState(agents);
  const spent: number[] = [];
  for (let i = 0; i < WARM_UP + DECISIONS; i++) {
    const snapshot = snapshotOfFloor(agents, calls, 4_000_000 + i * BEAT_MS);
    const tasks: PacingTask[] = [{ options: { mode: 'predictive' }, state, observations: [], snapshot }];
    const begun = performance.now();
    decideBatch(tasks);
    if (i >= WARM_UP) spent.push(performance.now() - begun);
  }
  return spreadOf(spent);
}

const insideWorker = (floor: Floor): Promise<Spread> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: floor });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** From the asking to the answer, through the pool. */
async function throughPool([agents, calls]: Floor, pool: WorkerPool): Promise<Spread> {
  const state = seasonedState(agents);
  const spent: number[] = [];
  for (let i = 0; i < WARM_UP + DECISIONS; i++) {
    const snapshot = snapshotOfFloor(agents, calls, 4_000_000 + i * BEAT_MS);
    const tasks: PacingTask[] = [{ options: { mode: 'predictive' }, state, observations: [], snapshot }];
    const begun = performance.now();
    await pool.run({ type: 'decide', tasks });
    if (i >= WARM_UP) spent.push(performance.now() - begun);
  }
  return spreadOf(spent);
}

/** Four decisions a second for each of a hundred campaigns of 20 agents, as the engine asks for them: one batch a beat. */
async function wholeFloor(pool: WorkerPool): Promise<{ shareOfACore: number; batch: Spread }> {
  const pacing = createPooledPacing(pool);
  const states = Array.from({ length: CAMPAIGNS }, () => seasonedState(20));
  const spent: number[] = [];
  let usage = process.cpuUsage();
  let begun = performance.now();
  for (let beat = 0; beat < 2 * SPREAD_BEATS; beat++) {
    if (beat === SPREAD_BEATS) {
      usage = process.cpuUsage();
      begun = performance.now();
    }
    const tasks = states.map((state): PacingTask => {
      const snapshot = snapshotOfFloor(20, 50, 4_000_000 + beat * BEAT_MS);
      return { options: { mode: 'predictive' }, state, observations: [], snapshot };
    });
    const asked = performance.now();
    await new Promise<void>((resolve) =>
      pacing.decide(tasks, (results) => {
        for (const [i, { state }] of results.entries()) states[i] = state;
        resolve();
      }),
    );
    spent.push(performance.now() - asked);
    await pause(Math.max(0, BEAT_MS - (performance.now() - asked)));
  }
  const { user, system } = process.cpuUsage(usage);
  const shareOfACore = (user + system) / 1_000 / (performance.now() - begun);
  return { shareOfACore: Math.round(1_000 * shareOfACore) / 1_000, batch: spreadOf(spent.slice(SPREAD_BEATS)) };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const pool = createWorkerPool({ threads: 1, slots: 1 });
  const report = {
    node: process.version,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    insideAWorker: {
      '20 agents, 50 calls': await insideWorker(SMALL),
      '500 agents, 2000 calls': await insideWorker(LARGE),
    },
    throughThePool: {
      '20 agents, 50 calls': await throughPool(SMALL, pool),
      '500 agents, 2000 calls': await throughPool(LARGE, pool),
    },
    '100 campaigns of 20 agents, 4 decisions a second': await wholeFloor(pool),
  };
  await pool.close();
  const text = `${JSON.stringify(report, null, 2)}\n`;
  process.stdout.write(text);
  if (values.json !== undefined) writeFileSync(values.json, text);
}

if (isMainThread) await main();
else parentPort?.postMessage(timeHere(workerData as Floor));
