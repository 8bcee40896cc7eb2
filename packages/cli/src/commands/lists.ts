/** `outdial lists check|import`: what a CSV file holds, and taking it into a call list. */
import { openAsBlob } from 'node:fs';
import { checkFile } from '@outdial/server';
import { createClient } from '@outdial/shared';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed } from '../args/usage-error.ts';
import { connectionArgs, findServer, needToken } from './connection.ts';

const fileArgs = {
  file: { type: 'positional', description: 'The CSV file', required: true },
  country: { type: 'string', description: 'Country of national numbers (ISO 3166)', default: 'FR' },
  column: {
    type: 'string',
    description: 'Column of the phone numbers: its heading or its number from 1',
    valueHint: 'phone',
  },
  headings: {
    type: 'boolean',
    description: 'The first row holds the headings (--no-headings: it does not; else it is detected)',
  },
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;

const headingsMode = (headings: boolean | undefined): 'yes' | 'no' | 'auto' =>
  headings === undefined ? 'auto' : headings ? 'yes' : 'no';

const check = defineCommand({
  meta: { name: 'check', description: 'Report the rows that an import would accept and refuse' },
  args: fileArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, fileArgs, 1);
    const report = await checkFile(given.file, {
      country: given.country,
      headings: headingsMode(given.headings),
      ...(given.column === undefined ? {} : { column: given.column }),
    });
    if (report.problem !== null) throw new CommandFailed(`${given.file}: ${report.problem}`);
    if (given.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      process.stdout.write(`${report.rows} rows, ${report.accepted} accepted, ${report.refusedTotal} refused\n`);
      for (const row of report.refused)
        process.stdout.write(`line ${row.line}${row.column === null ? '' : `, ${row.column}`}: ${row.reason}\n`);
    }
  },
});

const importArgs = {
  ...fileArgs,
  ...connectionArgs,
  list: { type: 'string', description: 'Name of the call list; made where there is none', required: true },
} as const;

const importCommand = defineCommand({
  meta: { name: 'import', description: 'Import a CSV file into a call list of the running server' },
  args: importArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, importArgs, 1);
    const connection = findServer(given);
    const client = createClient({ baseUrl: connection.baseUrl, token: needToken(connection) });
    const lists = await client.call('lists');
    const list =
      lists.find((one) => one.name === given.list) ?? (await client.call('createList', { body: { name: given.list } }));
    const report = await client.call('importList', {
      params: { listId: list.id },
      text: await streamOf(given.file),
      query: {
        country: given.country,
        headings: headingsMode(given.headings),
        ...(given.column === undefined ? {} : { column: given.column }),
      },
    });
    process.stdout.write(
      given.json
        ? `${JSON.stringify({ listId: list.id, ...report })}\n`
        : `${report.accepted} of ${report.rows} rows are in "${list.name}"; ${report.refusedTotal} refused, ${report.duplicates} duplicates\n`,
    );
  },
});

/** The file as a stream, so that a list of millions is not held in memory. Throws CommandFailed where it cannot be read. */
async function streamOf(file: string): Promise<ReadableStream> {
  try {
    return (await openAsBlob(file)).stream();
  } catch (cause) {
    throw new CommandFailed(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export const listsCommand = defineCommand({
  meta: { name: 'lists', description: 'Check and import call lists' },
  subCommands: { check, import: importCommand },
});
