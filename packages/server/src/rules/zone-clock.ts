/** Wall clocks of time zones by arithmetic: each zone is a row of periods of one offset, looked up once in the calendar. */
import { Temporal } from 'temporal-polyfill';

interface ZonePeriod {
  /** Wall clock minus UTC. */
  offsetMs: number;
  fromMs: number;
  /** Up to here, not included. */
  untilMs: number;
}

export interface ZoneClock {
  periodAt(zone: string, atMs: number): ZonePeriod;
}

/** Times outside this range stand for before and after all changes. */
const EARLIEST_MS = -8.64e15;
const LATEST_MS = 8.64e15;

export function createZoneClock(): ZoneClock {
  const zones = new Map<string, ZonePeriod[]>();
  return {
    periodAt(zone, atMs) {
      let periods = zones.get(zone);
      if (periods === undefined) {
        periods = [];
        zones.set(zone, periods);
      }
      for (let i = periods.length - 1; i >= 0; i--) {
        const period = periods[i];
        if (period !== undefined && period.fromMs <= atMs && atMs < period.untilMs) return period;
      }
      const fresh = lookUp(zone, atMs);
      periods.push(fresh);
      return fresh;
    },
  };
}

function lookUp(zone: string, atMs: number): ZonePeriod {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(zone);
  // The change before the next millisecond: one that happens at this very one is where the period begins.
  const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    offsetMs: Math.round(zoned.offsetNanoseconds / 1e6),
    fromMs: previous?.epochMilliseconds ?? EARLIEST_MS,
    untilMs: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? LATEST_MS,
  };
}
