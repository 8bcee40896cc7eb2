/** Days of the calendar as whole numbers, counted from 1 January 1970. */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** `YYYY-MM-DD`, as the schemas admit it. */
export const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

/** 0 = Sunday; day 0 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();

export const dateText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
