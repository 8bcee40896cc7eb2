/** Dates and times as people say them, on a clock that they name; and back. */
import { type CallbackWhen, ProblemError } from '@outdial/shared';
import { Temporal } from 'temporal-polyfill';

const wrong = (field: string, message: string): ProblemError =>
  new ProblemError('malformed-body', `${field}: ${message}.`, { errors: [{ field, message }] });

/**
 * The instant. A time that a clock shows twice is the earlier one. Throws `malformed-body` for a zone that nobody knows, no
 * zone at all, and a time that the clock leaps over.
 */
export function instantOf(when: CallbackWhen, contactZone: string | null): { dueAtMs: number; timeZone: string } {
  const timeZone = when.timeZone ?? contactZone;
  if (timeZone === null) {
    throw wrong(
      'timeZone',
      'the contact’s time zone is not known: say in which zone the time is, for example Europe/Paris',
    );
  }
  const local = Temporal.PlainDateTime.from(`${when.date}T${when.time}`);
  let zoned: Temporal.ZonedDateTime;
  try {
    zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  } catch {
    throw wrong('timeZone', `${timeZone} is no time zone that is known: write it as in Europe/Paris`);
  }
  if (!zoned.toPlainDateTime().equals(local)) {
    throw wrong('time', `in ${timeZone} the clock leaps over ${when.time} on ${when.date}`);
  }
  return { dueAtMs: zoned.epochMilliseconds, timeZone };
}

export function localTime(atMs: number, timeZone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
