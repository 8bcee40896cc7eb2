/** Whether a contact may be called now, and every reason why not: pure, the same test at the lease and at the intent. */
import type { CompliancePack, ContactRule } from '@outdial/shared';
import { type Hours, hoursAt, type WeeklyHours } from './hours.ts';
import { timeZonesOf } from './time-zones.ts';

export const INELIGIBLE = [
  'do-not-call',
  'attempts-used-up',
  'attempt-cap',
  'abandoned-lockout',
  'outside-hours',
  'unknown-time-zone',
  'under-way',
] as const;
export type Ineligible = (typeof INELIGIBLE)[number];

export interface Reason {
  code: Ineligible;
  sentence: string;
}

/** What is known of a contact and its number, all campaigns included. */
export interface ContactFacts {
  country: string;
  timeZone: string | null;
  /** The reason of an entry that holds for this campaign, null where there is none. */
  doNotCall: string | null;
  /** Attempts that count for the rule, in this campaign. */
  countedAttempts: number;
  /** When this number was dialed, in any campaign: acknowledged intents, oldest first. */
  dialedAtMs: readonly number[];
  /** When a call to this number was last abandoned, in any campaign. */
  abandonedAtMs: number | null;
  /** A call to this number is under way, in whatever campaign. */
  underWay: boolean;
}

/** `nextAtMs`: when to look again; null: never by itself. */
export type Eligibility =
  | { allowed: true; untilMs: number | null }
  | { allowed: false; reasons: readonly Reason[]; nextAtMs: number | null };

/** A number that is being called is looked at again after this. */
const UNDER_WAY_AGAIN_MS = 60_000;

type HoursAt = (schedules: readonly (WeeklyHours | null)[], zones: readonly string[], nowMs: number) => Hours;

export function eligibility(
  contact: ContactFacts,
  rule: ContactRule,
  packs: readonly CompliancePack[],
  nowMs: number,
  hours: HoursAt = hoursAt,
): Eligibility {
  const reasons: Reason[] = [];
  const again: (number | null)[] = [];
  const no = (code: Ineligible, sentence: string, nextAtMs: number | null): void => {
    reasons.push({ code, sentence });
    again.push(nextAtMs);
  };

  if (contact.doNotCall !== null) no('do-not-call', `on the do-not-call list: ${contact.doNotCall}`, null);
  if (contact.countedAttempts >= rule.maxAttempts) {
    no('attempts-used-up', `${contact.countedAttempts} of ${rule.maxAttempts} attempts of rule ${rule.id} made`, null);
  }
  if (contact.underWay) no('under-way', 'a call to this number is under way', nowMs + UNDER_WAY_AGAIN_MS);
  for (const pack of packs) {
    const capped = attemptCap(contact, pack, nowMs);
    if (capped !== null) no('attempt-cap', capped.sentence, capped.nextAtMs);
    const lockedUntilMs = (contact.abandonedAtMs ?? Number.NEGATIVE_INFINITY) + pack.abandonedLockoutMs;
    if (lockedUntilMs > nowMs) {
      no(
        'abandoned-lockout',
        `no call for ${hoursText(pack.abandonedLockoutMs)} after an abandoned one (${pack.id})`,
        lockedUntilMs,
      );
    }
  }
  const open = hours([rule.weeklyHours, ...packs.map((pack) => pack.weeklyHours)], timeZonesOf(contact), nowMs);
  if (!open.open) no(open.why, hoursSentence(open, contact), open.nextAtMs);
  if (reasons.length === 0) return { allowed: true, untilMs: open.open ? open.untilMs : null };
  return { allowed: false, reasons, nextAtMs: latest(again) };
}

/** The rolling window of one pack: free again when the oldest of the attempts that fill it leaves it. */
function attemptCap(
  contact: ContactFacts,
  pack: CompliancePack,
  nowMs: number,
): { sentence: string; nextAtMs: number } | null {
  const cap = pack.attemptCap;
  if (cap === null) return null;
  const within = contact.dialedAtMs.filter((atMs) => atMs > nowMs - cap.windowMs);
  const leaves = within[within.length - cap.attempts];
  if (leaves === undefined) return null;
  const sentence = `${within.length} attempts to this number in ${hoursText(cap.windowMs)}, at most ${cap.attempts} (${pack.id})`;
  return { sentence, nextAtMs: leaves + cap.windowMs };
}

const hoursText = (ms: number): string => (ms % 86_400_000 === 0 ? `${ms / 86_400_000} d` : `${ms / 3_600_000} h`);

const hoursSentence = (hours: Extract<Hours, { open: false }>, contact: ContactFacts): string =>
  hours.why === 'unknown-time-zone'
    ? `the time zone of country ${contact.country} is not known`
    : `outside the hours at the contact (${timeZonesOf(contact).join(', ')})`;

/** All must allow it: the latest of them, and never where one of them never does. */
const latest = (times: readonly (number | null)[]): number | null =>
  times.reduce<number | null>((a, b) => (a === null || b === null ? null : Math.max(a, b)), Number.NEGATIVE_INFINITY);
