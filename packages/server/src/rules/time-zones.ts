/**
 * The time zones that a contact may be in. Where nothing but the country is known, the country's outermost zones are
 * named, and hours must be open in all of them: the strictest of what the number allows.
 */

const ZONES: Readonly<Record<string, readonly string[]>> = {
  AE: ['Asia/Dubai'],
  AR: ['America/Argentina/Buenos_Aires'],
  AT: ['Europe/Vienna'],
  AU: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Perth'],
  BE: ['Europe/Brussels'],
  BG: ['Europe/Sofia'],
  BR: ['America/Noronha', 'America/Sao_Paulo', 'America/Rio_Branco'],
  CA: ['America/St_Johns', 'America/Regina', 'America/Vancouver'],
  CH: ['Europe/Zurich'],
  CL: ['America/Santiago', 'Pacific/Easter'],
  CN: ['Asia/Shanghai'],
  CO: ['America/Bogota'],
  CZ: ['Europe/Prague'],
  DE: ['Europe/Berlin'],
  DK: ['Europe/Copenhagen'],
  EE: ['Europe/Tallinn'],
  ES: ['Europe/Madrid', 'Atlantic/Canary'],
  FI: ['Europe/Helsinki'],
  FR: ['Europe/Paris'],
  GB: ['Europe/London'],
  GR: ['Europe/Athens'],
  HK: ['Asia/Hong_Kong'],
  HR: ['Europe/Zagreb'],
  HU: ['Europe/Budapest'],
  IE: ['Europe/Dublin'],
  IL: ['Asia/Jerusalem'],
  IN: ['Asia/Kolkata'],
  IT: ['Europe/Rome'],
  JP: ['Asia/Tokyo'],
  KR: ['Asia/Seoul'],
  LT: ['Europe/Vilnius'],
  LU: ['Europe/Luxembourg'],
  LV: ['Europe/Riga'],
  MA: ['Africa/Casablanca'],
  MX: ['America/Cancun', 'America/Mexico_City', 'America/Tijuana'],
  NL: ['Europe/Amsterdam'],
  NO: ['Europe/Oslo'],
  NZ: ['Pacific/Auckland', 'Pacific/Chatham'],
  PE: ['America/Lima'],
  PL: ['Europe/Warsaw'],
  PT: ['Europe/Lisbon', 'Atlantic/Azores'],
  RO: ['Europe/Bucharest'],
  SE: ['Europe/Stockholm'],
  SG: ['Asia/Singapore'],
  SI: ['Europe/Ljubljana'],
  SK: ['Europe/Bratislava'],
  TN: ['Africa/Tunis'],
  TR: ['Europe/Istanbul'],
  UA: ['Europe/Kyiv'],
  US: ['America/New_York', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'],
  ZA: ['Africa/Johannesburg'],
};

/** Empty where the country's zones are not known: then no limited hours can be kept, and the contact is not called. */
export function timeZonesOf(contact: { country: string; timeZone: string | null }): readonly string[] {
  if (contact.timeZone !== null) return [contact.timeZone];
  return ZONES[contact.country.toUpperCase()] ?? [];
}
