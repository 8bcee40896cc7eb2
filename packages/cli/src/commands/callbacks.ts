/** `outdial callbacks [list|request|give|cancel]`: who is to be called back, and by whom (GCC-0, GCC-2). */
import type { Callback, Client } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, findCampaign, jsonArg } from './connection.ts';

const listArgs = {
  ...connectionArgs,
  ...jsonArg,
  campaign: { type: 'string', description: 'Id or name of a campaign' },
  overdue: { type: 'boolean', description: 'Only those that are overdue', default: false },
  'for-supervisors': {
    type: 'boolean',
    description: 'Only those whose agent is not there, and about whom supervisors are asked',
    default: false,
  },
} as const;
const requestArgs = {
  ...connectionArgs,
  ...jsonArg,
  campaign: { type: 'positional', description: 'Id or name of the campaign', required: true },
  number: { type: 'positional', description: 'The number to call', required: true },
  name: { type: 'string', description: 'Whom to ask for' },
  at: { type: 'string', description: 'As soon as it is allowed where it is left out', valueHint: '2026-12-31T14:30' },
  zone: { type: 'string', description: 'The time zone of --at', valueHint: 'Europe/Paris' },
  notes: { type: 'string', description: 'What the agent should know' },
  key: { type: 'string', description: 'The same key again makes no second callback' },
} as const;
const oneArg = { callback: { type: 'positional', description: 'Id of the callback', required: true } } as const;
const giveArgs = {
  ...connectionArgs,
  ...oneArg,
  agent: { type: 'string', description: 'User name of the agent; any agent where it is left out' },
} as const;
const cancelArgs = { ...connectionArgs, ...oneArg } as const;

const line = (one: Callback): string => {
  const state = one.overdue ? `${one.state}, overdue` : one.state;
  const why = [...one.reasons.map(({ message }) => message), ...(one.remedy === null ? [] : [one.remedy])].join('; ');
  const who = one.agentId === null ? 'any agent' : `agent ${one.agentId}`;
  return harmless(
    `${one.callbackId}  ${one.date} ${one.time} (${one.timeZone})  ${one.number}  ${one.contactName}  ${one.campaignName}  ${who}  ${state}${why === '' ? '' : `: ${why}`}\n`,
  );
};

function whenOf(at: string | undefined, zone: string | undefined) {
  if (at === undefined) return {};
  const [date = '', time = ''] = at.split('T');
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time)) {
    throw new UsageError(`--at ${at}: write it as 2026-12-31T14:30.`);
  }
  return { when: { date, time, ...(zone === undefined ? {} : { timeZone: zone }) } };
}

const list = defineCommand({
  meta: { name: 'list', description: 'Open callbacks, by their time' },
  args: listArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, listArgs, 0);
    const api = connectAsOperator(given);
    const campaign = given.campaign === undefined ? {} : { campaignId: (await findCampaign(api, given.campaign)).id };
    const query = {
      ...campaign,
      ...(given.overdue ? { overdue: 'yes' as const } : {}),
      ...(given['for-supervisors'] ? { forSupervisors: 'yes' as const } : {}),
    };
    const callbacks = await api.call('callbacks', { query });
    process.stdout.write(given.json ? `${JSON.stringify(callbacks)}\n` : callbacks.map(line).join(''));
    if (callbacks.length === 0 && !given.json)
      process.stderr.write(given.overdue ? 'No callback is overdue.\n' : 'Nobody waits to be called back.\n');
  },
});

const request = defineCommand({
  meta: { name: 'request', description: 'Ask for a callback to a number' },
  args: requestArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, requestArgs, 2);
    const api = connectAsOperator(given);
    const { id } = await findCampaign(api, given.campaign);
    const callback = await api.call('requestCallback', {
      body: {
        campaignId: id,
        number: given.number,
        ...whenOf(given.at, given.zone),
        ...(given.name === undefined ? {} : { name: given.name }),
        ...(given.notes === undefined ? {} : { notes: given.notes }),
        ...(given.key === undefined ? {} : { idempotencyKey: given.key }),
      },
    });
    process.stdout.write(given.json ? `${JSON.stringify(callback)}\n` : line(callback));
  },
});

async function agentId(api: Client, username: string) {
  const user = (await api.call('users')).find((one) => one.username === username || one.id === username);
  if (user === undefined) throw new CommandFailed(`There is no user "${username}".`);
  return user.id;
}

const give = defineCommand({
  meta: { name: 'give', description: 'Give a callback to an agent, or to any' },
  args: giveArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, giveArgs, 1);
    const api = connectAsOperator(given);
    const to = given.agent === undefined ? null : await agentId(api, given.agent);
    const params = { callbackId: given.callback };
    process.stdout.write(line(await api.call('changeCallback', { params, body: { agentId: to } })));
  },
});

const cancel = defineCommand({
  meta: { name: 'cancel', description: 'Cancel a callback' },
  args: cancelArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, cancelArgs, 1);
    const params = { callbackId: given.callback };
    process.stdout.write(line(await connectAsOperator(given).call('cancelCallbackById', { params })));
  },
});

export const callbacksCommand = defineCommand({
  meta: { name: 'callbacks', description: 'List, request, give and cancel callbacks' },
  subCommands: { list, request, give, cancel },
});
