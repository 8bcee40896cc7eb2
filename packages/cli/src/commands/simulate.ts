/** `outdial simulate SCENARIO.json`: the real pacer, or a peer's policy, on the virtual clock. */
import { readFileSync, writeFileSync } from 'node:fs';
import { POLICIES, ScenarioError, type SimulateLine, simulate } from '@outdial/engine/simulate';
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';

const args = {
  scenario: { type: 'positional', description: 'The scenario file', required: true },
  policy: { type: 'string', description: `Who decides: ${POLICIES.join(', ')}`, default: 'ours' },
  seeds: { type: 'string', description: 'How many runs, each with its own seed', default: '1' },
  firstSeed: { type: 'string', description: 'Seed of the first run', default: '1' },
  plot: { type: 'string', description: "Draw the first run's pace, occupancy and abandonment", valueHint: 'FILE.svg' },
  json: { type: 'boolean', description: 'One JSON object a seed, then the summary', default: false },
} as const;

export const simulateCommand = defineCommand({
  meta: { name: 'simulate', description: 'Run a pacing scenario on the virtual clock' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 1);
    const policy = POLICIES.find((name) => name === given.policy);
    if (policy === undefined)
      throw new UsageError(`--policy takes one of ${POLICIES.join(', ')}, not "${given.policy}".`);
    const { plot } = given;
    const lines = simulate({
      scenario: readScenario(given.scenario),
      source: given.scenario,
      policy,
      seeds: parseWhole(given.seeds, '--seeds', { min: 1, max: 10_000 }),
      firstSeed: parseWhole(given.firstSeed, '--first-seed', { min: 0, max: 2_147_483_647 }),
      ...(plot === undefined ? {} : { onPlot: (svg: string) => writeFileSync(plot, svg) }),
    });
    try {
      for await (const line of lines) process.stdout.write(given.json ? `${JSON.stringify(line)}\n` : words(line));
    } catch (error) {
      if (error instanceof ScenarioError) throw new CommandFailed(error.message, { cause: error });
      throw error;
    }
  },
});

function readScenario(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailed(
      `${file} cannot be read as a scenario: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

const percent = (ratio: number): string => `${(100 * ratio).toFixed(2)} %`;

function words(line: SimulateLine): string {
  if ('summary' in line) {
    const { talkMinutesPerHour: talk, abandonRatio: abandoned } = line.summary;
    return `mean     ${talk.mean.toFixed(2)} ± ${talk.plusMinus.toFixed(2)} talk min/h   ${percent(abandoned.mean)} ± ${percent(abandoned.plusMinus)} abandoned\n`;
  }
  return `seed ${String(line.seed).padEnd(4)}${line.talkMinutesPerHour.toFixed(2)} talk min/h   ${percent(line.abandonRatio)} abandoned   ${line.dials} dials   ${line.live} live\n`;
}
