/** `outdial loadtest`: the engine alone on the simulated carrier, as many agents and calls as one asks for. */
import { type LoadPace, LoadTestOptionError, type LoadTestOptions, runLoadTest } from '@outdial/engine/loadtest';
import { defineCommand } from 'citty';
import { parseDurationMs } from '../args/durations.ts';
import { parseNumber, parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { ThresholdMissed, UsageError } from '../args/usage-error.ts';
import { missedThresholds, progressLine, reportLines } from '../loadtest/words.ts';

const args = {
  agents: { type: 'string', description: 'How many agents are at work', required: true, valueHint: 'N' },
  pace: { type: 'string', description: 'auto: the predictive pacer decides', valueHint: 'auto' },
  'calls-per-second': { type: 'string', description: 'In place of --pace: so many calls a second', valueHint: 'N' },
  'concurrent-calls': { type: 'string', description: 'In place of --pace: so many calls under way', valueHint: 'N' },
  duration: { type: 'string', description: 'How long', default: '60s', valueHint: '60s' },
  seed: { type: 'string', description: 'Seed of carrier, agents and pacing', default: '1' },
  virtual: { type: 'boolean', description: 'As fast as it goes, on the virtual clock', default: false },
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;

export const loadtestCommand = defineCommand({
  meta: { name: 'loadtest', description: 'Load the engine on the simulated carrier and report what it did' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const options: LoadTestOptions = {
      agents: parseWhole(given.agents, '--agents', { min: 1, max: 20_000 }),
      pace: paceOf(given),
      durationMs: Math.round(parseDurationMs(given.duration, '--duration')),
      seed: parseWhole(given.seed, '--seed', { min: 0, max: 2_147_483_647 }),
      virtual: given.virtual,
      onProgress: (progress) => process.stderr.write(`${progressLine(progress)}\n`),
    };
    try {
      const report = await runLoadTest(options);
      process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : `${reportLines(report).join('\n')}\n`);
      const missed = missedThresholds(report);
      if (missed.length > 0) throw new ThresholdMissed(missed.join('\n'));
    } catch (error) {
      if (error instanceof LoadTestOptionError) throw new UsageError(`${error.message}.`);
      throw error;
    }
  },
});

interface PaceArgs {
  readonly pace?: string | undefined;
  readonly 'calls-per-second'?: string | undefined;
  readonly 'concurrent-calls'?: string | undefined;
}

/** One of the three ways to say how fast; `auto` where none is named. */
function paceOf(given: PaceArgs): LoadPace {
  const perSecond = given['calls-per-second'];
  const concurrent = given['concurrent-calls'];
  if ([given.pace, perSecond, concurrent].filter((one) => one !== undefined).length > 1) {
    throw new UsageError('Give one of --pace auto, --calls-per-second N and --concurrent-calls N, not several.');
  }
  const bounds = { min: 0.01, max: 100_000 };
  if (perSecond !== undefined) {
    return { kind: 'calls-per-second', calls: parseNumber(perSecond, '--calls-per-second', bounds) };
  }
  if (concurrent !== undefined) {
    return { kind: 'concurrent-calls', calls: parseWhole(concurrent, '--concurrent-calls', { min: 1, max: 100_000 }) };
  }
  if (given.pace !== undefined && given.pace !== 'auto') {
    throw new UsageError(`--pace takes auto, not "${given.pace}"; for a fixed pace give --calls-per-second N.`);
  }
  return { kind: 'auto' };
}
