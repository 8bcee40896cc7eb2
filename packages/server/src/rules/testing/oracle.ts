/**
 * The slow oracle of eligibility: written from SPEC and COMPLIANCE alone, it knows the product's types and none of its
 * code. It asks, of one instant, everything that forbids the call, with the wall clock of `Intl` and no memory.
 */
import type { CompliancePack, ContactRule } from '@outdial/shared';
import Library from 'date-holidays';
import type { ContactFacts } from '../eligibility.ts';
import type { Circumstances } from '../rule-set.ts';

export interface Case {
  contact: ContactFacts;
  rule: ContactRule;
  packs: readonly CompliancePack[];
  how: Circumstances;
  /** Whoever is on the telephone at this time is so for a minute. */
  nowMs: number;
}

interface Wall {
  date: string;
  minute: number;
  weekday: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();
const zones = new Map<string, string[]>();

/** What a clock on the wall shows there. */
function wallClock(zone: string, atMs: number): Wall {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const [date = '', time = ''] = format.format(atMs).split(', ');
  const [hour = '0', minute = '0'] = time.split(':');
  return { date, minute: Number(hour) * 60 + Number(minute), weekday: new Date(`${date}T12:00:00Z`).getUTCDay() };
}

function zonesOf({ country, timeZone }: Pick<ContactFacts, 'country' | 'timeZone'>): string[] {
  if (timeZone !== null) return [timeZone];
  const known = zones.get(country);
  if (known !== undefined) return known;
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined };
  const found = locale.getTimeZones() ?? [];
  zones.set(country, found);
  return found;
}

/** Everything that forbids a call at `atMs`, as the codes of the reasons; what is asked first is asked fastest. */
export function* forbids({ contact, rule, packs, how, nowMs }: Case, atMs: number): Generator<string> {
  const where = zonesOf(contact);
  if (contact.doNotCall !== null) yield 'do-not-call';
  if (contact.underWay && atMs < nowMs + MINUTE) yield 'under-way';
  if (contact.countedAttempts >= rule.maxAttempts) yield 'attempts-used-up';
  if (rule.maxAttemptsPerNumber !== null && contact.countedOnNumber >= rule.maxAttemptsPerNumber) {
    yield 'attempts-per-number';
  }
  const aDay = rule.maxAttemptsPerDay;
  if (aDay !== null) {
    if (where.length === 0) yield 'unknown-time-zone';
    const onThisDay = (zone: string): number => {
      const today = wallClock(zone, atMs).date;
      return contact.countedAtMs.filter((madeMs) => wallClock(zone, madeMs).date === today).length;
    };
    if (where.some((zone) => onThisDay(zone) >= aDay)) yield 'attempts-per-day';
  }
  for (const pack of packs) {
    const { attemptCap } = pack;
    if (attemptCap !== null) {
      const made = contact.dialedAtMs.filter((dialedMs) => atMs - dialedMs < attemptCap.windowMs).length;
      if (made + 1 > attemptCap.attempts) yield 'attempt-cap';
    }
    const lifted = pack.agentLiftsLockouts && how.agentGuaranteed;
    const within = (lastMs: number | null, ms: number): boolean => lastMs !== null && atMs - lastMs < ms;
    if (!lifted && within(contact.abandonedAtMs, pack.abandonedLockoutMs)) yield 'abandoned-lockout';
    if (!lifted && within(contact.machineAtMs, pack.machineLockoutMs)) yield 'machine-lockout';
    if (within(contact.conversationAtMs, pack.conversationLockoutMs)) yield 'conversation-lockout';
    if (within(contact.refusedAtMs, pack.refusalLockoutMs)) yield 'refusal-lockout';
    if (wantsConsent(pack, where, how, atMs) && !hasConsent(contact, how.use, atMs)) yield 'no-consent';
  }
  const walls = where.map((zone) => wallClock(zone, atMs));
  for (const schedule of [rule, ...packs]) yield* closed(schedule, walls, contact.country);
}

function wantsConsent({ consent }: CompliancePack, where: string[], how: Circumstances, atMs: number): boolean {
  if (consent === null || (consent.automaticOnly && !how.automatic)) return false;
  const { sinceDate } = consent;
  return sinceDate === null || where.length === 0 || where.some((zone) => wallClock(zone, atMs).date >= sinceDate);
}

const hasConsent = ({ consents }: ContactFacts, use: string, atMs: number): boolean =>
  consents.some(
    (entry) =>
      entry.use === use &&
      entry.proof.trim() !== '' &&
      entry.givenAtMs <= atMs &&
      (entry.expiresAtMs === null || atMs < entry.expiresAtMs) &&
      (entry.withdrawnAtMs === null || atMs < entry.withdrawnAtMs),
  );

function closed(schedule: ContactRule | CompliancePack, walls: Wall[], country: string): string[] {
  const { weeklyHours, publicHolidays } = schedule;
  const own = 'specialDays' in schedule ? schedule : { specialDays: [], startDate: null, endDate: null };
  const { specialDays, startDate, endDate } = own;
  const limits = weeklyHours !== null || publicHolidays.length > 0 || specialDays.length > 0;
  if (!limits && startDate === null && endDate === null) return [];
  if (walls.length === 0) return ['unknown-time-zone'];
  return walls.flatMap(({ date, minute, weekday }) => {
    const inside = (window: { fromMinute: number; toMinute: number }): boolean =>
      window.fromMinute <= minute && minute < window.toMinute;
    if (startDate !== null && date < startDate) return ['before-start'];
    if (endDate !== null && date > endDate) return ['after-end'];
    const special = specialDays.filter((day) => day.date === date);
    if (special.length > 0) return special.length === 1 && special[0]?.windows.some(inside) ? [] : ['outside-hours'];
    if (publicHolidays.some((calendar) => isHoliday(calendar.country ?? country, calendar.region, date))) {
      return ['public-holiday'];
    }
    if (weeklyHours === null) return [];
    return weeklyHours.some((window) => window.weekday === weekday && inside(window)) ? [] : ['outside-hours'];
  });
}

const kept = new Map<string, ReadonlySet<string>>();

/** France by its law; elsewhere by the library's word for one-day holidays. */
function isHoliday(country: string, region: string | null, date: string): boolean {
  if (country === 'FR') return frenchHolidays(Number(date.slice(0, 4))).includes(date);
  const key = `${country} ${region} ${date.slice(0, 4)}`;
  let days = kept.get(key);
  if (days === undefined) {
    const calendar = region === null ? new Library(country) : new Library(country, region);
    const year = calendar.getHolidays(Number(date.slice(0, 4)));
    days = new Set(year.filter(({ type }) => type === 'public').map((holiday) => holiday.date.slice(0, 10)));
    kept.set(key, days);
  }
  return days.has(date);
}

/** Code du travail, L. 3133-1: eleven days, four of them by Easter. */
function frenchHolidays(year: number): string[] {
  const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map((day) => `${year}-${day}`);
  const moving = [1, 39, 50].map((after) => new Date(easter(year) + after * DAY).toISOString().slice(0, 10));
  return [...fixed, ...moving];
}

/** Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher). */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1);
}
