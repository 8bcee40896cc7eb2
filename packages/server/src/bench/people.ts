/** Made-up people for benchmarks: the same seed gives the same million, whose numbers belong to nobody. */

import {
  type CampaignDraft,
  type E164,
  type ListId,
  type Random,
  seededRandom,
  zCampaign,
  zContactRule,
} from '@outdial/shared';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';
import type { CampaignPolicy, NewConsent, NewContact } from '../store/port.ts';

export const CALLER_ID = '+33199000000' as E164;
export const LIST_IDS = ['list-1', 'list-2', 'list-3', 'list-4'].map((id) => id as ListId);

/** Shares of a hundred: most at home, the rest where it is another hour, one country in many zones at once. */
const PLACES = [
  [70, 'FR', null],
  [10, 'GB', null],
  [4, 'US', 'America/New_York'],
  [4, 'US', 'America/Los_Angeles'],
  [4, 'US', null],
  [4, 'IN', 'Asia/Kolkata'],
  [4, 'AU', 'Australia/Adelaide'],
] as const;

/** 01 00 … is given to nobody, and a numbering plan takes it. */
export const numberOf = (n: number): E164 => `+331${String(n).padStart(8, '0')}` as E164;

function placeOf(random: Random): Pick<NewContact, 'country' | 'timeZone'> {
  let left = random.below(100);
  for (const [share, country, timeZone] of PLACES) {
    if (left < share) return { country, timeZone };
    left -= share;
  }
  return { country: 'FR', timeZone: null };
}

/** The contacts from `from` on, each with the name, fields and priority that a real list has; one in ten has two numbers. */
export function contacts(from: number, count: number): NewContact[] {
  return Array.from({ length: count }, (_, at) => {
    const n = from + at;
    const random = seededRandom(n);
    const second = random.below(10) === 0 ? { otherNumbers: [numberOf(5_000_000 + n)] } : {};
    return {
      number: numberOf(n),
      ...second,
      name: `Person ${n}`,
      ...placeOf(random),
      priority: random.below(256),
      fields: { city: `City ${n % 997}`, contract: String(100_000 + n), product: `Product ${n % 13}` },
    };
  });
}

export const consentOf = (n: number, atMs: number): NewConsent => ({
  number: numberOf(n),
  use: 'marketing',
  givenAtMs: atMs - 86_400_000,
  expiresAtMs: null,
  proof: `form ${n}`,
  recordedAtMs: atMs - 86_400_000,
});

/** A campaign with every kind of rule: caps, hours, special days, holidays, consent, lock-outs, several packs. */
export function everyRule(id: string, changes: Partial<CampaignDraft> = {}): CampaignPolicy {
  const day = [0, 1, 2, 3, 4, 5, 6];
  return {
    campaign: zCampaign.parse({
      id,
      name: `Campaign ${id}`,
      mode: 'predictive',
      state: 'running',
      listIds: LIST_IDS,
      listWeights: { [LIST_IDS[1] ?? '']: 3 },
      callerIds: [{ number: CALLER_ID }],
      compliancePack: 'strict',
      furtherPacks: ['uk-ofcom', 'fr'],
      ...changes,
    }),
    rule: zContactRule.parse({
      id: 'every',
      name: 'Every kind',
      maxAttempts: 6,
      maxAttemptsPerDay: 2,
      maxAttemptsPerNumber: 3,
      weeklyHours: day.flatMap((weekday) => [
        { weekday, fromMinute: 8 * 60, toMinute: 12 * 60 + 30 },
        { weekday, fromMinute: 13 * 60, toMinute: 20 * 60 },
      ]),
      specialDays: [{ date: '2026-12-24', windows: [{ fromMinute: 600, toMinute: 720 }] }],
      publicHolidays: [{ country: null }],
      startDate: '2026-01-01',
      endDate: '2027-12-31',
      treatments: { busy: { action: 'next-number', afterMs: 0 } },
    }),
    packs: COMPLIANCE_PACKS.filter((pack) => ['strict', 'uk-ofcom', 'fr'].includes(pack.id)),
  };
}
