/** Reports: the day by campaign and by agent, as JSON and as CSV (OUT-6). */
import { type DayReport, ProblemError, type RouteRequest } from '@outdial/shared';
import { instantOf, localTime } from '../callbacks/when.ts';
import { csvLine } from '../lists/csv-line.ts';
import { agentRows, campaignRows } from '../reports/day-csv.ts';
import { dayReport } from '../reports/day-report.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type DayQuery = NonNullable<RouteRequest<'dayReport'>['query']>;

/** More than this are overdue somewhere else, too. */
const OVERDUE_COUNTED = 10_000;
const PARTS = { 'campaigns.csv': campaignRows, 'agents.csv': agentRows } as const;

const isPart = (part: string): part is keyof typeof PARTS => Object.hasOwn(PARTS, part);

export function reportHandlers(services: Services): Pick<Handlers, 'dayReport' | 'dayReportCsv'> {
  const { store, clock, catalog, accounts } = services;

  async function report({ date, timeZone = here() }: DayQuery): Promise<DayReport> {
    const nowMs = clock.nowMs();
    // Throws for a zone that nobody knows.
    instantOf({ date: '2000-01-01', time: '12:00', timeZone }, null);
    const day = date ?? localTime(nowMs, timeZone).date;
    const fromMs = midnight(day, timeZone);
    const endMs = midnight(dayAfter(day), timeZone);
    const toMs = Math.max(fromMs, Math.min(endMs, nowMs));
    const [figures, presence, overdue, users] = await Promise.all([
      store.dayFigures({ fromMs, toMs: endMs }),
      store.presenceSince(fromMs),
      store.callbacks({ overdue: true, limit: OVERDUE_COUNTED, nowMs }),
      accounts.users(),
    ]);
    const { campaigns } = catalog.current();
    return dayReport({ date: day, timeZone, fromMs, toMs, figures, presence, overdue, campaigns, users });
  }

  return {
    dayReport: ({ query }) => report(query),
    async dayReportCsv({ params: { part }, query }) {
      if (!isPart(part)) {
        throw new ProblemError('not-found', `There is no ${part}: take ${Object.keys(PARTS).join(' or ')}.`);
      }
      const rows = PARTS[part](await report(query));
      return lines(rows);
    },
  };
}

async function* lines(rows: readonly (readonly string[])[]): AsyncGenerator<string> {
  for (const row of rows) yield csvLine(row);
}

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The first moment of the day: where its clock leaps over midnight, the next quarter of an hour that there is. */
function midnight(date: string, timeZone: string): number {
  for (let minute = 0; minute < 180; minute += 15) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    try {
      return instantOf({ date, time, timeZone }, null).dueAtMs;
    } catch (error) {
      const skipped = error instanceof ProblemError && error.message.includes('leaps');
      if (!skipped) throw error;
    }
  }
  return instantOf({ date, time: '03:00', timeZone }, null).dueAtMs;
}

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toJSON().replace(/T.*/, '');
