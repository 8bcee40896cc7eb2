/** `outdial console`: the supervisors' console; on a pipe it prints snapshots. */
import { runConsole } from '@outdial/tui';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { connectionArgs, findServer, needToken } from './connection.ts';

const args = {
  ...connectionArgs,
  json: { type: 'boolean', description: 'Stream one JSON object a line', default: false },
  once: { type: 'boolean', description: 'Print one snapshot and end', default: false },
  readOnly: { type: 'boolean', description: 'Refuse every act', default: false },
} as const;

export const consoleCommand = defineCommand({
  meta: { name: 'console', description: 'Watch and steer campaigns, agents and calls' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const connection = findServer(given);
    const end = await runConsole({
      baseUrl: connection.baseUrl,
      token: needToken(connection),
      json: given.json,
      once: given.once,
      readOnly: given.readOnly,
    });
    process.exitCode = end.exitCode;
  },
});
