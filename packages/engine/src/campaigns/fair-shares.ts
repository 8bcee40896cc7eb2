/**
 * Lines that several campaigns want at once: shared by weighted max-min fairness. Nobody gets more than
 * they want while another wants more than their part; a part goes by the agents whom a campaign works with. Where there is
 * enough for all, nobody is held back.
 */
import type { TrunkPicture } from '../telephony/port.ts';
import type { CampaignRuntime } from './campaign.ts';
import { agentsOf } from './shared-agents.ts';

export interface Share {
  readonly freeLines: number;
  /** Null where the carrier names no limit. */
  readonly callsPerSecond: number | null;
}

export interface Carrier {
  readonly freeLines: number;
  readonly callsPerSecond: number | null;
}

const RECENT_DECISIONS = 4;

export function carrierOf(freeLines: number, trunks: readonly TrunkPicture[]): Carrier {
  const rate = trunks.reduce((sum, { up, callsPerSecond }) => sum + (up ? callsPerSecond : 0), 0);
  return { freeLines, callsPerSecond: Number.isFinite(rate) && rate > 0 ? rate : null };
}

/** Of every campaign that dials; one that is missing is not held back. `campaigns` are all that use the carrier's lines. */
export function fairShares(campaigns: readonly CampaignRuntime[], carrier: Carrier): Map<CampaignRuntime, Share> {
  const dialing = campaigns.filter((campaign) => campaign.canDial && campaign.members.size > 0);
  const wants = dialing.map(wantOf);
  const wanted = wants.reduce((sum, want) => sum + want, 0);
  if (wanted <= carrier.freeLines) return new Map();
  const weights = dialing.map((campaign) => Math.max(1e-6, agentsOf(campaign)));
  const inUse = dialing.map(({ calls, launches }) => calls.size + launches.size);
  const lines = inUse.reduce((sum, used) => sum + used, carrier.freeLines);
  const linesEach = maxMin(
    lines,
    inUse.map((used, i) => used + (wants[i] ?? 0)),
    weights,
  );
  return new Map(
    dialing.map((campaign, i) => [
      campaign,
      {
        freeLines: Math.max(0, Math.min(carrier.freeLines, Math.floor((linesEach[i] ?? 0) - (inUse[i] ?? 0)))),
        // The window of `rate-window.ts` keeps all of them together inside it, and campaigns take turns at being first.
        callsPerSecond: carrier.callsPerSecond,
      },
    ]),
  );
}

/** The most calls that it lately wanted at once; who has hardly begun may want anything, and claims its part. */
function wantOf({ pace: { decisions } }: CampaignRuntime): number {
  if (decisions.length < RECENT_DECISIONS) return Number.POSITIVE_INFINITY;
  return Math.max(...decisions.slice(-RECENT_DECISIONS).map(({ figures }) => figures.wanted ?? 0));
}

/**
 * Water-filling (Bertsekas and Gallager, Data Networks, 6.5.2): parts by weight, nobody's above what they want; what is left
 * when all have what they want is handed out by weight too, so that nobody is held back by what they wanted a moment ago.
 * The parts sum to `whole`.
 */
export function maxMin(whole: number, wants: readonly number[], weights: readonly number[]): number[] {
  const parts = wants.map(() => 0);
  let left = Math.max(0, whole);
  let open = wants.map((_, i) => i);
  while (open.length > 0 && left > 0) {
    const weight = open.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
    const level = left / weight;
    const filled = open.filter((i) => (wants[i] ?? 0) <= level * (weights[i] ?? 0));
    if (filled.length === 0) {
      for (const i of open) parts[i] = level * (weights[i] ?? 0);
      return parts;
    }
    for (const i of filled) {
      parts[i] = wants[i] ?? 0;
      left -= parts[i] ?? 0;
    }
    open = open.filter((i) => !filled.includes(i));
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return parts.map((part, i) => part + (all === 0 ? 0 : (Math.max(0, left) * (weights[i] ?? 0)) / all));
}
