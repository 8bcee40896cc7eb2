/** GCC-8: whether calling is allowed now, in the contact's time, by every schedule at once, and until or from when. */
import { Temporal } from 'temporal-polyfill';

export interface HoursWindow {
  /** 0 = Sunday. */
  readonly weekday: number;
  readonly fromMinute: number;
  /** 1,440 is midnight at the end of the day. */
  readonly toMinute: number;
}
export type WeeklyHours = readonly HoursWindow[];

/** `nextAtMs` null: no moment of the coming week is allowed by all of them. */
export type Hours =
  | { open: true; untilMs: number | null }
  | { open: false; nextAtMs: number | null; why: 'outside-hours' | 'unknown-time-zone' };

const DAYS_AHEAD = 8;

interface Local {
  date: Temporal.PlainDate;
  weekday: number;
  minute: number;
}

function localTime(atMs: number, zone: string): Local {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return { date: zoned.toPlainDate(), weekday: zoned.dayOfWeek % 7, minute: zoned.hour * 60 + zoned.minute };
}

/** The moment of a minute of a day on the wall clock there; 1,440 is the next day's start. */
function momentOf(date: Temporal.PlainDate, minute: number, zone: string): number {
  const day = date.add({ days: Math.floor(minute / 1_440) });
  const time = Temporal.PlainTime.from({ hour: Math.floor((minute % 1_440) / 60), minute: minute % 60 });
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

const windowAt = (schedule: WeeklyHours, local: Local): HoursWindow | undefined =>
  schedule.find((w) => w.weekday === local.weekday && w.fromMinute <= local.minute && local.minute < w.toMinute);

/** Open where every schedule is, in every zone; schedules that are null say nothing. */
export function hoursAt(schedules: readonly (WeeklyHours | null)[], zones: readonly string[], nowMs: number): Hours {
  const limits = schedules.filter((schedule) => schedule !== null);
  if (limits.length === 0) return { open: true, untilMs: null };
  if (zones.length === 0) return { open: false, nextAtMs: null, why: 'unknown-time-zone' };
  const untilMs = openUntil(limits, zones, nowMs);
  if (untilMs !== null) return { open: true, untilMs };
  return { open: false, nextAtMs: nextOpening(limits, zones, nowMs), why: 'outside-hours' };
}

function openUntil(limits: readonly WeeklyHours[], zones: readonly string[], nowMs: number): number | null {
  let untilMs = Number.POSITIVE_INFINITY;
  for (const zone of zones) {
    const local = localTime(nowMs, zone);
    for (const schedule of limits) {
      const window = windowAt(schedule, local);
      if (window === undefined) return null;
      untilMs = Math.min(untilMs, momentOf(local.date, window.toMinute, zone));
    }
  }
  return untilMs;
}

/** All open together can only begin where one of them begins. */
function nextOpening(limits: readonly WeeklyHours[], zones: readonly string[], nowMs: number): number | null {
  const openings = new Set<number>();
  for (const zone of zones) {
    const today = localTime(nowMs, zone).date;
    for (let day = 0; day < DAYS_AHEAD; day++) {
      const date = today.add({ days: day });
      for (const window of limits.flat()) {
        if (window.weekday === date.dayOfWeek % 7) openings.add(momentOf(date, window.fromMinute, zone));
      }
    }
  }
  const inOrder = [...openings].filter((atMs) => atMs > nowMs).sort((a, b) => a - b);
  return inOrder.find((atMs) => openUntil(limits, zones, atMs) !== null) ?? null;
}

/** The same, remembered: the answer for a schedule and zones holds until it says it changes. */
export function createHours(): typeof hoursAt {
  const remembered = new Map<string, { fromMs: number; toMs: number; hours: Hours }>();
  return (schedules, zones, nowMs) => {
    const key = JSON.stringify([schedules, zones]);
    const known = remembered.get(key);
    if (known !== undefined && known.fromMs <= nowMs && nowMs < known.toMs) return known.hours;
    const hours = hoursAt(schedules, zones, nowMs);
    const changesAtMs = (hours.open ? hours.untilMs : hours.nextAtMs) ?? nowMs + 60_000;
    if (remembered.size > 1_000) remembered.clear();
    remembered.set(key, { fromMs: nowMs, toMs: changesAtMs, hours });
    return hours;
  };
}
