/**
 * Compliance packs as data: figures of `COMPLIANCE`, each with the source that it was read in. They are settings with a
 * named default, no legal advice; several may apply at once, and the strictest wins.
 */
import type { CompliancePack } from '@outdial/shared';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

const hours = (weekdays: readonly number[], ...windows: readonly (readonly [fromHour: number, toHour: number])[]) =>
  weekdays.flatMap((weekday) => windows.map(([from, to]) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 })));

/** The pack of the demonstration floor: any hour, because its numbers belong to nobody. */
export const DEMO_PACK_ID = 'demo-24h';
/** The pack of a campaign that names none. */
export const STRICT_PACK_ID = 'strict';

export const COMPLIANCE_PACKS: readonly CompliancePack[] = [
  {
    id: DEMO_PACK_ID,
    name: 'demo, 24 hours',
    source: 'Outdial: for simulated calls to numbers that belong to nobody; never for real people.',
    weeklyHours: null,
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 72 * HOUR_MS,
    abandonCap: 0.03,
  },
  {
    id: STRICT_PACK_ID,
    name: 'strict default',
    source: 'Outdial: the strictest figure of the packs beside it, for a campaign whose law nobody has looked up yet.',
    weeklyHours: hours(MONDAY_TO_FRIDAY, [10, 13], [14, 20]),
    minRingMs: 15_000,
    attemptCap: { attempts: 4, windowMs: 30 * DAY_MS },
    abandonedLockoutMs: 72 * HOUR_MS,
    abandonCap: 0.03,
  },
  {
    id: 'us-fcc-ftc',
    name: 'United States, telemarketing',
    source: '47 CFR 64.1200 and 16 CFR 310: 8:00 to 21:00 at the person, 15 s of ringing, 3 % abandoned in 30 days.',
    weeklyHours: hours(EVERY_DAY, [8, 21]),
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
  {
    id: 'us-reg-f',
    name: 'United States, debt collection',
    source: '12 CFR 1006.14 (Regulation F): at most 7 attempts in 7 consecutive days, 8:00 to 21:00.',
    weeklyHours: hours(EVERY_DAY, [8, 21]),
    minRingMs: 15_000,
    attemptCap: { attempts: 7, windowMs: 7 * DAY_MS },
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
  {
    id: 'uk-ofcom',
    name: 'United Kingdom',
    source:
      'Ofcom, persistent misuse: 15 s of ringing, 72 h without a call after an abandoned one; 3 % of older guidance.',
    weeklyHours: null,
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 72 * HOUR_MS,
    abandonCap: 0.03,
  },
  {
    id: 'fr',
    name: 'France',
    source: 'Décret 2022-1313: Monday to Friday, 10:00 to 13:00 and 14:00 to 20:00, at most 4 attempts in 30 days.',
    weeklyHours: hours(MONDAY_TO_FRIDAY, [10, 13], [14, 20]),
    minRingMs: 15_000,
    attemptCap: { attempts: 4, windowMs: 30 * DAY_MS },
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
  {
    id: 'de',
    name: 'Germany',
    source: 'UWG § 7 and § 7a: express prior consent, documented; the law names no hours and no caps.',
    weeklyHours: null,
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
  {
    id: 'pl',
    name: 'Poland',
    source: 'PKE art. 398: prior consent for automatic calling; the law names no hours and no caps.',
    weeklyHours: null,
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
  {
    id: 'br',
    name: 'Brazil',
    source: 'Anatel: caller IDs of telemarketing start with 0303; callers of masses of short calls are blocked.',
    weeklyHours: null,
    minRingMs: 15_000,
    attemptCap: null,
    abandonedLockoutMs: 0,
    abandonCap: 0.03,
  },
];
