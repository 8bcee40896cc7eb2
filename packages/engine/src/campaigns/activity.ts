/** GT-10: whether a campaign dials, and if not, why, in words: the first reason in this order that holds. */
import type { Activity, InactiveReason } from '@outdial/shared';
import type { CampaignRuntime } from './campaign.ts';
import type { Gate } from './gate.ts';

const inactive = (reason: InactiveReason, detail: string): Activity => ({ active: false, reason, detail });

/** Why there is no record, in words. */
export const SHORT: Record<NonNullable<CampaignRuntime['supply']['shortBecause']>, string> = {
  'no-contacts-left': 'every contact of its lists is finished',
  'no-contacts-callable-now': 'contacts are left, but none may be called now',
  'outside-hours': 'no contact may be called at this hour',
  'no-consent':
    'a compliance pack wants prior consent, and none of its contacts has one on record: import consents, or choose the pack of your law',
};

export interface Lines {
  readonly free: number;
  /** Null where a trunk is up; else what is wrong with them. */
  readonly down: string | null;
}

export function activityOf(campaign: CampaignRuntime, gate: Gate, lines: Lines): Activity {
  const closed = gate.closedFor(campaign);
  if (closed !== null) return inactive(closed.reason, closed.detail);
  if (lines.down !== null) return inactive('trunk-down', `no trunk is up: ${lines.down}`);
  return withoutAgents(campaign) ?? withoutRecords(campaign) ?? withoutRoom(campaign, lines.free) ?? { active: true };
}

function withoutAgents(campaign: CampaignRuntime): Activity | null {
  const { members } = campaign;
  const assigned = campaign.config.agentIds.length;
  if (members.size === 0) {
    if (assigned === 0) return inactive('no-agent-assigned', 'no agent is assigned to it');
    const nobody = assigned === 1 ? 'its only agent is not logged in, or has not joined' : null;
    return inactive('no-agent-ready', nobody ?? `none of its ${assigned} agents is logged in and has joined`);
  }
  for (const { presence } of members.all) if (presence.kind !== 'not-ready') return null;
  const { size } = members;
  return inactive(
    'no-agent-ready',
    size === 1 ? 'its only agent is not ready' : `all of its ${size} agents are not ready`,
  );
}

function withoutRecords(campaign: CampaignRuntime): Activity | null {
  const { stock, supply } = campaign;
  if (stock.size > 0 || campaign.callbacks.size > 0 || supply.shortBecause === null || callsToCome(campaign))
    return null;
  const next = supply.nextAtMs === null ? '' : `; the next one at ${new Date(supply.nextAtMs).toISOString()}`;
  return inactive(supply.shortBecause, `${SHORT[supply.shortBecause]}${next}`);
}

function withoutRoom(campaign: CampaignRuntime, freeLines: number): Activity | null {
  const { maxLines } = campaign.config;
  const inUse = campaign.calls.size + campaign.launches.size;
  if (freeLines <= 0) return inactive('no-free-line', 'every line of the trunks is in use');
  if (maxLines !== null && inUse >= maxLines) {
    return inactive('no-free-line', maxLines === 1 ? 'its only line is in use' : `its ${maxLines} lines are in use`);
  }
  const last = campaign.pace.decisions.at(-1);
  const budgetLeft = last?.figures.budgetLeft ?? 0;
  if (last?.boundBy !== 'risk' || last.launch > 0 || budgetLeft > 0 || callsToCome(campaign)) return null;
  const target = `${(100 * campaign.config.abandonTarget).toFixed(1)} %`;
  return inactive('abandonment-cap', `one more call would risk more than the ${target} of abandoned calls allowed`);
}

function callsToCome({ unconnected, launches }: CampaignRuntime): boolean {
  return launches.size > 0 || unconnected.size > 0;
}
