/** The routes of what was: attempts, figures, and the report of a day. */
import { z } from 'zod';
import { LIVE_ENDS } from '../domain/attempt.ts';
import { route, zPage } from './route.ts';
import { zAttempt, zSummary } from './schemas.ts';
import { zDayQuery, zDayReport } from './schemas-report.ts';

export const REPORT_ROUTES = {
  attempts: route({
    method: 'get',
    path: '/v1/attempts',
    summary: 'Attempts, newest first',
    role: 'supervisor',
    query: zPage.extend({
      campaignId: z.string().max(64).optional(),
      contactId: z.string().max(64).optional(),
      state: z.enum(['under-way', 'closed']).optional(),
      liveEnd: z.enum(LIVE_ENDS).optional().describe('abandoned: the evidence records of abandoned calls'),
    }),
    response: z.array(zAttempt),
  }),
  summary: route({
    method: 'get',
    path: '/v1/summary',
    summary: 'Figures of the attempts since a time, from the store',
    role: 'supervisor',
    query: z.object({ sinceMs: z.coerce.number().int().min(0).default(0) }),
    response: zSummary,
  }),
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
