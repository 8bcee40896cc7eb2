/** Random contacts, rules, packs and instants, thick where rules change their mind: clock changes, holidays, ends of windows. */
import { zCompliancePack, zContactRule } from '@outdial/shared';
import fc from 'fast-check';
import { COMPLIANCE_PACKS } from '../packs.ts';
import type { Case } from './oracle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Changes of clocks in Europe, America, Lord Howe, Chile and Morocco, holidays, a leap day, the day of the French consent. */
const ANCHORS = [
  '2026-08-11',
  '2026-09-06',
  '2026-09-20',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-11-11',
  '2026-12-25',
  '2027-01-01',
  '2027-01-06',
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
  '2027-05-06',
  '2028-02-29',
].map((day) => Date.parse(`${day}T00:00:00Z`));

/** Whole, half and quarter hours from UTC, and clocks that change at midnight. */
const ZONES = [
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Havana',
];
/** The very changes of clocks, seen by somebody who lives through them, and a day that begins hours apart in one country. */
const TURNS = (
  [
    ['2026-10-25T01:00Z', 'FR', 'Europe/Paris'],
    ['2027-03-28T01:00Z', 'FR', 'Europe/Paris'],
    ['2027-03-28T01:00Z', 'ES', null],
    ['2026-11-01T06:00Z', 'US', 'America/New_York'],
    ['2027-03-14T07:00Z', 'US', 'America/New_York'],
    ['2027-03-14T09:00Z', 'US', null],
    ['2026-10-03T15:30Z', 'AU', 'Australia/Lord_Howe'],
    ['2027-04-03T15:00Z', 'AU', 'Australia/Lord_Howe'],
    ['2026-09-06T04:00Z', 'IN', 'America/Santiago'],
    ['2027-04-04T03:00Z', 'IN', 'America/Santiago'],
    ['2026-10-24T21:00Z', 'IN', 'Asia/Beirut'],
    ['2027-03-27T22:00Z', 'IN', 'Asia/Beirut'],
    ['2027-03-14T05:00Z', 'IN', 'America/Havana'],
    ['2026-08-11T02:00Z', 'US', null],
    ['2026-08-10T20:00Z', 'AU', null],
    ['2027-01-01T06:00Z', 'US', null],
  ] as const
).map(([at, country, timeZone]) => ({ atMs: Date.parse(at), country, timeZone }));

const COUNTRIES = ['FR', 'FR', 'FR', 'GB', 'DE', 'US', 'AU', 'ES', 'IN', 'ZZ'];

const oneOf = fc.constantFrom;
/** The value, or more often none: where everything forbids, nothing is proved of anything. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.tuple(fc.integer({ min: 0, max: 9 }), arbitrary).map(([n, value]) => (n < 2 ? value : null));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });
const minutes = (to: number) => fc.integer({ min: 0, max: to / MINUTE }).map((n) => n * MINUTE);
/** How long ago: anything, or the very end of a window that a pack or a rule has. */
const ago = fc.oneof(
  minutes(40 * DAY),
  minutes(2 * DAY),
  fc
    .tuple(oneOf(DAY, 72 * HOUR, 7 * DAY, 30 * DAY, 60 * DAY), oneOf(-1, 0, 1))
    .map(([window, off]) => window + off * MINUTE),
);
const window = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 60 }))
  .map(([from, length]) => ({ fromMinute: from * 15, toMinute: Math.min(1_440, (from + length) * 15) }));
const holidayCalendar = oneOf(
  { country: null, region: null },
  { country: 'FR', region: null },
  { country: 'DE', region: 'BY' },
  { country: 'US', region: null },
);
const near = (nowMs: number) =>
  fc.integer({ min: -5, max: 40 }).map((days) => new Date(nowMs + days * DAY).toISOString().slice(0, 10));

const ruleNear = (nowMs: number) =>
  fc
    .record({
      maxAttempts: oneOf(1, 3, 8, 8, 8, 8),
      maxAttemptsPerDay: seldom(oneOf(1, 2, 3)),
      maxAttemptsPerNumber: seldom(oneOf(1, 2, 5)),
      weeklyHours: fc.oneof(
        fc.constant(null),
        fc.array(
          fc.tuple(fc.integer({ min: 0, max: 6 }), window).map(([weekday, times]) => ({ weekday, ...times })),
          { maxLength: 12 },
        ),
        fc.array(window, { minLength: 1, maxLength: 3 }).map((times) => times.flatMap((t) => days(t))),
      ),
      specialDays: fc.array(fc.record({ date: near(nowMs), windows: fc.array(window, { maxLength: 2 }) }), {
        maxLength: 3,
      }),
      publicHolidays: fc.oneof(fc.constant([]), fc.array(holidayCalendar, { maxLength: 2 })),
      startDate: seldom(near(nowMs)),
      endDate: seldom(near(nowMs)),
    })
    .map((fields) => zContactRule.parse({ id: 'r', name: 'Rule', ...fields }));

const days = (times: { fromMinute: number; toMinute: number }) =>
  [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, ...times }));

/** The packs of the compliance table, and one of any figures. */
const madeUp = fc
  .record({
    attemptCap: orNull(fc.record({ attempts: oneOf(1, 2, 5), windowMs: oneOf(HOUR, DAY, 7 * DAY) })),
    abandonedLockoutMs: oneOf(0, DAY, 72 * HOUR),
    machineLockoutMs: oneOf(0, DAY),
    conversationLockoutMs: oneOf(0, 7 * DAY),
    refusalLockoutMs: oneOf(0, 60 * DAY),
    agentLiftsLockouts: fc.boolean(),
    publicHolidays: fc.array(holidayCalendar, { maxLength: 1 }),
    consent: orNull(fc.record({ automaticOnly: fc.boolean(), sinceDate: orNull(oneOf('2026-08-11', '2027-01-01')) })),
  })
  .map((fields) =>
    zCompliancePack.parse({
      id: 'made-up',
      name: 'Made up',
      source: '',
      weeklyHours: null,
      minRingMs: 0,
      abandonCap: 1,
      ...fields,
    }),
  );

const pastOf = (nowMs: number) => seldom(ago.map((ms) => nowMs - ms));

const contactNear = (nowMs: number) =>
  fc.record({
    country: oneOf(...COUNTRIES),
    timeZone: orNull(oneOf(...ZONES)),
    doNotCall: seldom(seldom(fc.constant('asked'))),
    countedAttempts: fc.integer({ min: 0, max: 3 }),
    countedOnNumber: fc.integer({ min: 0, max: 2 }),
    countedAtMs: fc.array(minutes(2 * DAY), { maxLength: 3 }).map((times) => times.map((ms) => nowMs - ms)),
    dialedAtMs: fc
      .oneof(fc.array(ago, { maxLength: 2 }), fc.array(ago, { maxLength: 9 }))
      .map((times) => times.map((ms) => nowMs - ms).sort((a, b) => a - b)),
    abandonedAtMs: pastOf(nowMs),
    machineAtMs: pastOf(nowMs),
    conversationAtMs: pastOf(nowMs),
    refusedAtMs: pastOf(nowMs),
    consents: fc.array(consentNear(nowMs), { maxLength: 3 }),
    underWay: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
  });

const consentNear = (nowMs: number) =>
  fc.record({
    use: oneOf('marketing', 'marketing', 'surveys'),
    givenAtMs: fc.tuple(ago, oneOf(-1, -1, 1)).map(([ms, sign]) => nowMs + sign * ms),
    expiresAtMs: orNull(fc.tuple(ago, oneOf(-1, 1, 1)).map(([ms, sign]) => nowMs + sign * ms)),
    withdrawnAtMs: seldom(fc.tuple(ago, oneOf(-1, 1)).map(([ms, sign]) => nowMs + sign * ms)),
    proof: oneOf('form 12', 'form 12', 'form 12', ' '),
  });

const caseAt = (nowMs: number): fc.Arbitrary<Case> =>
  fc.record({
    nowMs: fc.constant(nowMs),
    contact: contactNear(nowMs),
    rule: ruleNear(nowMs),
    packs: fc.oneof(
      fc.uniqueArray(oneOf(...COMPLIANCE_PACKS), { maxLength: 2, selector: ({ id }) => id }),
      madeUp.map((pack) => [pack]),
    ),
    how: fc.record({
      campaignId: fc.constant('a'),
      automatic: fc.boolean(),
      agentGuaranteed: fc.boolean(),
      use: fc.constant('marketing'),
    }),
  });

const anywhere = fc.tuple(oneOf(...ANCHORS), minutes(4 * DAY)).chain(([anchor, off]) => caseAt(anchor - 2 * DAY + off));

const atATurn = fc
  .tuple(oneOf(...TURNS), minutes(8 * HOUR))
  .chain(([{ atMs, country, timeZone }, off]) =>
    caseAt(atMs - 6 * HOUR + off).map((it) => ({ ...it, contact: { ...it.contact, country, timeZone } })),
  );

export const cases: fc.Arbitrary<Case> = fc.oneof(anywhere, atATurn);
