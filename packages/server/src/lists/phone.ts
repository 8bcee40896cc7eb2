/** GT-5: a cell as a telephone number: digits and `( ) + - .` and blanks alone, then valid by the country's numbering plan. */
import type { E164 } from '@outdial/shared';
import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';

/** `country`: the number's own, which is not the file's where it is written with another country's code. */
export type PhoneCell = { ok: true; number: E164; country: string } | { ok: false; reason: string };

/** Blanks of every width that spreadsheets put into numbers. */
const BLANKS = /[\s\u200b\u2060\ufeff]/g;
const NOT_ACCEPTED = /[^\d()+\-. ]/u;
/** The longest E.164 number has 15 digits; with signs and blanks between them nobody writes more than this. */
const MAX_CHARS = 40;

/** An apostrophe before the plus is no part of a number: exports put it there for spreadsheets, ours too. */
const asWritten = (cell: string): string => cell.replace(/^\s*'(?=\s*[+＋])/, '');

export const isCountry = (country: string): country is CountryCode => isSupportedCountry(country);

export function readPhone(cell: string, country: CountryCode): PhoneCell {
  const refused = (reason: string): PhoneCell => ({ ok: false, reason });
  const text = asWritten(cell).replace(BLANKS, ' ').trim();
  if (text === '') return refused('no telephone number');
  const odd = NOT_ACCEPTED.exec(text)?.[0];
  if (odd !== undefined) {
    return refused(`only digits and ( ) + - . and blanks are accepted, not ${JSON.stringify(odd)}`);
  }
  if (text.length > MAX_CHARS) return refused(`too long: ${text.length} characters`);
  const parsed = parsePhoneNumberFromString(text, country);
  if (parsed?.isValid() === true) {
    return { ok: true, number: parsed.number as string as E164, country: parsed.country ?? country };
  }
  return refused(WHY[validatePhoneNumberLength(text, country) ?? 'PLAN'](parsed?.country ?? country));
}

const WHY = {
  INVALID_COUNTRY: () => 'no country has this calling code',
  NOT_A_NUMBER: () => 'no telephone number',
  TOO_SHORT: (country: string) => `too short for a number of ${country}`,
  TOO_LONG: (country: string) => `too long for a number of ${country}`,
  INVALID_LENGTH: (country: string) => `no number of ${country} has so many digits`,
  PLAN: (country: string) => `no number of ${country}'s numbering plan`,
} as const;

/** Whether a cell is likely to be meant as a number: for finding the column, not for accepting it. */
export function looksLikePhone(cell: string): boolean {
  const text = asWritten(cell).replace(BLANKS, '');
  const digits = text.replace(/\D/g, '').length;
  return !NOT_ACCEPTED.test(text) && digits >= 6 && digits <= 16;
}
