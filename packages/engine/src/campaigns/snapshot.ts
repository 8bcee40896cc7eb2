/** What the pacer sees of a campaign: one pass over its agents, its calls and its intents. */
import { isPreviewing } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { PacingSnapshot } from '../pacing/index.ts';
import type { CampaignRuntime } from './campaign.ts';
import { anyAgentTakenInMs, callbackInMs, idleAgentTakenInMs } from './departures.ts';
import type { Share } from './fair-shares.ts';
import { partOf } from './shared-agents.ts';
import { readsNext } from './turns.ts';

export interface Surroundings {
  readonly nowMs: number;
  /** This campaign's share of the lines that no call and no intent has taken, and of the carrier's rate. */
  readonly share: Share;
  readonly paused: boolean;
}

export function snapshotOf(campaign: CampaignRuntime, around: Surroundings): PacingSnapshot {
  const { nowMs, paused } = around;
  const calls = callAges(campaign, nowMs);
  const inFlight = calls.ringingMs.length + calls.screeningMs.length + calls.waitingMs.length;
  const { maxLines } = campaign.config;
  const { freeLines } = around.share;
  const callsPerSecond = least(campaign.config.callsPerSecond, around.share.callsPerSecond);
  const { agentShare, ...agents } = agentAges(campaign, nowMs);
  const left = maxLines === null ? freeLines : Math.min(freeLines, maxLines - inFlight - calls.connected);
  return {
    nowMs,
    paused,
    agents,
    calls: { ringingMs: calls.ringingMs, screeningMs: calls.screeningMs, waitingMs: calls.waitingMs },
    limits: {
      freeLines: Math.max(0, left),
      ...(callsPerSecond === null ? {} : { callsPerSecond }),
      ...(agentShare === 1 ? {} : { agentShare }),
    },
  };
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

function callAges(campaign: CampaignRuntime, nowMs: number) {
  const ringingMs: number[] = [];
  const screeningMs: number[] = [];
  const waitingMs: number[] = [];
  let connected = campaign.calls.size - campaign.unconnected.size;
  for (const launch of campaign.launches.values()) ringingMs.push(nowMs - launch.atMs);
  for (const call of campaign.unconnected.all) {
    if (call.leaving) continue;
    if (call.state === 'ringing' || call.state === 'dialing') ringingMs.push(nowMs - call.launchedAtMs);
    else if (call.state === 'screening') screeningMs.push(nowMs - (call.answeredAtMs ?? nowMs));
    // Offered or being joined, they have their agent already.
    else if (call.state === 'waiting' && call.agent === null) waitingMs.push(nowMs - (call.windowFromMs ?? nowMs));
    else connected += 1;
  }
  return { ringingMs, screeningMs, waitingMs, connected };
}

function agentAges(campaign: CampaignRuntime, nowMs: number) {
  const talkingMs: number[] = [];
  const wrapUpMs: number[] = [];
  const talking: { agentId: string; elapsedMs: number }[] = [];
  let idle = 0;
  let reserved = 0;
  let working = 0;
  let share = 0;
  const departures = anyAgentTakenInMs(campaign, nowMs).map((inMs) => ({ inMs }));
  const { namesAgents } = campaign;
  for (const agent of campaign.members.all) {
    const { state } = agent;
    if (state === 'not-ready' || state === 'logged-out') continue;
    working += 1;
    share += partOf(agent, campaign);
    if (state === 'ready') {
      if (!agent.takesCallsOf(campaign)) continue;
      idle += 1;
      const inMs = idleAgentTakenInMs(agent, nowMs);
      if (inMs !== null) departures.push({ inMs });
    } else if (state === 'reserved' || awaitsAnswer(agent)) {
      // Reserved for another campaign or over a record, an agent is neither idle here nor kept for one of these calls.
      if (isReservedFor(agent, campaign)) reserved += 1;
    } else if (!agent.stays || callbackInMs(agent, nowMs) !== null || readsNext(agent, nowMs)) {
      // Leaves when the work in hand is done, or goes on with something else: nothing to count on.
    } else if (state === 'wrap-up') wrapUpMs.push(nowMs - agent.sinceMs);
    else {
      // Offered or being joined, the talk has not begun.
      const elapsedMs =
        state === 'talking' || state === 'held' || state === 'consulting' ? nowMs - agent.talkingSinceMs : 0;
      talkingMs.push(elapsedMs);
      if (namesAgents) talking.push({ agentId: agent.id, elapsedMs });
    }
  }
  const named = namesAgents ? { talking } : {};
  const agentShare = working === 0 ? 1 : share / working;
  const leaving = departures.length === 0 ? {} : { departures };
  return { idle, reserved, talkingMs, wrapUpMs, ...named, ...leaving, agentShare };
}

/** Offered the call, or on it already, before anybody answered: kept for it as one who is reserved. */
function awaitsAnswer({ state, call }: Agent): boolean {
  return (state === 'offered' || state === 'connecting') && (call === null || call.wantedAtMs === null);
}

function isReservedFor(agent: Agent, campaign: CampaignRuntime): boolean {
  const { presence, call } = agent;
  if (isPreviewing(presence)) return false;
  if (presence.kind === 'reserved') return presence.campaignId === campaign.id && !agent.fetching;
  return call?.campaign === campaign;
}
