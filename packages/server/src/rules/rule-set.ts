/** A rule and the packs of one campaign, made ready to be asked a million times. */
import type { Campaign, CompliancePack, ContactRule } from '@outdial/shared';
import { DAY_MS, dayOf } from './days.ts';
import { createHolidays, type Holidays } from './holidays.ts';
import { type Caller, OpeningHours } from './hours.ts';
import { compileSchedule } from './schedule.ts';
import { createTimeZones, type TimeZones } from './time-zones.ts';
import { createZoneClock, type ZoneClock } from './zone-clock.ts';

/** What all campaigns share: wall clocks, zones and holidays, each looked up once. */
export interface Calendar {
  clock: ZoneClock;
  timeZones: TimeZones;
  holidays: Holidays;
}

export const createCalendar = (): Calendar => ({
  clock: createZoneClock(),
  timeZones: createTimeZones(),
  holidays: createHolidays(),
});

/** How a campaign calls, as far as a law asks. */
export interface Circumstances {
  campaignId: string;
  /** No agent dials by hand. */
  automatic: boolean;
  /** Whoever answers gets an agent, because one is reserved or dials. */
  agentGuaranteed: boolean;
  /** What people must have consented to. */
  use: string;
}

const DEFAULT_USE = 'marketing';

export function circumstancesOf(campaign: Pick<Campaign, 'id' | 'mode' | 'consentUse'>): Circumstances {
  const { id, mode, consentUse = DEFAULT_USE } = campaign;
  return {
    campaignId: id,
    automatic: mode !== 'preview' && mode !== 'push-preview',
    agentGuaranteed: mode !== 'power' && mode !== 'predictive',
    use: consentUse,
  };
}

export interface RuleSet {
  readonly rule: ContactRule;
  readonly packs: readonly CompliancePack[];
  readonly how: Circumstances;
  readonly hours: OpeningHours;
  readonly calendar: Calendar;
  /** A number's past matters no further back than this. */
  readonly pastMs: number;
  /** Packs that want consent of this campaign, from when on at the contact. */
  consentFrom(pack: CompliancePack, contact: Caller): number | null;
}

export function createRuleSet(
  rule: ContactRule,
  packs: readonly CompliancePack[],
  how: Circumstances,
  calendar: Calendar,
): RuleSet {
  const { clock, timeZones, holidays } = calendar;
  const schedules = [
    compileSchedule(`rule ${rule.name}`, rule, holidays),
    ...packs.map(({ id, weeklyHours, publicHolidays }) =>
      compileSchedule(`pack ${id}`, { weeklyHours, publicHolidays }, holidays),
    ),
  ];
  const past = packs.flatMap((pack) => [
    pack.attemptCap?.windowMs ?? 0,
    pack.abandonedLockoutMs,
    pack.machineLockoutMs,
    pack.conversationLockoutMs,
    pack.refusalLockoutMs,
  ]);
  return {
    rule,
    packs,
    how,
    hours: new OpeningHours(schedules, clock, timeZones),
    calendar,
    pastMs: Math.max(0, ...past),
    consentFrom: ({ consent }, contact) => {
      if (consent === null || (consent.automaticOnly && !how.automatic)) return null;
      if (consent.sinceDate === null) return Number.NEGATIVE_INFINITY;
      return dayBegins(dayOf(consent.sinceDate), timeZones.of(contact), clock);
    },
  };
}

/** When a day begins in the first of the zones in which it does; unknown zones: at once. */
function dayBegins(day: number, zones: readonly string[], clock: ZoneClock): number {
  let first = zones.length === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (const zone of zones) {
    const about = day * DAY_MS - clock.periodAt(zone, day * DAY_MS).offsetMs;
    first = Math.min(first, day * DAY_MS - clock.periodAt(zone, about).offsetMs);
  }
  return first;
}
