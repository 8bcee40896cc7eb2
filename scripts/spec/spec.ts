/**
 * `npm run spec`: requirement row → tests → pass, and which rows are still open. Runs the tests that name a row, or reads a
 * report of vitest's (`-- --from FILE`). Ends with 1 where a row's test failed, or where all that names it asserts nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Row, readRows, type TestReport, tableOf } from './rows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const ANY_ROW = '\\b[A-Z]{2,3}-\\d+\\b';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    project: { type: 'string', multiple: true, default: ['packages', 'e2e'] },
    json: { type: 'boolean', default: false },
    complete: { type: 'boolean', default: false },
  },
});

function run(projects: readonly string[]): TestReport {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-spec-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
    const asked = ['run', '--reporter=json', `--outputFile=${report}`, `--testNamePattern=${ANY_ROW}`];
    const named = projects.flatMap((project) => ['--project', project]);
    const { error } = spawnSync(process.execPath, [vitest, ...asked, ...named], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (error !== undefined) throw error;
    return JSON.parse(readFileSync(report, 'utf8')) as TestReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows = JSON.parse(readFileSync(join(ROOT, 'docs/spec-rows.json'), 'utf8')) as Row[];
const report =
  values.from === undefined ? run(values.project) : (JSON.parse(readFileSync(values.from, 'utf8')) as TestReport);
const { rows: states, unknownIds } = readRows(rows, report, ROOT);
process.stdout.write(values.json ? `${JSON.stringify(states, null, 2)}\n` : `${tableOf(states)}\n`);
if (unknownIds.length > 0) {
  process.stderr.write(`Named in tests and no row of docs/spec-rows.json: ${unknownIds.join(', ')}.\n`);
}
const bad = states.some(
  ({ state }) => state === 'failed' || state === 'hollow' || (values.complete && state === 'open'),
);
if (bad || unknownIds.length > 0) process.exitCode = 1;
