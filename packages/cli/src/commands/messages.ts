/** `outdial messages list|import|fetch|delete`: recorded messages for machines and for whoever is abandoned. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Client, MESSAGE_PURPOSES, type Message, type MessagePurpose } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, jsonArg, named } from './connection.ts';

const listArgs = { ...connectionArgs, ...jsonArg } as const;
const messageArg = { type: 'positional', description: 'Id or name of the message', required: true } as const;
const importArgs = {
  ...listArgs,
  file: { type: 'positional', description: 'The WAV file', required: true },
  name: { type: 'string', description: 'Name of the message', required: true },
  purpose: { type: 'string', description: MESSAGE_PURPOSES.join(' or '), default: 'voicemail' },
} as const;
const fetchArgs = {
  ...connectionArgs,
  message: messageArg,
  file: { type: 'positional', description: 'Where to write it', required: true },
} as const;
const deleteArgs = { ...connectionArgs, message: messageArg } as const;

const line = ({ id, name, purpose, lengthMs, usedBy }: Message): string =>
  harmless(
    `${id}  ${name}  ${purpose}  ${(lengthMs / 1_000).toFixed(1)} s  ${usedBy.length === 0 ? 'not used' : usedBy.join(', ')}\n`,
  );

/** Throws CommandFailed where there is none. */
async function find(api: Client, wanted: string): Promise<Message> {
  return named('message', await api.call('messages'), ({ id, name }) => [id, name], wanted);
}

const failed = (file: string, doing: string, cause: unknown): CommandFailed =>
  new CommandFailed(`${file} cannot be ${doing}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

function purposeOf(given: string): MessagePurpose {
  const purpose = MESSAGE_PURPOSES.find((known) => known === given);
  if (purpose === undefined) throw new UsageError(`--purpose ${given}: it is ${MESSAGE_PURPOSES.join(' or ')}.`);
  return purpose;
}

const list = defineCommand({
  meta: { name: 'list', description: 'All messages, and who plays them' },
  args: listArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, listArgs, 0);
    const messages = await connectAsOperator(given).call('messages');
    process.stdout.write(given.json ? `${JSON.stringify(messages)}\n` : messages.map(line).join(''));
  },
});

const importCommand = defineCommand({
  meta: { name: 'import', description: 'Upload a WAV file as a message' },
  args: importArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, importArgs, 1);
    const purpose = purposeOf(given.purpose);
    const text = await readFile(given.file).catch((cause: unknown) => {
      throw failed(given.file, 'read', cause);
    });
    const message = await connectAsOperator(given).call('uploadMessage', {
      query: { name: given.name, purpose },
      text,
    });
    process.stdout.write(given.json ? `${JSON.stringify(message)}\n` : line(message));
  },
});

const fetchCommand = defineCommand({
  meta: { name: 'fetch', description: 'Write a message to a WAV file, as contacts hear it' },
  args: fetchArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, fetchArgs, 2);
    const api = connectAsOperator(given);
    const { id } = await find(api, given.message);
    const sound = await api.download('messageSound', { params: { messageId: id } });
    await writeFile(given.file, sound).catch((cause: unknown) => {
      throw failed(given.file, 'written', cause);
    });
    process.stdout.write(`${given.file}\n`);
  },
});

const deleteCommand = defineCommand({
  meta: { name: 'delete', description: 'Delete a message that nothing plays' },
  args: deleteArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, deleteArgs, 1);
    const api = connectAsOperator(given);
    const { id, name } = await find(api, given.message);
    await api.call('deleteMessage', { params: { messageId: id } });
    process.stdout.write(`${name} is deleted\n`);
  },
});

export const messagesCommand = defineCommand({
  meta: { name: 'messages', description: 'List, upload, fetch and delete recorded messages' },
  subCommands: { list, import: importCommand, fetch: fetchCommand, delete: deleteCommand },
});
