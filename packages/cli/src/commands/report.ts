/** `outdial report`: the day by campaign and by agent (OUT-6). */
import { reportText } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { UsageError } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, jsonArg } from './connection.ts';

const args = {
  ...connectionArgs,
  ...jsonArg,
  date: { type: 'string', description: 'The day; today where it is left out', valueHint: '2026-12-31' },
  zone: {
    type: 'string',
    description: 'The time zone of the day; the server’s where it is left out',
    valueHint: 'Europe/Paris',
  },
  csv: { type: 'string', description: 'One part of it as CSV: campaigns or agents', valueHint: 'campaigns' },
} as const;

const PARTS = ['campaigns', 'agents'];

export const reportCommand = defineCommand({
  meta: { name: 'report', description: 'The report of a day, by campaign and by agent' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    if (given.csv !== undefined && !PARTS.includes(given.csv)) {
      throw new UsageError(`--csv ${given.csv}: it is ${PARTS.join(' or ')}.`);
    }
    const query = {
      ...(given.date === undefined ? {} : { date: given.date }),
      ...(given.zone === undefined ? {} : { timeZone: given.zone }),
    };
    const api = connectAsOperator(given);
    if (given.csv !== undefined) {
      process.stdout.write(await api.download('dayReportCsv', { params: { part: `${given.csv}.csv` }, query }));
      return;
    }
    const report = await api.call('dayReport', { query });
    process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : harmless(reportText(report)));
  },
});
