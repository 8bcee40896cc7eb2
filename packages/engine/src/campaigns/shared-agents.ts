/**
 * Agents who work for several campaigns: each counts for those that have somebody to dial, in equal parts, so that the parts
 * of one agent sum to one and no two pacers count on the same free agent.
 */
import type { Agent } from '../agents/agent.ts';
import type { CampaignRuntime } from './campaign.ts';

/** The part of this agent that `campaign` may count on, 0 to 1. A campaign that cannot dial leaves its agents to the others. */
export function partOf(agent: Agent, campaign: CampaignRuntime): number {
  if (agent.joins === 1) return 1;
  let dialing = 0;
  for (const other of agent.campaigns) if (other.canDial) dialing += 1;
  if (campaign.canDial) return 1 / dialing;
  return dialing === 0 ? 1 / agent.joins : 0;
}

/** Agents at work for the campaign, in whole ones. */
export function agentsOf(campaign: CampaignRuntime): number {
  let agents = 0;
  for (const agent of campaign.members.all) {
    if (agent.state !== 'not-ready' && agent.state !== 'logged-out') agents += partOf(agent, campaign);
  }
  return agents;
}
