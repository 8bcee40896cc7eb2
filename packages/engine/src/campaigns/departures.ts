/**
 * Who is soon taken away from a campaign's pacing by other work: a callback that falls due, or a record whose turn comes. A
 * call that is launched now must not count on them when it is answered.
 */
import type { AgentId, ComingCallback } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { CampaignRuntime } from './campaign.ts';
import { recordTurnAtMs } from './turns.ts';

/** As far as a pacer looks ahead: calls that are launched now are answered or given up by then. */
const AHEAD_MS = 30_000;
/** A callback that did not come at its time waits for something else: its hours, another server. */
const OVERDUE_MS = 10_000;

/** Callbacks that are not handed out yet, as the server last told: of each agent the first, and those for anybody. */
export class ComingCallbacks {
  readonly #own = new Map<AgentId, number>();
  #anybody: readonly number[] = [];

  replace(coming: readonly ComingCallback[]): void {
    this.#own.clear();
    for (const { agentId, dueAtMs } of coming) {
      if (agentId !== null) this.#own.set(agentId, Math.min(dueAtMs, this.#own.get(agentId) ?? dueAtMs));
    }
    this.#anybody = coming.filter(({ agentId }) => agentId === null).map(({ dueAtMs }) => dueAtMs);
  }

  /** In how long the agent's own falls due; null: none does soon. */
  ownInMs(agentId: AgentId, nowMs: number): number | null {
    const dueAtMs = this.#own.get(agentId);
    return dueAtMs === undefined || !isNear(dueAtMs, nowMs) ? null : Math.max(0, dueAtMs - nowMs);
  }

  anybodyInMs(nowMs: number): number[] {
    return this.#anybody.filter((dueAtMs) => isNear(dueAtMs, nowMs)).map((dueAtMs) => Math.max(0, dueAtMs - nowMs));
  }
}

const isNear = (atMs: number, nowMs: number): boolean => atMs <= nowMs + AHEAD_MS && atMs > nowMs - OVERDUE_MS;

/** In how long a callback that is this agent's alone takes them, once they are free; null: none does soon. */
export function callbackInMs(agent: Agent, nowMs: number): number | null {
  let soonest: number | null = null;
  for (const campaign of agent.campaigns) {
    if (!campaign.dialsItself || campaign.state !== 'running') continue;
    if (campaign.callbacks.waitsFor(agent.id)) return 0;
    const inMs = campaign.coming.ownInMs(agent.id, nowMs);
    if (inMs !== null && (soonest === null || inMs < soonest)) soonest = inMs;
  }
  return soonest;
}

/** In how long this free agent is taken away; null: not soon. */
export function idleAgentTakenInMs(agent: Agent, nowMs: number): number | null {
  const callback = callbackInMs(agent, nowMs) ?? Number.POSITIVE_INFINITY;
  const pushed = [...agent.campaigns].some((campaign) => campaign.pushes(nowMs));
  const record = pushed ? Math.max(0, recordTurnAtMs(agent) - nowMs) : Number.POSITIVE_INFINITY;
  const soonest = Math.min(callback, record);
  return soonest <= AHEAD_MS ? soonest : null;
}

/** Callbacks that any agent of the campaign may take: each takes one. */
export function anyAgentTakenInMs(campaign: CampaignRuntime, nowMs: number): number[] {
  const handedOut = Array.from({ length: campaign.callbacks.forAnybody }, () => 0);
  return [...handedOut, ...campaign.coming.anybodyInMs(nowMs)];
}
