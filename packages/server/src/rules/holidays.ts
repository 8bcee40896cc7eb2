/** Public holidays by country and region, as days; the library is loaded when the first calendar is asked for. */
import { createRequire } from 'node:module';
import type Library from 'date-holidays';
import { DAY_MS, dayOf, yearOf } from './days.ts';

export interface Holidays {
  /** A country or region without a calendar has no holidays: `calendarFault` says so when it is written down. */
  isHoliday(country: string, region: string | null, day: number): boolean;
  /** Null, or why there is no such calendar. */
  calendarFault(country: string, region: string | null): string | null;
}

export function createHolidays(): Holidays {
  let loaded: typeof Library | null = null;
  const library = (): typeof Library => {
    // As a require: a store that no calendar is asked of starts without the library's 300 ms.
    loaded ??= createRequire(import.meta.url)('date-holidays') as typeof Library;
    return loaded;
  };
  const calendars = new Map<string, Library>();
  const years = new Map<string, ReadonlySet<number>>();

  const calendar = (country: string, region: string | null): Library => {
    const key = `${country}-${region ?? ''}`;
    let known = calendars.get(key);
    if (known === undefined) {
      const Calendar = library();
      known = region === null ? new Calendar(country) : new Calendar(country, region);
      calendars.set(key, known);
    }
    return known;
  };

  return {
    isHoliday(country, region, day) {
      const year = yearOf(day);
      const key = `${country}-${region ?? ''}-${year}`;
      let days = years.get(key);
      if (days === undefined) {
        days = publicDays(calendar(country, region), year);
        years.set(key, days);
      }
      return days.has(day);
    },
    calendarFault(country, region) {
      const Calendar = library();
      if (new Calendar().getCountries()[country] === undefined) return `no calendar of public holidays for ${country}`;
      if (region === null || new Calendar().getStates(country)?.[region] !== undefined) return null;
      return `no calendar of public holidays for region ${region} of ${country}`;
    },
  };
}

/** Every day that a public holiday touches; one of the year before may reach into this one. */
function publicDays(calendar: Library, year: number): ReadonlySet<number> {
  const days = new Set<number>();
  for (const holiday of [...calendar.getHolidays(year - 1), ...calendar.getHolidays(year)]) {
    if (holiday.type !== 'public') continue;
    // `date` is the wall clock where the holiday is kept: YYYY-MM-DD hh:mm:ss.
    const [date = '', time = '00:00:00'] = holiday.date.split(' ');
    const first = dayOf(date) * DAY_MS + (Date.parse(`1970-01-01T${time}Z`) || 0);
    // Less two hours: the day on which the clocks change is 23 or 25 hours long.
    const lengthMs = Math.max(0, holiday.end.getTime() - holiday.start.getTime() - 7_200_000);
    const last = first + lengthMs;
    for (let day = Math.floor(first / DAY_MS); day <= Math.floor(last / DAY_MS); day++) days.add(day);
  }
  return days;
}
