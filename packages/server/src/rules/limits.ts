/** Caps and lock-outs, one at a time: null where it allows, else why not and from when on. */
import { type CompliancePack, counted } from '@outdial/shared';
import { DAY_MS } from './days.ts';
import type { Circumstances } from './rule-set.ts';
import type { ZoneClock } from './zone-clock.ts';

export interface Blocked {
  sentence: string;
  nextAtMs: number;
}

/** The rolling window of one pack: free again when the oldest of the attempts that fill it leaves it. */
export function attemptCap(dialedAtMs: readonly number[], pack: CompliancePack, nowMs: number): Blocked | null {
  const cap = pack.attemptCap;
  if (cap === null || dialedAtMs.length < cap.attempts) return null;
  const within = dialedAtMs.filter((atMs) => atMs > nowMs - cap.windowMs);
  const leaves = within[within.length - cap.attempts];
  if (leaves === undefined) return null;
  const sentence = `${counted(within.length, 'attempt')} to this person in ${spanText(cap.windowMs)}, at most ${cap.attempts} (${pack.id})`;
  return { sentence, nextAtMs: leaves + cap.windowMs };
}

/** The last time of each, null where it never was. */
export interface LastTimes {
  abandonedAtMs: number | null;
  machineAtMs: number | null;
  conversationAtMs: number | null;
  refusedAtMs: number | null;
}

export const LOCK_OUTS = ['abandoned-lockout', 'machine-lockout', 'conversation-lockout', 'refusal-lockout'] as const;
export type LockOut = (typeof LOCK_OUTS)[number];

const AFTER: Readonly<Record<LockOut, { last: keyof LastTimes; words: string }>> = {
  'abandoned-lockout': { last: 'abandonedAtMs', words: 'after an abandoned one' },
  'machine-lockout': { last: 'machineAtMs', words: 'after a machine was detected' },
  'conversation-lockout': { last: 'conversationAtMs', words: 'after a conversation' },
  'refusal-lockout': { last: 'refusedAtMs', words: 'after a refusal' },
};

/** How long a pack locks out; some of it is lifted where an agent is guaranteed. */
export function lockOutMs(lockOut: LockOut, pack: CompliancePack, how: Circumstances): number {
  const lifted = pack.agentLiftsLockouts && how.agentGuaranteed;
  switch (lockOut) {
    case 'abandoned-lockout':
      return lifted ? 0 : pack.abandonedLockoutMs;
    case 'machine-lockout':
      return lifted ? 0 : pack.machineLockoutMs;
    case 'conversation-lockout':
      return pack.conversationLockoutMs;
    case 'refusal-lockout':
      return pack.refusalLockoutMs;
  }
}

export function lockedOut(
  lockOut: LockOut,
  times: LastTimes,
  pack: CompliancePack,
  how: Circumstances,
  nowMs: number,
): Blocked | null {
  const { last, words } = AFTER[lockOut];
  const lastMs = times[last];
  if (lastMs === null) return null;
  const lengthMs = lockOutMs(lockOut, pack, how);
  if (lastMs + lengthMs <= nowMs) return null;
  return { sentence: `no call for ${spanText(lengthMs)} ${words} (${pack.id})`, nextAtMs: lastMs + lengthMs };
}

/** Attempts on the local day that it is now, in the zone where there are most; free on that zone's next day. */
export function perDay(
  countedAtMs: readonly number[],
  atMost: number,
  zones: readonly string[],
  clock: ZoneClock,
  nowMs: number,
): Blocked | null {
  if (countedAtMs.length < atMost) return null;
  let blocked: Blocked | null = null;
  for (const zone of zones) {
    const today = localDay(zone, clock, nowMs);
    const made = countedAtMs.filter((atMs) => localDay(zone, clock, atMs) === today).length;
    if (made < atMost) continue;
    const nextAtMs = Math.max(nextDay(zone, clock, nowMs), blocked?.nextAtMs ?? 0);
    blocked = { sentence: `${made} attempts today (${zone}), at most ${atMost} a day`, nextAtMs };
  }
  return blocked;
}

const localDay = (zone: string, clock: ZoneClock, atMs: number): number =>
  Math.floor((atMs + clock.periodAt(zone, atMs).offsetMs) / DAY_MS);

function nextDay(zone: string, clock: ZoneClock, nowMs: number): number {
  const today = localDay(zone, clock, nowMs);
  let at = nowMs;
  while (localDay(zone, clock, at) <= today) {
    const { offsetMs, untilMs } = clock.periodAt(zone, at);
    at = Math.min((today + 1) * DAY_MS - offsetMs, untilMs);
  }
  return at;
}

const spanText = (ms: number): string => {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS} d`;
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${Math.ceil(ms / 60_000)} min`;
};
