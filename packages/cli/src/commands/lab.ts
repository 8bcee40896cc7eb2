/** `outdial lab`: a private Asterisk with a carrier and agents' phones, for real calls on one machine. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NoAsteriskError, openStandingLab } from '@outdial/engine';
import { realClock } from '@outdial/shared';
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed } from '../args/usage-error.ts';
import { tellParent } from '../supervise/parent.ts';
import { onEnd } from '../telephony/on-end.ts';

const args = {
  folder: { type: 'string', description: 'Where the lab lives; else in the cache of this user', valueHint: 'FOLDER' },
  ledger: { type: 'string', description: "File of the carrier's own list of the calls it received", valueHint: 'FILE' },
  seed: { type: 'string', description: 'Seed of what the numbers do', default: '1' },
  nodes: { type: 'string', description: 'Asterisks: 1 or 2, among which calls and phones are spread', default: '1' },
} as const;

export const labCommand = defineCommand({
  meta: { name: 'lab', description: 'A private Asterisk, a carrier and phones on this machine, until Ctrl-C' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const folder = given.folder ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'outdial', 'lab');
    const say = (words: string): void => void process.stderr.write(`${words}\n`);
    say('starting Asterisk (the first time it is fetched, half a minute)…');
    const standing = await openStandingLab({
      ...{ folder, clock: realClock, say },
      seed: parseWhole(given.seed, '--seed', { min: 0, max: 2_147_483_647 }),
      twoNodes: parseWhole(given.nodes, '--nodes', { min: 1, max: 2 }) === 2,
      ...(given.ledger === undefined ? {} : { ledgerFile: given.ledger }),
    }).catch((cause: unknown) => {
      if (!(cause instanceof NoAsteriskError)) throw cause;
      throw new CommandFailed(`The lab cannot start: ${cause.message}`, { cause });
    });
    const { lab, optionsFile } = standing;
    if (!tellParent({ type: 'lab', optionsFile })) {
      for (const [i, { options }] of lab.nodes.entries()) {
        const { pid } = (i === 0 ? lab.asterisk : lab.second) ?? lab.asterisk;
        say(`Asterisk is up (pid ${pid}), its ARI at ${options.url}; its folder is ${folder}`);
      }
      say(`use it: outdial up --demo --telephony asterisk --asterisk ${optionsFile}\nCtrl-C ends it`);
      process.stdout.write(`${optionsFile}\n`);
    }
    await onEnd();
    await standing.close();
    process.exit(0);
  },
});
