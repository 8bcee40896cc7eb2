/**
 * The time zones that a contact may be in: its own where it is known, else every zone of its country, and hours must be
 * open in all of them (the strictest of what the number allows). Regions of a country are not told apart yet.
 */

/** Intl.Locale information, ahead of the language's types. */
interface LocaleWithTimeZones extends Intl.Locale {
  getTimeZones?(): string[] | undefined;
}

const NONE: readonly string[] = [];

export interface TimeZones {
  /** Empty where none is known: then no limited hours can be kept, and the contact is not called. */
  of(contact: { country: string; timeZone: string | null }): readonly string[];
}

/** Remembers: the same contact's answer is the same array. */
export function createTimeZones(): TimeZones {
  const countries = new Map<string, readonly string[]>();
  const single = new Map<string, readonly string[]>();
  const ofCountry = (country: string): readonly string[] => {
    let zones = countries.get(country);
    if (zones === undefined) {
      zones = zonesOfCountry(country);
      countries.set(country, zones);
    }
    return zones;
  };
  return {
    of: ({ country, timeZone }) => {
      if (timeZone === null) return ofCountry(country);
      let zones = single.get(timeZone);
      if (zones === undefined) {
        zones = isTimeZone(timeZone) ? [timeZone] : NONE;
        single.set(timeZone, zones);
      }
      // What is no zone says nothing: the country's hold.
      return zones.length > 0 ? zones : ofCountry(country);
    },
  };
}

function zonesOfCountry(country: string): readonly string[] {
  if (!/^[a-z]{2}$/i.test(country)) return NONE;
  const locale: LocaleWithTimeZones = new Intl.Locale(`und-${country.toUpperCase()}`);
  return locale.getTimeZones?.() ?? NONE;
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
