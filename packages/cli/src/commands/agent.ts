/** `outdial agent`: the agents' terminal client. */
import { runAgentTerminal } from '@outdial/agent';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { connectionArgs, findServer } from './connection.ts';

const args = {
  ...connectionArgs,
  user: { type: 'string', description: 'User name; asked for where there is a terminal', valueHint: 'NAME' },
  json: { type: 'boolean', description: 'Without a terminal: one JSON object a line', default: false },
} as const;

export const agentCommand = defineCommand({
  meta: {
    name: 'agent',
    description: 'Work as an agent: the terminal client (the password is asked for, or read from OUTDIAL_PASSWORD)',
  },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    process.exitCode = await runAgentTerminal({
      baseUrl: findServer(given).baseUrl,
      ...(given.user === undefined ? {} : { username: given.user }),
      ...(process.env.OUTDIAL_PASSWORD === undefined ? {} : { password: process.env.OUTDIAL_PASSWORD }),
      json: given.json,
      stdin: process.stdin,
      stdout: process.stdout,
    });
  },
});
