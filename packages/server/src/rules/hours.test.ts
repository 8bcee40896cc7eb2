/** GCC-8: hours at the contact, by every schedule at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHours, hoursAt, type WeeklyHours } from './hours.ts';
import { COMPLIANCE_PACKS } from './packs.ts';
import { timeZonesOf } from './time-zones.ts';

const at = (text: string): number => Date.parse(text);
const hoursOf = (id: string): WeeklyHours | null =>
  COMPLIANCE_PACKS.find((pack) => pack.id === id)?.weeklyHours ?? null;
const PARIS = ['Europe/Paris'];

describe('hours', () => {
  it.each([
    ['before the morning', '2026-10-14T09:59:59+02:00', { open: false, nextAtMs: at('2026-10-14T10:00:00+02:00') }],
    ['in the morning', '2026-10-14T10:00:00+02:00', { open: true, untilMs: at('2026-10-14T13:00:00+02:00') }],
    ['at lunch', '2026-10-14T13:00:00+02:00', { open: false, nextAtMs: at('2026-10-14T14:00:00+02:00') }],
    ['in the evening', '2026-10-14T20:00:00+02:00', { open: false, nextAtMs: at('2026-10-15T10:00:00+02:00') }],
    ['on Friday evening', '2026-10-16T20:00:00+02:00', { open: false, nextAtMs: at('2026-10-19T10:00:00+02:00') }],
    [
      'over the change to winter time',
      '2026-10-25T12:00:00+01:00',
      { open: false, nextAtMs: at('2026-10-26T10:00:00+01:00') },
    ],
  ])('GCC-8: the French hours %s', (_, now, expected) => {
    expect(hoursAt([hoursOf('fr')], PARIS, at(now))).toMatchObject(expected);
  });

  it('GCC-8: the rule’s hours and the packs’ hold together: the strictest wins', () => {
    const early: WeeklyHours = [{ weekday: 3, fromMinute: 8 * 60, toMinute: 11 * 60 }];
    const schedules = [early, hoursOf('fr')];
    const opens = at('2026-10-14T10:00:00+02:00');
    expect(hoursAt(schedules, PARIS, at('2026-10-14T08:30:00+02:00'))).toMatchObject({ open: false, nextAtMs: opens });
    expect(hoursAt(schedules, PARIS, opens)).toEqual({ open: true, untilMs: at('2026-10-14T11:00:00+02:00') });
    expect(hoursAt([[]], PARIS, opens)).toMatchObject({ open: false, nextAtMs: null });
    expect(hoursAt([null, null], PARIS, opens)).toEqual({ open: true, untilMs: null });
  });

  it('a country of several zones is open where all of them are; one whose zones nobody knows never is', () => {
    const zones = timeZonesOf({ country: 'US', timeZone: null });
    const us = [hoursOf('us-fcc-ftc')];
    expect(hoursAt(us, zones, at('2026-10-14T12:00:00-04:00'))).toMatchObject({
      open: false,
      nextAtMs: at('2026-10-14T08:00:00-10:00'),
    });
    expect(hoursAt(us, ['America/New_York'], at('2026-10-14T12:00:00-04:00'))).toMatchObject({ open: true });
    const nowhere = timeZonesOf({ country: 'ZZ', timeZone: null });
    expect(hoursAt(us, nowhere, 0)).toEqual({ open: false, nextAtMs: null, why: 'unknown-time-zone' });
    expect(hoursAt([null], nowhere, 0)).toEqual({ open: true, untilMs: null });
  });

  it('what is remembered is what would be worked out anew', () => {
    const remembered = createHours();
    const week = fc.array(fc.integer({ min: 0, max: 7 * 86_400_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(week, fc.constantFrom('fr', 'us-reg-f'), fc.constantFrom('FR', 'US'), (times, pack, country) => {
        const zones = timeZonesOf({ country, timeZone: null });
        for (const time of times) {
          const nowMs = at('2026-10-23T00:00:00Z') + time;
          const { open } = hoursAt([hoursOf(pack)], zones, nowMs);
          expect(remembered([hoursOf(pack)], zones, nowMs).open).toBe(open);
        }
      }),
      { numRuns: 40 },
    );
  });
});
