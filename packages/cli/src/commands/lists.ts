/** `outdial lists`: what a CSV file holds, taking it into a call list, and work on the lists that there are. */

import { checkFile } from '@outdial/server';
import { counted } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed, UsageError } from '../args/usage-error.ts';
import { streamOf } from './api-command.ts';
import { connectAsOperator, connectionArgs } from './connection.ts';
import { listWork } from './list-work.ts';

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
  others: {
    type: 'string',
    description: 'Columns of further numbers, with commas between, or none; else those whose headings say so',
    valueHint: 'mobile,office',
  },
  nameColumn: { type: 'string', description: 'Column of the name' },
  priorityColumn: { type: 'string', description: 'Column of the priority, 0 to 255' },
  timeZoneColumn: { type: 'string', description: 'Column of the time zone, as Europe/Paris' },
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;

type FileContact = NonNullable<Awaited<ReturnType<typeof checkFile>>['contacts']>[number];

interface Columns {
  column?: string | undefined;
  others?: string | undefined;
  nameColumn?: string | undefined;
  priorityColumn?: string | undefined;
  timeZoneColumn?: string | undefined;
}

const columnsOf = ({ column, nameColumn, priorityColumn, timeZoneColumn }: Columns) => ({
  ...(column === undefined ? {} : { column }),
  ...(nameColumn === undefined ? {} : { nameColumn }),
  ...(priorityColumn === undefined ? {} : { priorityColumn }),
  ...(timeZoneColumn === undefined ? {} : { timeZoneColumn }),
});

/** So many of the first rows are shown as the contacts that they would be. */
const SHOWN = 3;

function contactLine({ number, otherNumbers, name, priority, timeZone, fields }: FileContact): string {
  const known = Object.entries(fields)
    .filter(([, value]) => value !== '' && value !== name)
    .map(([field, value]) => `${field}: ${value}`);
  const rest = [timeZone, priority === 0 ? null : `priority ${priority}`].filter((one) => one !== null);
  return `  ${[[number, ...otherNumbers].join(', '), name, ...rest, ...known].join('  ')}`;
}

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
      ...columnsOf(given),
      ...(given.others === undefined
        ? {}
        : { otherColumns: given.others === 'none' ? [] : given.others.split(',').map((name) => name.trim()) }),
    });
    if (report.problem !== null) throw new CommandFailed(`${given.file}: ${report.problem}`);
    if (given.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      process.stdout.write(
        `${counted(report.rows, 'row')}, ${report.accepted} accepted, ${report.refusedTotal} refused\n`,
      );
      for (const one of report.contacts?.slice(0, SHOWN) ?? []) process.stdout.write(harmless(`${contactLine(one)}\n`));
      for (const row of report.refused)
        process.stdout.write(
          harmless(`line ${row.line}${row.column === null ? '' : `, ${row.column}`}: ${row.reason}\n`),
        );
    }
  },
});

const importArgs = {
  ...fileArgs,
  ...connectionArgs,
  list: { type: 'string', description: 'Name of the call list; made where there is none', required: true },
  duplicates: {
    type: 'string',
    description: 'What becomes of a number that is there already: keep-first, update or keep-all',
    default: 'keep-first',
  },
  within: { type: 'string', description: 'Where it counts as there: list or campaign', default: 'list' },
} as const;

const DUPLICATES = ['keep-first', 'update', 'keep-all'] as const;
const WITHIN = ['list', 'campaign'] as const;

function oneOf<T extends string>(option: string, known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${option} ${text}: one of ${known.join(', ')}.`);
  return found;
}

const importCommand = defineCommand({
  meta: { name: 'import', description: 'Import a CSV file into a call list of the running server' },
  args: importArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, importArgs, 1);
    const client = connectAsOperator(given);
    const lists = await client.call('lists');
    const list =
      lists.find((one) => one.name === given.list) ?? (await client.call('createList', { body: { name: given.list } }));
    const report = await client.call('importList', {
      params: { listId: list.id },
      text: await streamOf(given.file),
      query: {
        country: given.country,
        headings: headingsMode(given.headings),
        ...columnsOf(given),
        ...(given.others === undefined ? {} : { otherColumns: given.others }),
        duplicates: oneOf('duplicates', DUPLICATES, given.duplicates),
        within: oneOf('within', WITHIN, given.within),
      },
    });
    process.stdout.write(
      given.json
        ? `${JSON.stringify({ listId: list.id, ...report })}\n`
        : `${report.accepted} of ${counted(report.rows, 'row is', 'rows are')} in "${list.name}"; ${report.refusedTotal} refused, ${counted(report.duplicates, 'duplicate')}\n`,
    );
  },
});

export const listsCommand = defineCommand({
  meta: { name: 'lists', description: 'Check, import, look at, move, delete, reset and export call lists' },
  subCommands: { check, import: importCommand, ...listWork },
});
