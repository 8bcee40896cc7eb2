/**
 * Prints the pacing table: every scenario under our pacer, mean and 95 % interval, those that were tuned on apart from the
 * others. Seeds run side by side, a thread a core.
 * `node dist/bench/pacing.js [--seeds-times 0.25] [--first-seed 1] [--policy ours] [--every 250] [--all] [--json FILE] [SCENARIO…]`
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { ArrayTaskQueue, Piscina } from 'piscina';
import { POLICIES, type SeedResult, summarise } from '../simulate/index.ts';

import { heading, rowLine, rowOfReport } from './pacing-report.ts';
import type { SeedRun } from './pacing-run.ts';
import { LATER, rowNamed, TABLE, type TableRow } from './pacing-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'seeds-times': { type: 'string', default: '1' },
    'first-seed': { type: 'string', default: '1' },
    every: { type: 'string', default: '250' },
    policy: { type: 'string', default: 'ours' },
    all: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const policy = POLICIES.find((name) => name === values.policy);
if (policy === undefined) {
  process.stderr.write(`--policy ${values.policy} is none of ${POLICIES.join(', ')}\n`);
  process.exit(2);
}
const decideEveryMs = Number(values.every);
const firstSeed = Number(values['first-seed']);
const begunMs = performance.now();

const threads = availableParallelism();
const pool = new Piscina<SeedRun, SeedResult>({
  filename: new URL(`./pacing-run${extname(import.meta.url)}`, import.meta.url).href,
  name: 'runSeed',
  minThreads: threads,
  maxThreads: threads,
  // The pool's own queue puts a task that finds no free thread behind all others: rows would then end all at once.
  taskQueue: new ArrayTaskQueue(),
});

function runsOf(row: TableRow): Promise<SeedResult[]> {
  const seeds = Math.max(1, Math.round(row.seeds * Number(values['seeds-times'])));
  const runs = Array.from({ length: seeds }, (_, i) =>
    pool.run({ scenario: row.scenario, seed: firstSeed + i, policy: policy ?? 'ours', decideEveryMs }),
  );
  return Promise.all(runs);
}

const rows = positionals.length > 0 ? positionals.map(rowNamed) : values.all ? [...TABLE, ...LATER] : TABLE;
// All at once, in this order: no thread waits at the end of a row.
const started = [...rows]
  .sort((a, b) => Number(b.tuned) - Number(a.tuned))
  .map((row) => ({ row, results: runsOf(row) }));
const report: unknown[] = [];
let tuned: boolean | null = null;
for (const { row, results } of started) {
  if (row.tuned !== tuned) process.stdout.write(heading(row.tuned));
  tuned = row.tuned;
  const seeds = await results;
  const summary = summarise(policy, seeds);
  process.stdout.write(rowLine(row, summary, seeds));
  report.push(rowOfReport(row, summary, seeds));
}
await pool.destroy();
const seconds = Math.round((performance.now() - begunMs) / 1000);
const { user, system } = process.cpuUsage();
const cpuSeconds = Math.round((user + system) / 1e6);
process.stdout.write(
  `\n${seconds} s on ${threads} threads, ${cpuSeconds} s of processor time, a decision every ${decideEveryMs} ms\n`,
);
if (values.json !== undefined) {
  const file = { policy, decideEveryMs, firstSeed, threads, seconds, cpuSeconds, rows: report };
  writeFileSync(values.json, `${JSON.stringify(file, null, 2)}\n`);
}
