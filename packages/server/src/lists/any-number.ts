/** A telephone number as somebody types it: with + and the country code, or nationally. */
import { type E164, ProblemError } from '@outdial/shared';
import { isCountry, readPhone } from './phone.ts';

/** What is E.164 already may be asked about even where no numbering plan knows it: a file may have held it. */
const WHOLE = /^\+[1-9]\d{6,14}$/;

/** The country of a number, by its code; what no numbering plan knows has the one given. */
export function countryOf(number: E164, country: string): string {
  const read = readPhone(number, 'FR');
  return read.ok ? read.country : country;
}

/** Throws `invalid-number`, `malformed-parameter`. */
export function anyNumber(text: string, country = 'FR'): E164 {
  const upper = country.toUpperCase();
  if (!isCountry(upper)) {
    throw new ProblemError('malformed-parameter', `There is no country ${country}: use two letters, FR or US.`);
  }
  const bare = text.replace(/[\s().-]/g, '');
  if (WHOLE.test(bare)) return bare as E164;
  const read = readPhone(text, upper);
  if (read.ok) return read.number;
  throw new ProblemError('invalid-number', `${JSON.stringify(text.slice(0, 40))}: ${read.reason}.`);
}
