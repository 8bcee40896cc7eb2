/** GCC-8: hours at the contact, by every schedule at once. */
import type { ContactRule } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { createHolidays } from './holidays.ts';
import { packOf, rulesWith, ruleWith } from './testing/contact.ts';

const at = (text: string): number => Date.parse(text);
const inParis = { country: 'FR', timeZone: null };
const open = (until: string | null) => ({ open: true, untilMs: until === null ? null : at(until) });
const closedUntil = (next: string | null, ...codes: string[]) => ({
  open: false,
  nextAtMs: next === null ? null : at(next),
  reasons: codes.map((code) => ({ code })),
});
const fr = rulesWith({}, [packOf('fr')]).hours;
const hours = (rule: Partial<ContactRule>) => rulesWith(rule, []).hours;
const allWeek = (fromMinute: number, toMinute: number) =>
  [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute, toMinute }));

describe('hours', () => {
  it.each([
    ['before the morning', '2026-10-14T09:59:59+02:00', closedUntil('2026-10-14T10:00:00+02:00', 'outside-hours')],
    ['in the morning', '2026-10-14T10:00:00+02:00', open('2026-10-14T13:00:00+02:00')],
    ['at lunch', '2026-10-14T13:00:00+02:00', closedUntil('2026-10-14T14:00:00+02:00', 'outside-hours')],
    ['in the evening', '2026-10-14T20:00:00+02:00', closedUntil('2026-10-15T10:00:00+02:00', 'outside-hours')],
    ['on Friday evening', '2026-10-16T20:00:00+02:00', closedUntil('2026-10-19T10:00:00+02:00', 'outside-hours')],
    [
      'over the change of clocks',
      '2026-10-25T12:00:00+01:00',
      closedUntil('2026-10-26T10:00:00+01:00', 'outside-hours'),
    ],
    ['on 11 November', '2026-11-11T11:00:00+01:00', closedUntil('2026-11-12T10:00:00+01:00', 'public-holiday')],
    ['before a long weekend', '2027-05-05T20:00:00+02:00', closedUntil('2027-05-07T10:00:00+02:00', 'outside-hours')],
  ])('GCC-8: several intervals a day and public holidays: the French hours %s', (_, now, expected) => {
    expect(fr.at(inParis, at(now))).toMatchObject(expected);
  });

  it('GCC-8: the rule’s hours and the packs’ hold together: the strictest wins, and each that is closed says so', () => {
    const both = rulesWith({ weeklyHours: [{ weekday: 3, fromMinute: 480, toMinute: 660 }] }, [packOf('fr')]).hours;
    expect(both.at(inParis, at('2026-10-14T10:00:00+02:00'))).toEqual(open('2026-10-14T11:00:00+02:00'));
    const early = both.at(inParis, at('2026-10-14T08:30:00+02:00'));
    expect(early).toMatchObject(closedUntil('2026-10-14T10:00:00+02:00', 'outside-hours'));
    expect(early.open ? [] : early.reasons.map(({ sentence }) => sentence)).toEqual([
      'outside the hours of pack fr at the contact (Europe/Paris)',
    ]);
    expect(both.at(inParis, at('2026-10-14T23:00:00+02:00'))).toMatchObject(
      closedUntil('2026-10-21T10:00:00+02:00', 'outside-hours', 'outside-hours'),
    );
  });

  it('GCC-8: a rule of no hours never opens, one that says nothing always is', () => {
    const now = at('2026-10-14T10:00:00+02:00');
    expect(hours({ weeklyHours: [] }).at(inParis, now)).toMatchObject(closedUntil(null, 'outside-hours'));
    expect(hours({}).at(inParis, now)).toEqual(open(null));
  });

  it('GCC-8: start and end date hold in the contact’s own time zone', () => {
    const dated = hours({ startDate: '2026-12-01', endDate: '2026-12-02' });
    const inTokyo = { country: 'JP', timeZone: null };
    expect(dated.at(inTokyo, at('2026-11-30T15:00:00Z'))).toMatchObject({ open: true });
    expect(dated.at(inParis, at('2026-11-30T15:00:00Z'))).toMatchObject(
      closedUntil('2026-12-01T00:00:00+01:00', 'before-start'),
    );
    expect(dated.at(inTokyo, at('2026-12-02T15:00:00Z'))).toMatchObject(closedUntil(null, 'after-end'));
    expect(dated.at(inParis, at('2026-12-02T15:00:00Z'))).toMatchObject({ open: true });
  });

  it('GCC-8: a start far ahead is found, however far', () => {
    const dated = rulesWith({ startDate: '2031-08-15' }, [packOf('fr')]).hours;
    const next = closedUntil('2031-08-18T10:00:00+02:00', 'before-start');
    expect(dated.at(inParis, at('2026-10-14T11:00:00+02:00'))).toMatchObject(next);
  });

  it('GCC-8: an exception opens or closes a day of the rule, never of a pack', () => {
    const specialDays = [
      { date: '2026-11-11', windows: [{ fromMinute: 540, toMinute: 600 }] },
      { date: '2026-11-12', windows: [] },
    ];
    const rule = {
      weeklyHours: allWeek(8 * 60, 9 * 60),
      publicHolidays: [{ country: null, region: null }],
      specialDays,
    };
    const own = hours(rule);
    expect(own.at(inParis, at('2026-11-11T08:30:00+01:00'))).toMatchObject(
      closedUntil('2026-11-11T09:00:00+01:00', 'outside-hours'),
    );
    expect(own.at(inParis, at('2026-11-12T08:30:00+01:00'))).toMatchObject(
      closedUntil('2026-11-13T08:00:00+01:00', 'outside-hours'),
    );
    const held = rulesWith({ ...rule, weeklyHours: null }, [packOf('fr')]).hours;
    expect(held.at(inParis, at('2026-11-11T09:30:00+01:00'))).toMatchObject({ open: false });
  });

  it('GCC-8: holidays of a region: the sixth of January is one in Bavaria alone', () => {
    const epiphany = at('2027-01-06T12:00:00+01:00');
    const inBerlin = { country: 'DE', timeZone: null };
    const off = (country: string | null, region: string | null) =>
      hours({ publicHolidays: [{ country, region }] }).at(inBerlin, epiphany).open;
    expect([off('DE', 'BY'), off('DE', null), off(null, 'BY'), off(null, null)]).toEqual([false, true, false, true]);
    const { calendarFault } = createHolidays();
    expect(calendarFault('DE', 'BY')).toBeNull();
    expect(calendarFault('DE', 'XX')).toBe('no calendar of public holidays for region XX of DE');
    expect(calendarFault('ZZ', null)).toBe('no calendar of public holidays for ZZ');
  });

  it('a country of several zones is open where all of them are; one whose zones nobody knows never is', () => {
    const us = rulesWith({}, [packOf('us-fcc-ftc')]).hours;
    const noon = at('2026-10-14T12:00:00-04:00');
    expect(us.at({ country: 'US', timeZone: null }, noon)).toMatchObject({
      open: false,
      nextAtMs: at('2026-10-14T08:00:00-10:00'),
    });
    expect(us.at({ country: 'US', timeZone: 'America/New_York' }, noon)).toMatchObject({ open: true });
    expect(us.at({ country: 'US', timeZone: 'Mars/Olympus' }, noon)).toMatchObject({ open: false });
    const nowhere = { country: 'ZZ', timeZone: null };
    expect(us.at(nowhere, noon)).toMatchObject(closedUntil(null, 'unknown-time-zone'));
    expect(hours({}).at(nowhere, noon)).toEqual(open(null));
  });

  it('GCC-8: an hour that comes twice is open twice', () => {
    const night = hours({ weeklyHours: [{ weekday: 0, fromMinute: 60, toMinute: 165 }] });
    const pause = closedUntil('2026-10-25T02:00:00+01:00', 'outside-hours');
    expect(night.at(inParis, at('2026-10-25T02:30:00+02:00'))).toEqual(open('2026-10-25T02:45:00+02:00'));
    expect(night.at(inParis, at('2026-10-25T02:45:00+02:00'))).toMatchObject(pause);
    expect(night.at(inParis, at('2026-10-25T02:30:00+01:00'))).toEqual(open('2026-10-25T02:45:00+01:00'));
  });

  it('GCC-8: what is open is so no longer than the clocks say, also where they move on meanwhile', () => {
    const night = hours({ weeklyHours: [{ weekday: 0, fromMinute: 0, toMinute: 300 }] });
    const changes = '2027-03-28T03:00:00+02:00';
    expect(night.at(inParis, at('2027-03-28T01:00:00+01:00'))).toEqual(open(changes));
    expect(night.at(inParis, at(changes))).toEqual(open('2027-03-28T05:00:00+02:00'));
  });

  it('an hour that the clocks leave out opens when they have moved on', () => {
    const night = hours({ weeklyHours: [{ weekday: 0, fromMinute: 150, toMinute: 200 }] });
    const next = closedUntil('2027-03-28T03:00:00+02:00', 'outside-hours');
    expect(night.at(inParis, at('2027-03-28T01:59:00+01:00'))).toMatchObject(next);
  });

  it('GCC-8: a rule written before special days and holidays were known has none', () => {
    expect(ruleWith()).toMatchObject({ specialDays: [], publicHolidays: [], startDate: null, endDate: null });
  });
});
