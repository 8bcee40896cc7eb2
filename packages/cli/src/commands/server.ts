/** `outdial server`: the system of record and its HTTP API, as a process of its own. */
import { runServer } from '@outdial/server';
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { tellParent } from '../supervise/parent.ts';
import { dataFolder } from '../up/data-folder.ts';

const args = {
  data: { type: 'string', description: 'The data folder', valueHint: 'FOLDER' },
  host: { type: 'string', description: 'The address that HTTP listens on', default: '127.0.0.1' },
  port: { type: 'string', description: 'The port that HTTP listens on; 0 takes a free one', default: '4170' },
  control: {
    type: 'string',
    description: 'Where engines connect for commands and facts',
    required: true,
    valueHint: 'ipc://…',
  },
  live: { type: 'string', description: 'Where engines send their pictures', required: true, valueHint: 'ipc://…' },
  operatorTokenFile: {
    type: 'string',
    description: 'Write a token of the local operator to this file',
    valueHint: 'FILE',
  },
} as const;

export const serverCommand = defineCommand({
  meta: { name: 'server', description: 'Start the server alone' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const server = await runServer({
      dataFolder: dataFolder(given.data, false).folder,
      host: given.host,
      port: parseWhole(given.port, '--port', { min: 0, max: 65_535 }),
      control: given.control,
      live: given.live,
      ...(given.operatorTokenFile === undefined ? {} : { operatorTokenFile: given.operatorTokenFile }),
      onFirstAdministrator: ({ username, password }) => {
        if (tellParent({ type: 'first-administrator', username, password })) return;
        process.stderr.write(
          `First start: the administrator is "${username}" with password "${password}". It is shown this once.\n`,
        );
      },
    });
    if (!tellParent({ type: 'listening', url: server.url })) process.stderr.write(`Listening on ${server.url}\n`);
  },
});
