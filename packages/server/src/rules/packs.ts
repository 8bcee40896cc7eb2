/**
 * Compliance packs as data: the figures of the compliance table, each with the source that it was read in. They are
 * settings with a named default, no legal advice: have counsel confirm. Several may apply at once; the strictest wins.
 */
import type { CompliancePack } from '@outdial/shared';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

const hours = (weekdays: readonly number[], ...windows: readonly (readonly [fromHour: number, toHour: number])[]) =>
  weekdays.flatMap((weekday) => windows.map(([from, to]) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 })));

/** The pack of the demonstration floor: any hour, because its numbers belong to nobody. */
const DEMO_PACK_ID = 'demo-24h';
/** The pack of a campaign that names none. */
export const STRICT_PACK_ID = 'strict';

/** What holds where a law says nothing of it: 15 s of ringing and 3 % abandoned are everybody's custom. */
const CUSTOM = {
  weeklyHours: null,
  publicHolidays: [],
  minRingMs: 15_000,
  attemptCap: null,
  abandonedLockoutMs: 0,
  machineLockoutMs: 0,
  agentLiftsLockouts: false,
  abandonMessage: false,
  conversationLockoutMs: 0,
  refusalLockoutMs: 0,
  consent: null,
  abandonCap: 0.03,
  abandonWindow: '24h',
  connectWithinMs: 2_000,
} satisfies Partial<CompliancePack>;

export const COMPLIANCE_PACKS: readonly CompliancePack[] = [
  {
    ...CUSTOM,
    id: DEMO_PACK_ID,
    name: 'demo, 24 hours',
    source: 'Outdial: for simulated calls to numbers that belong to nobody; never for real people.',
    abandonedLockoutMs: 72 * HOUR_MS,
  },
  {
    ...CUSTOM,
    id: STRICT_PACK_ID,
    name: 'strict default',
    source:
      'Outdial: the strictest figure of the packs beside it, prior consent included, for a campaign whose law nobody has looked up yet.',
    weeklyHours: hours(MONDAY_TO_FRIDAY, [10, 13], [14, 20]),
    publicHolidays: [{ country: null, region: null }],
    attemptCap: { attempts: 4, windowMs: 30 * DAY_MS },
    abandonedLockoutMs: 72 * HOUR_MS,
    machineLockoutMs: 24 * HOUR_MS,
    conversationLockoutMs: 7 * DAY_MS,
    refusalLockoutMs: 60 * DAY_MS,
    consent: { automaticOnly: false, sinceDate: null },
    abandonMessage: true,
  },
  {
    ...CUSTOM,
    id: 'us-fcc-ftc',
    name: 'United States, telemarketing',
    source:
      '47 CFR 64.1200 and 16 CFR 310: 8:00 to 21:00 at the person; 15 s of ringing; abandoned at most 3 % of the calls answered by a person, per campaign and 30 days, no agent within 2 s of the greeting.',
    weeklyHours: hours(EVERY_DAY, [8, 21]),
    abandonWindow: '30d',
    abandonMessage: true,
  },
  {
    ...CUSTOM,
    id: 'us-reg-f',
    name: 'United States, debt collection',
    source:
      '12 CFR 1006.14 (Regulation F): at most 7 attempts in 7 consecutive days per person and debt, none for 7 days after a conversation, 8:00 to 21:00.',
    weeklyHours: hours(EVERY_DAY, [8, 21]),
    attemptCap: { attempts: 7, windowMs: 7 * DAY_MS },
    conversationLockoutMs: 7 * DAY_MS,
    abandonWindow: '30d',
  },
  {
    ...CUSTOM,
    id: 'uk-ofcom',
    name: 'United Kingdom',
    source:
      'Ofcom, persistent misuse (2017, and 3 % in 24 h of older guidance): 15 s of ringing, message within 2 s; no dial within 72 h of an abandoned call, nor within 24 h of a machine by detection, unless an agent is guaranteed.',
    abandonedLockoutMs: 72 * HOUR_MS,
    machineLockoutMs: 24 * HOUR_MS,
    agentLiftsLockouts: true,
    abandonMessage: true,
  },
  {
    ...CUSTOM,
    id: 'fr',
    name: 'France',
    source:
      'Décret 2022-1313: Monday to Friday 10:00 to 13:00 and 14:00 to 20:00, not on public holidays, at most 4 attempts in 30 days, 60 days without a call after a refusal. Loi du 30 juin 2025: since 11 August 2026 only with prior consent, proof kept.',
    weeklyHours: hours(MONDAY_TO_FRIDAY, [10, 13], [14, 20]),
    publicHolidays: [{ country: 'FR', region: null }],
    attemptCap: { attempts: 4, windowMs: 30 * DAY_MS },
    refusalLockoutMs: 60 * DAY_MS,
    consent: { automaticOnly: false, sinceDate: '2026-08-11' },
  },
  {
    ...CUSTOM,
    id: 'de',
    name: 'Germany',
    source: 'UWG § 7 and § 7a: express prior consent, documented and kept 5 years; the law names no hours and no caps.',
    consent: { automaticOnly: false, sinceDate: null },
  },
  {
    ...CUSTOM,
    id: 'pl',
    name: 'Poland',
    source: 'PKE art. 398: prior consent for automatic calling; the law names no hours and no caps.',
    consent: { automaticOnly: true, sinceDate: null },
  },
  {
    ...CUSTOM,
    id: 'br',
    name: 'Brazil',
    source:
      'Anatel: caller IDs of telemarketing start with 0303; a caller of 100,000 calls a day that last 3 s or less is blocked.',
  },
];
