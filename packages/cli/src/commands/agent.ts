/** `outdial agent`: the agents' terminal client. */
import { runAgentTerminal } from '@outdial/agent';
import { PHONE_MODES } from '@outdial/shared';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { UsageError } from '../args/usage-error.ts';
import { connectionArgs, findServer } from './connection.ts';

const args = {
  ...connectionArgs,
  user: { type: 'string', description: 'User name; asked for where there is a terminal', valueHint: 'NAME' },
  phone: { type: 'string', description: 'Your phone: a SIP endpoint or a number', valueHint: 'ADDRESS' },
  'phone-mode': {
    type: 'string',
    description: 'nailed-up: called at log-in and kept; on-demand: called for each conversation',
    default: 'nailed-up',
  },
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
    const phoneMode = PHONE_MODES.find((mode) => mode === given['phone-mode']);
    if (phoneMode === undefined) {
      throw new UsageError(`--phone-mode takes ${PHONE_MODES.join(' or ')}, not "${given['phone-mode']}".`);
    }
    process.exitCode = await runAgentTerminal({
      baseUrl: findServer(given).baseUrl,
      ...(given.user === undefined ? {} : { username: given.user }),
      ...(process.env.OUTDIAL_PASSWORD === undefined ? {} : { password: process.env.OUTDIAL_PASSWORD }),
      ...(given.phone === undefined ? {} : { phone: given.phone }),
      phoneMode,
      json: given.json,
      stdin: process.stdin,
      stdout: process.stdout,
    });
  },
});
