/** Where each agent's day went, from the presence log: logged in, ready, on breaks and why. */
import type { AgentId, Presence } from '@outdial/shared';
import type { PresenceEntry } from '../store/port.ts';
import { type Counted, count, nothingCounted } from './counted.ts';

export interface AgentDayTime {
  fromMs: number | null;
  toMs: number | null;
  loggedInMs: number;
  /** Logged in, breaks left out. */
  workedMs: number;
  readyMs: number;
  notReadyMs: number;
  breaks: Counted;
}

const IS_READY: readonly Presence['kind'][] = ['ready', 'reserved', 'offered', 'connecting'];

/** `entries` in order of time, each agent's last one before the day first; what holds at the end holds until `toMs`. */
export function agentDayTimes(
  entries: readonly PresenceEntry[],
  fromMs: number,
  toMs: number,
): ReadonlyMap<AgentId, AgentDayTime> {
  const times = new Map<AgentId, AgentDayTime>();
  const holds = new Map<AgentId, PresenceEntry>();
  const close = (entry: PresenceEntry, endMs: number): void => {
    const beganMs = Math.max(entry.atMs, fromMs);
    const endedMs = Math.min(endMs, toMs);
    if (endedMs <= beganMs || entry.kind === 'logged-out') return;
    const time = times.get(entry.agentId) ?? nothing();
    times.set(entry.agentId, time);
    const durationMs = endedMs - beganMs;
    time.fromMs ??= beganMs;
    time.toMs = endedMs;
    time.loggedInMs += durationMs;
    if (IS_READY.includes(entry.kind)) time.readyMs += durationMs;
    if (entry.kind !== 'not-ready') {
      time.workedMs += durationMs;
      return;
    }
    time.notReadyMs += durationMs;
    count(time.breaks, entry.reason ?? '', durationMs);
  };
  for (const entry of entries) {
    const before = holds.get(entry.agentId);
    if (before !== undefined) close(before, entry.atMs);
    holds.set(entry.agentId, entry);
  }
  for (const entry of holds.values()) close(entry, toMs);
  return times;
}

const nothing = (): AgentDayTime => ({
  fromMs: null,
  toMs: null,
  loggedInMs: 0,
  workedMs: 0,
  readyMs: 0,
  notReadyMs: 0,
  breaks: nothingCounted(),
});
