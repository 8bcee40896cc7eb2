/** `outdial up`: the whole floor on one machine, with the console where there is a terminal. */
import { realClock } from '@outdial/shared';
import { defineCommand } from 'citty';
import { parseDurationMs } from '../args/durations.ts';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { UsageError } from '../args/usage-error.ts';
import { asteriskFile, type TelephonyKind, telephonyArgs, telephonyKind } from '../telephony/arguments.ts';
import type { UpTelephony } from '../up/telephony.ts';
import { runUp } from '../up/up.ts';

const args = {
  demo: {
    type: 'boolean',
    description: 'A floor to try: five campaigns, 24 simulated agents, 10,000 contacts',
    default: false,
  },
  for: {
    type: 'string',
    description: 'Stop dialing after this time, end what is up 5 s later, print the summary',
    valueHint: '60s',
  },
  json: { type: 'boolean', description: 'The summary as one JSON value on standard output', default: false },
  data: { type: 'string', description: 'The data folder', valueHint: 'FOLDER' },
  host: { type: 'string', description: 'The address that HTTP listens on', default: '127.0.0.1' },
  port: { type: 'string', description: 'The port that HTTP listens on; 0 takes a free one', default: '4170' },
  ...telephonyArgs,
  lab: {
    type: 'boolean',
    description:
      'With --telephony asterisk: a private Asterisk, a carrier and phones on this machine (docs/asterisk.md)',
    default: false,
  },
  nodes: { type: 'string', description: 'With --lab: Asterisks, 1 or 2', valueHint: '2' },
  seed: { type: 'string', description: 'Seed of the simulated carrier and agents', default: '1' },
  console: { type: 'boolean', description: 'Open the console where there is a terminal', default: true },
} as const;

export const upCommand = defineCommand({
  meta: { name: 'up', description: 'Start server and engine, and the console where there is a terminal' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const kind = telephonyKind(given.telephony);
    if (given.lab && kind !== 'asterisk') throw new UsageError('--lab goes with --telephony asterisk.');
    if (given.lab && given.asterisk !== undefined)
      throw new UsageError('--lab brings its own Asterisk: leave out --asterisk.');
    if (given.nodes !== undefined && !given.lab) throw new UsageError('--nodes goes with --lab.');
    process.exitCode = await runUp({
      telephony: telephonyOf(kind, given),
      demo: given.demo,
      forMs: given.for === undefined ? null : parseDurationMs(given.for, '--for'),
      json: given.json,
      data: given.data,
      host: given.host,
      port: parseWhole(given.port, '--port', { min: 0, max: 65_535 }),
      seed: parseWhole(given.seed, '--seed', { min: 0, max: 2_147_483_647 }),
      console: given.console,
      clock: realClock,
    });
  },
});

function telephonyOf(
  kind: TelephonyKind,
  { asterisk, lab, nodes = '1' }: { asterisk?: string | undefined; lab: boolean; nodes?: string | undefined },
): UpTelephony {
  if (kind === 'simulated') return { kind };
  return lab
    ? { kind: 'lab', nodes: parseWhole(nodes, '--nodes', { min: 1, max: 2 }) }
    : { kind, file: asteriskFile(asterisk) };
}
