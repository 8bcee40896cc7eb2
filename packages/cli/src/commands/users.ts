/** `outdial users list|create|password|lock|unlock` (OUT-7). */
import { randomBytes } from 'node:crypto';
import { type Client, ROLES, type Role, type User } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, jsonArg } from './connection.ts';

const userArg = {
  user: { type: 'positional', description: 'User name', required: true },
} as const;
const listArgs = { ...connectionArgs, ...jsonArg } as const;
const oneArgs = { ...connectionArgs, ...userArg } as const;
const createArgs = {
  ...oneArgs,
  ...jsonArg,
  name: { type: 'string', description: 'The name that others see; the user name where it is left out' },
  role: { type: 'string', description: ROLES.join(', '), default: 'agent' },
} as const;

/** From OUTDIAL_PASSWORD, which no list of processes shows; else a new one, told once. */
function password(): { password: string; told: string } {
  const given = process.env.OUTDIAL_PASSWORD;
  if (given !== undefined) return { password: given, told: '' };
  const made = randomBytes(12).toString('base64url');
  return { password: made, told: `password: ${made}\n` };
}

function roleOf(given: string): Role {
  const role = ROLES.find((known) => known === given);
  if (role === undefined) throw new UsageError(`--role ${given}: it is one of ${ROLES.join(', ')}.`);
  return role;
}

async function find(api: Client, username: string): Promise<User> {
  const users = await api.call('users');
  const found = users.find((user) => user.username === username || user.id === username);
  if (found !== undefined) return found;
  const known = users.map((user) => user.username).join(', ') || 'none';
  throw new CommandFailed(`There is no user "${username}". There are: ${known}.`);
}

const line = ({ username, name, role, locked }: User): string =>
  harmless(`${username}  ${name}  ${role}${locked ? '  locked' : ''}\n`);

const list = defineCommand({
  meta: { name: 'list', description: 'All users' },
  args: listArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, listArgs, 0);
    const users = await connectAsOperator(given).call('users');
    process.stdout.write(given.json ? `${JSON.stringify(users)}\n` : users.map(line).join(''));
  },
});

const create = defineCommand({
  meta: {
    name: 'create',
    description: 'Create a user; the password is that of OUTDIAL_PASSWORD, or a new one that is told',
  },
  args: createArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, createArgs, 1);
    const role = roleOf(given.role);
    const { password: secret, told } = password();
    const body = { username: given.user, name: given.name ?? given.user, role, password: secret };
    const user = await connectAsOperator(given).call('createUser', { body });
    process.stdout.write(given.json ? `${JSON.stringify(user)}\n` : line(user));
    if (told !== '') process.stderr.write(told);
  },
});

const reset = defineCommand({
  meta: {
    name: 'password',
    description: 'Reset a password: to that of OUTDIAL_PASSWORD, or to a new one that is told',
  },
  args: oneArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, oneArgs, 1);
    const api = connectAsOperator(given);
    const { id, username } = await find(api, given.user);
    const { password: secret, told } = password();
    await api.call('setPassword', { params: { userId: id }, body: { password: secret } });
    process.stdout.write(`${username} has a new password, and is logged off everywhere\n`);
    if (told !== '') process.stderr.write(told);
  },
});

const lock = (locked: boolean) =>
  defineCommand({
    meta: locked
      ? { name: 'lock', description: 'Shut a user out; a call in hand is finished' }
      : { name: 'unlock', description: 'Let a user in again' },
    args: oneArgs,
    async run({ args: given, rawArgs }) {
      refuseUnknownOptions(rawArgs, oneArgs, 1);
      const api = connectAsOperator(given);
      const { id, username } = await find(api, given.user);
      await api.call('setLocked', { params: { userId: id }, body: { locked } });
      process.stdout.write(`${username} is ${locked ? 'locked' : 'unlocked'}\n`);
    },
  });

export const usersCommand = defineCommand({
  meta: { name: 'users', description: 'List, create, lock and unlock users; reset passwords' },
  subCommands: { list, create, password: reset, lock: lock(true), unlock: lock(false) },
});
