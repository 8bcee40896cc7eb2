/** A command that asks the running server one thing and prints the answer: as words, or with --json as it is. */
import { constants, openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Client } from '@outdial/shared';
import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, jsonArg } from './connection.ts';

const commonArgs = { ...connectionArgs, ...jsonArg } as const;

export interface ApiCommand<Args extends ArgsDef, Answer> {
  name: string;
  description: string;
  args: Args;
  ask(api: Client, given: ParsedArgs<Args & typeof commonArgs>): Promise<Answer>;
  /** Lines for people. */
  words(answer: Answer, given: ParsedArgs<Args & typeof commonArgs>): readonly string[];
}

export function apiCommand<const Args extends ArgsDef, Answer>(command: ApiCommand<Args, Answer>): CommandDef {
  const args: ArgsDef = { ...command.args, ...commonArgs };
  const positionals = Object.values(command.args).filter(({ type }) => type === 'positional').length;
  return defineCommand({
    meta: { name: command.name, description: command.description },
    args,
    async run({ args: parsed, rawArgs }) {
      refuseUnknownOptions(rawArgs, args, positionals);
      const given = parsed as unknown as ParsedArgs<Args & typeof commonArgs>;
      const answer = await command.ask(connectAsOperator(parsed as { url?: string; data?: string }), given);
      const lines = parsed.json === true ? [JSON.stringify(answer)] : command.words(answer, given).map(harmless);
      process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    },
  });
}

/** The file as a stream, so that a list of millions is not held in memory. Throws CommandFailed where it cannot be read. */
export async function streamOf(file: string): Promise<ReadableStream> {
  try {
    // What is opened as a blob says nothing of why it cannot be.
    await access(file, constants.R_OK);
    return (await openAsBlob(file)).stream();
  } catch (cause) {
    throw new CommandFailed(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export const timeText = (atMs: number | null): string =>
  atMs === null ? 'never by itself' : `${new Date(atMs).toISOString().slice(0, 19)}Z`;
