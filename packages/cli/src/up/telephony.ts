/** What the floor's engine calls with: the simulated carrier, a user's Asterisk, or the lab as a process beside it. */
import { join } from 'node:path';
import type { Clock } from '@outdial/shared';
import { z } from 'zod';
import { readAsterisk, refuseTrouble } from '../telephony/arguments.ts';
import type { DataFolder } from './data-folder.ts';
import type { EngineArgs } from './floor.ts';

export type UpTelephony =
  | { kind: 'simulated' }
  | { kind: 'lab'; nodes: number }
  /** The options of the user's own Asterisk. */
  | { kind: 'asterisk'; file: string };

interface Around {
  data: DataFolder;
  seed: number;
  clock: Clock;
  say: (words: string) => void;
}

/** The first time Asterisk is fetched. */
const LAB_TIMEOUT_MS = 330_000;
const zLabMessage = z.object({ type: z.literal('lab'), optionsFile: z.string() });

/** Throws CommandFailed where a user's Asterisk cannot be used. */
export async function telephonyFor(telephony: UpTelephony, around: Around): Promise<EngineArgs> {
  switch (telephony.kind) {
    case 'simulated':
      return async () => simulatedArgs(around);
    case 'lab':
      return labFor(telephony.nodes, around);
    case 'asterisk':
      await refuseTrouble(readAsterisk(telephony.file), around.clock, around.say);
      return async () => asteriskArgs(telephony.file);
  }
}

const asteriskArgs = (file: string): string[] => ['--telephony', 'asterisk', '--asterisk', file];

const simulatedArgs = ({ data, seed }: Around): string[] => ['--seed', String(seed), '--ledger', data.ledgerFile];

function labFor(nodes: number, { data, say, seed }: Around): EngineArgs {
  return async (startChild, inTime) => {
    say(
      'Starting the lab: a private Asterisk, a carrier and phones (the first time Asterisk is fetched, half a minute).',
    );
    let optionsFile: string | null = null;
    const up = new Promise<string>((resolve) => {
      startChild('lab', {
        args: () => [
          ...['lab', '--folder', join(data.folder, 'lab')],
          ...['--ledger', data.ledgerFile, '--seed', String(seed)],
          ...['--nodes', String(nodes)],
        ],
        isFirstStart: () => optionsFile === null,
        onMessage: (raw) => {
          const message = zLabMessage.safeParse(raw);
          if (!message.success) return;
          optionsFile = message.data.optionsFile;
          resolve(optionsFile);
        },
      });
    });
    return asteriskArgs(await inTime('lab', up, LAB_TIMEOUT_MS));
  };
}
