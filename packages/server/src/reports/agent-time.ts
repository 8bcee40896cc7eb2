/** Logged-in time without breaks, from the presence log: what talk minutes are divided by. */
import type { AgentId, CampaignId, Presence } from '@outdial/shared';
import type { PresenceEntry } from '../store/port.ts';

const AT_WORK: Readonly<Record<Presence['kind'], boolean>> = {
  'logged-out': false,
  'not-ready': false,
  ready: true,
  reserved: true,
  offered: true,
  connecting: true,
  talking: true,
  held: true,
  consulting: true,
  'wrap-up': true,
};

export interface AgentTime {
  wholeMs: number;
  /** An agent's time is split evenly between the campaigns that they had joined. */
  byCampaign: ReadonlyMap<CampaignId, number>;
}

/** `entries` in order of time; what holds at the end holds until `toMs`. */
export function agentTime(entries: readonly PresenceEntry[], fromMs: number, toMs: number): AgentTime {
  let wholeMs = 0;
  const byCampaign = new Map<CampaignId, number>();
  const holds = new Map<AgentId, PresenceEntry>();
  const close = (entry: PresenceEntry, untilMs: number): void => {
    const durationMs = Math.min(untilMs, toMs) - Math.max(entry.atMs, fromMs);
    if (durationMs <= 0 || !AT_WORK[entry.kind]) return;
    wholeMs += durationMs;
    for (const campaignId of entry.joined) {
      byCampaign.set(campaignId, (byCampaign.get(campaignId) ?? 0) + durationMs / entry.joined.length);
    }
  };
  for (const entry of entries) {
    const before = holds.get(entry.agentId);
    if (before !== undefined) close(before, entry.atMs);
    holds.set(entry.agentId, entry);
  }
  for (const entry of holds.values()) close(entry, toMs);
  return { wholeMs, byCampaign };
}
