/**
 * Prints the pacing table: every scenario under our pacer, mean and 95 % interval.
 * `node dist/bench/pacing.js [--seeds-times 0.25] [--first-seed 1] [--policy ours] [--every 500] [--json FILE] [SCENARIO…]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { POLICIES, type Summary, simulate } from '../simulate/index.ts';
import { TABLE, type TableRow } from './pacing-table.ts';

const SCENARIOS = join(import.meta.dirname, '../../scenarios');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'seeds-times': { type: 'string', default: '1' },
    'first-seed': { type: 'string', default: '1' },
    every: { type: 'string', default: '500' },
    policy: { type: 'string', default: 'ours' },
    json: { type: 'string' },
  },
});
const policy = POLICIES.find((name) => name === values.policy);
if (policy === undefined) {
  process.stderr.write(`--policy ${values.policy} is none of ${POLICIES.join(', ')}\n`);
  process.exit(2);
}

async function run(row: TableRow): Promise<Summary> {
  const scenario: unknown = JSON.parse(readFileSync(join(SCENARIOS, `${row.scenario}.json`), 'utf8'));
  const options = {
    scenario,
    source: row.scenario,
    policy: policy ?? 'ours',
    seeds: Math.max(1, Math.round(row.seeds * Number(values['seeds-times']))),
    firstSeed: Number(values['first-seed']),
    decideEveryMs: Number(values.every),
  };
  for await (const line of simulate(options)) if ('summary' in line) return line.summary;
  throw new Error(`${row.scenario} gave no summary`);
}

const percent = (ratio: number): string => (100 * ratio).toFixed(2).padStart(5);

function verdict(row: TableRow, summary: Summary): string {
  const missed: string[] = [];
  if (summary.abandonRatio.mean > 0.03) missed.push('mean abandoned');
  if (summary.worstSeedAbandonRatio > 0.03 && row.scenario !== 'cold-30-minutes') missed.push('a seed abandoned');
  if (summary.worstAfter200 > 0.035) missed.push('after 200');
  if (row.talk !== null && summary.talkMinutesPerHour.mean < row.talk) missed.push(`talk < ${row.talk}`);
  if (row.occupancy !== null && 100 * summary.occupancy.mean < row.occupancy)
    missed.push(`occupancy < ${row.occupancy}`);
  return missed.length === 0 ? 'holds' : `misses: ${missed.join(', ')}`;
}

process.stdout.write(
  'scenario                  seeds  talk min/h      occupancy %     abandoned % (worst) after200  dials  verdict\n',
);
const lines: unknown[] = [];
for (const row of TABLE) {
  if (positionals.length > 0 && !positionals.includes(row.scenario)) continue;
  const summary = await run(row);
  const { talkMinutesPerHour: talk, occupancy, abandonRatio, dialsPerConversation } = summary;
  process.stdout.write(
    `${row.scenario.padEnd(25)} ${String(summary.seeds).padStart(5)}  ` +
      `${talk.mean.toFixed(2).padStart(5)} ± ${talk.plusMinus.toFixed(2).padStart(4)}   ` +
      `${percent(occupancy.mean)} ± ${percent(occupancy.plusMinus)}   ` +
      `${percent(abandonRatio.mean)} (${percent(summary.worstSeedAbandonRatio)})   ${percent(summary.worstAfter200)}   ` +
      `${dialsPerConversation.mean.toFixed(1).padStart(5)}  ${verdict(row, summary)}\n`,
  );
  lines.push({ scenario: row.scenario, tuned: row.tuned, ...summary });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(lines, null, 2)}\n`);
