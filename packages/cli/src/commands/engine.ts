/** `outdial engine`: live state, pacing, detection and telephony, as a process of its own. */
import { readFileSync } from 'node:fs';
import { type CarrierProfileInput, EVERYDAY, runEngine, type TelephonyChoice } from '@outdial/engine';
import { realClock } from '@outdial/shared';
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';
import { asteriskFile, readAsterisk, refuseTrouble, telephonyArgs, telephonyKind } from '../telephony/arguments.ts';

const args = {
  control: {
    type: 'string',
    description: "The server's endpoint for commands and facts",
    required: true,
    valueHint: 'ipc://…',
  },
  live: { type: 'string', description: "The server's endpoint for pictures", required: true, valueHint: 'ipc://…' },
  ...telephonyArgs,
  profile: {
    type: 'string',
    description: 'JSON file: how the simulated carrier answers; an everyday list where left out',
    valueHint: 'FILE',
  },
  ledger: {
    type: 'string',
    description: "File of the simulated carrier's own list of the calls it received",
    valueHint: 'FILE',
  },
  seed: { type: 'string', description: 'Seed of the simulated carrier', default: '1' },
  recordings: { type: 'string', description: 'Folder for recordings of calls', valueHint: 'FOLDER' },
  threads: { type: 'string', description: 'Threads of the pool; one fewer than cores and at least two unless told' },
} as const;

export const engineCommand = defineCommand({
  meta: { name: 'engine', description: 'Start an engine alone; it looks for its server by itself' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const kind = telephonyKind(given.telephony);
    for (const name of ['control', 'live'] as const) {
      if (!/^(ipc|tcp):\/\/./.test(given[name])) {
        throw new UsageError(`--${name} takes ipc://PATH or tcp://HOST:PORT, not "${given[name]}".`);
      }
    }
    const engine = runEngine({
      control: given.control,
      live: given.live,
      telephony: kind === 'asterisk' ? await asterisk(given.asterisk) : simulated(given),
      ...(given.recordings === undefined ? {} : { recordingsFolder: given.recordings }),
      ...(given.threads === undefined
        ? {}
        : { poolThreads: parseWhole(given.threads, '--threads', { min: 1, max: 256 }) }),
    });
    await engine.stopped;
    // Everything is closed: what timers of agents and leases are left must not hold the process.
    process.exit(0);
  },
});

function simulated(given: {
  seed: string;
  ledger?: string | undefined;
  profile?: string | undefined;
}): TelephonyChoice {
  return {
    kind: 'simulated',
    seed: parseWhole(given.seed, '--seed', { min: 0, max: 2_147_483_647 }),
    ...(given.ledger === undefined ? {} : { ledgerFile: given.ledger }),
    profile: given.profile === undefined ? EVERYDAY : readProfile(given.profile),
  };
}

async function asterisk(given: string | undefined): Promise<TelephonyChoice> {
  const nodes = readAsterisk(asteriskFile(given));
  // A supervisor has looked before the first start; at a later one Asterisk may be down, and is waited for.
  if (process.send === undefined) {
    await refuseTrouble(nodes, realClock, (words) => process.stderr.write(`${words}\n`));
  }
  return { kind: 'asterisk', nodes };
}

/** The carrier itself checks what the profile holds, and says where it is wrong. */
function readProfile(file: string): CarrierProfileInput {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CarrierProfileInput;
  } catch (cause) {
    throw new CommandFailed(
      `The profile ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
