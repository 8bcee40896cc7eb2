/** GCC-8: one schedule (a rule's or a pack's): which minutes of which local days are open, and when it next opens in a zone. */
import type { HolidayCalendar, SpecialDay, WeeklyHours } from '@outdial/shared';
import { DAY_MS, dayOf, MINUTE_MS, weekdayOf } from './days.ts';
import type { Holidays } from './holidays.ts';
import type { ZoneClock } from './zone-clock.ts';

export interface ScheduleFields {
  weeklyHours: WeeklyHours | null;
  specialDays?: readonly SpecialDay[];
  publicHolidays?: readonly HolidayCalendar[];
  startDate?: string | null;
  endDate?: string | null;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Why a day, or a minute of it, is closed. */
export type Closed = 'outside-hours' | 'public-holiday' | 'before-start' | 'after-end';

export interface Schedule {
  /** Who says so: `rule NAME` or `pack NAME`. */
  readonly source: string;
  readonly firstDay: number;
  readonly lastDay: number;
  /** After this day it repeats itself, weeks and holidays. */
  readonly settledDay: number;
  /** The open intervals of a local day, in order, apart from each other. */
  windowsOf(day: number, country: string): readonly Window[];
  why(day: number, country: string): Closed;
}

const ALL_DAY: readonly Window[] = [{ fromMs: 0, toMs: DAY_MS }];
const CLOSED: readonly Window[] = [];

/** Null where the fields limit nothing. */
export function compileSchedule(source: string, fields: ScheduleFields, holidays: Holidays): Schedule | null {
  const { weeklyHours, specialDays = [], publicHolidays = [], startDate = null, endDate = null } = fields;
  const dated = startDate !== null || endDate !== null;
  if (weeklyHours === null && specialDays.length === 0 && publicHolidays.length === 0 && !dated) return null;

  const special = new Map<number, readonly Window[]>();
  for (const { date, windows } of specialDays) {
    const day = dayOf(date);
    special.set(day, special.has(day) ? CLOSED : merged(windows));
  }
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
    weeklyHours === null ? ALL_DAY : merged(weeklyHours.filter((window) => window.weekday === weekday)),
  );
  const firstDay = startDate === null ? Number.NEGATIVE_INFINITY : dayOf(startDate);
  const lastDay = endDate === null ? Number.POSITIVE_INFINITY : dayOf(endDate);
  const isHoliday = (day: number, country: string): boolean =>
    publicHolidays.some((calendar) => holidays.isHoliday(calendar.country ?? country, calendar.region, day));

  return {
    source,
    firstDay,
    lastDay,
    settledDay: Math.max(firstDay, ...special.keys()),
    windowsOf: (day, country) => {
      const exception = special.get(day);
      if (exception !== undefined) return exception;
      const usual = weekly[weekdayOf(day)] ?? CLOSED;
      return usual.length > 0 && isHoliday(day, country) ? CLOSED : usual;
    },
    why: (day, country) => {
      if (day < firstDay) return 'before-start';
      if (day > lastDay) return 'after-end';
      return !special.has(day) && isHoliday(day, country) ? 'public-holiday' : 'outside-hours';
    },
  };
}

function merged(windows: readonly { fromMinute: number; toMinute: number }[]): readonly Window[] {
  const result: { fromMs: number; toMs: number }[] = [];
  for (const { fromMinute, toMinute } of [...windows].sort((a, b) => a.fromMinute - b.fromMinute)) {
    const fromMs = fromMinute * MINUTE_MS;
    const toMs = toMinute * MINUTE_MS;
    const last = result.at(-1);
    if (toMs <= fromMs) continue;
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else result.push({ fromMs, toMs });
  }
  return result;
}

/** Where a schedule is kept: a zone, and the country whose holidays are the contact's own. */
export interface Place {
  zone: string;
  country: string;
}

/** The first instant at or after `atMs` at which it is open there; null: none up to `horizonMs`. */
export function opensAt(
  schedule: Schedule,
  { zone, country }: Place,
  clock: ZoneClock,
  atMs: number,
  horizonMs: number,
): number | null {
  let at = atMs;
  while (at <= horizonMs) {
    const { offsetMs, untilMs } = clock.periodAt(zone, at);
    const day = Math.floor((at + offsetMs) / DAY_MS);
    if (day > schedule.lastDay) return null;
    const startMs = day * DAY_MS - offsetMs;
    let next = startMs + DAY_MS;
    if (day < schedule.firstDay) next = schedule.firstDay * DAY_MS - offsetMs;
    else {
      for (const window of schedule.windowsOf(day, country)) {
        if (startMs + window.toMs <= at) continue;
        const opens = Math.max(at, startMs + window.fromMs);
        if (opens < untilMs) return opens;
        next = opens;
        break;
      }
    }
    at = Math.min(next, untilMs);
  }
  return null;
}

/** It is open at `atMs`, and stays so at least until then: the end of the interval, or a change of the clocks before it. */
export function openUntil(schedule: Schedule, { zone, country }: Place, clock: ZoneClock, atMs: number): number {
  const { offsetMs, untilMs } = clock.periodAt(zone, atMs);
  const day = Math.floor((atMs + offsetMs) / DAY_MS);
  const startMs = day * DAY_MS - offsetMs;
  const window = schedule.windowsOf(day, country).find(({ toMs }) => startMs + toMs > atMs);
  return Math.min(untilMs, window === undefined ? atMs : startMs + window.toMs);
}
