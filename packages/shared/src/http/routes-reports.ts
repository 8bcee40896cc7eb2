/** The routes of reports. */
import { z } from 'zod';
import { route } from './route.ts';
import { zDayQuery, zDayReport } from './schemas-report.ts';

export const REPORT_ROUTES = {
  dayReport: route({
    method: 'get',
    path: '/v1/reports/day',
    summary: 'The report of a day, by campaign and by agent',
    rows: ['OUT-6'],
    role: 'supervisor',
    query: zDayQuery,
    response: zDayReport,
  }),
  dayReportCsv: route({
    method: 'get',
    path: '/v1/reports/day/{part}',
    summary: 'One part of it as CSV: `campaigns.csv` or `agents.csv`; no cell is taken for a formula',
    rows: ['OUT-6'],
    role: 'supervisor',
    query: zDayQuery,
    response: z.string(),
    file: 'text/csv',
  }),
} as const;
