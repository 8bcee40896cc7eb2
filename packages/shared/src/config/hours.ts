/** GCC-8 as data: hours of the day, days that differ, public holidays, first and last day; all in the contact's time. */
import { z } from 'zod';

/** Minutes since midnight on the wall clock; an end of 1,440 is midnight at the end of the day. */
const window = { fromMinute: z.number().int().min(0).max(1_440), toMinute: z.number().int().min(0).max(1_440) };

export const zLocalDate = z.iso.date().describe('a day of the calendar, YYYY-MM-DD');

/** Several intervals a day are several entries of one weekday (0 = Sunday). */
export const zWeeklyHours = z.array(z.object({ weekday: z.number().int().min(0).max(6), ...window }));

/** A day that differs: its intervals take the place of the weekday's and of a public holiday; none: closed. */
export const zSpecialDay = z.object({ date: zLocalDate, windows: z.array(z.object(window)) });

/** Public holidays of a country (null: the contact's own), with those of one of its regions where one is named. */
export const zHolidayCalendar = z.object({
  country: z.string().length(2).nullable(),
  region: z.string().min(1).max(10).nullable().default(null).describe("the second half of ISO 3166-2: 'BY' for DE-BY"),
});

export type WeeklyHours = z.infer<typeof zWeeklyHours>;
export type SpecialDay = z.infer<typeof zSpecialDay>;
export type HolidayCalendar = z.infer<typeof zHolidayCalendar>;
