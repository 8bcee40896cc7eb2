/** Everybody at work: each change of an agent passes here, is booked, told, and kept in step with who may get the next call. */
import {
  type AgentEvent,
  type AgentId,
  type AgentRefusal,
  type AgentSeat,
  agentTransition,
  type Clock,
  type Presence,
} from '@outdial/shared';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { FactSink } from '../ports.ts';
import { Agent, type Interaction } from './agent.ts';
import { chosen, withStandingChoice } from './standing-choice.ts';

export interface FloorHooks {
  /** Somebody became ready: may take a person who waits. */
  freed(agent: Agent): void;
  /** Somebody left the states in which they work, for good. */
  loggedOut(agent: Agent): void;
  loggedIn(agent: Agent): void;
  /** The presence changed, whatever it was; told before `freed`. */
  moved(agent: Agent, before: Presence): void;
}

/** After these an agent goes back to the place in the queue that they had: nothing came of it. */
const KEEPS_PLACE: ReadonlySet<Presence['kind']> = new Set(['reserved', 'offered', 'connecting']);

export class Floor {
  readonly #clock: Clock;
  readonly #sink: FactSink;
  readonly #hooks: FloorHooks;
  readonly #agents = new Map<AgentId, Agent>();
  #orders = 0;

  constructor(clock: Clock, sink: FactSink, hooks: FloorHooks) {
    this.#clock = clock;
    this.#sink = sink;
    this.#hooks = hooks;
  }

  get(agentId: AgentId): Agent | undefined {
    return this.#agents.get(agentId);
  }

  all(): IterableIterator<Agent> {
    return this.#agents.values();
  }

  /** The agent of this seat, logged out where the engine did not know them. */
  seat(seat: AgentSeat): Agent {
    const known = this.#agents.get(seat.agentId);
    if (known !== undefined) {
      known.seat = seat;
      return known;
    }
    const agent = new Agent(seat, this.#clock.nowMs());
    this.#agents.set(seat.agentId, agent);
    return agent;
  }

  /** Takes the event through the table; the refusal's code, or null. An interaction comes with an offer or a join. */
  step(agent: Agent, event: AgentEvent, interaction?: Interaction): AgentRefusal | null {
    const nowMs = this.#clock.nowMs();
    const before = agent.presence;
    const next = agentTransition(before, event, nowMs);
    if (!next.ok) return next.refused;
    if (next.state === before) return null;
    agent.settle(nowMs);
    if (interaction !== undefined) agent.interaction = interaction;
    agent.presence = withStandingChoice(agent, before, next.state, nowMs);
    if (before.kind === 'wrap-up' && next.state.kind !== 'wrap-up') agent.last = agent.interaction;
    noteTurn(agent, nowMs);
    if (!('interactionId' in next.state)) agent.interaction = null;
    this.#enqueue(agent, before);
    if (before.kind === 'logged-out') this.#signOn(agent);
    if (next.state.kind === 'logged-out') this.#signOff(agent);
    this.tell(agent);
    this.#hooks.moved(agent, before);
    if (agent.reachable && before.kind !== 'ready') this.#hooks.freed(agent);
    return null;
  }

  /** OUT-5: what the agent wants after each wrap-up from now on; null: what the campaign says. */
  choose(agent: Agent, ready: boolean | null): void {
    agent.seat = { ...agent.seat, readyAfterWrapUp: ready };
    agent.presence = chosen(agent, agent.presence, this.#clock.nowMs());
    this.tell(agent);
  }

  /** Puts what an earlier engine life had begun into the agent's hand, silently: what follows is told. */
  restoreInHand(agent: Agent, path: readonly AgentEvent[], interaction: Interaction): void {
    const nowMs = this.#clock.nowMs();
    const before = agent.presence;
    agent.settle(nowMs);
    for (const event of path) {
      const next = agentTransition(agent.presence, event, nowMs);
      if (next.ok) agent.presence = next.state;
    }
    agent.interaction = interaction;
    this.#hooks.moved(agent, before);
  }

  join(agent: Agent, campaign: CampaignRuntime): void {
    if (agent.campaigns.has(campaign)) return;
    agent.settle(this.#clock.nowMs());
    agent.campaigns = [...agent.campaigns, campaign];
    if (agent.presence.kind !== 'logged-out') campaign.members.add(agent);
    if (agent.takesCallsOf(campaign)) campaign.idle.add(agent);
    this.tell(agent);
    if (agent.reachable) this.#hooks.freed(agent);
  }

  /** The phone is up or down: from now on a ready agent can be joined, or cannot. */
  phoneChanged(agent: Agent): void {
    for (const campaign of agent.campaigns) {
      if (agent.takesCallsOf(campaign)) campaign.idle.add(agent);
      else campaign.idle.remove(agent);
    }
    this.show(agent);
    if (agent.reachable) this.#hooks.freed(agent);
  }

  /** What the mirror shows beside the presence changed. */
  show(agent: Agent): void {
    agent.version += 1;
    this.#sink.agent(agent.mirror());
  }

  leave(agent: Agent, campaign: CampaignRuntime): void {
    if (!agent.campaigns.has(campaign)) return;
    agent.settle(this.#clock.nowMs());
    agent.campaigns = [...agent.campaigns].filter((joined) => joined !== campaign);
    campaign.members.delete(agent);
    campaign.idle.remove(agent);
    this.tell(agent);
  }

  /** The mirror changed: a new version, to the server at once. */
  tell(agent: Agent): void {
    agent.version += 1;
    const mirror = agent.mirror();
    this.#sink.agent(mirror);
    const { agentId, presence, version, joined } = mirror;
    this.#sink.fact({ type: 'agent', agentId, presence, version, joined });
  }

  /** No limit of a wrap-up ends it any more. */
  close(): void {
    for (const agent of this.#agents.values()) agent.wrapUpTimer?.cancel();
  }

  #enqueue(agent: Agent, before: Presence): void {
    if (agent.presence.kind === 'ready') {
      if (!KEEPS_PLACE.has(before.kind)) agent.idleOrder = ++this.#orders;
      for (const campaign of agent.campaigns) if (agent.takesCallsOf(campaign)) campaign.idle.add(agent);
    } else if (before.kind === 'ready') {
      for (const campaign of agent.campaigns) campaign.idle.remove(agent);
    }
  }

  #signOn(agent: Agent): void {
    for (const campaign of agent.campaigns) campaign.members.add(agent);
    this.#hooks.loggedIn(agent);
  }

  /** The joined campaigns stay on the seat: the next log-in says which still hold. */
  #signOff(agent: Agent): void {
    for (const campaign of agent.campaigns) {
      campaign.members.delete(agent);
      campaign.idle.remove(agent);
    }
    this.#hooks.loggedOut(agent);
  }
}

/** Whether a record or a call that was dialed for them was the last (`campaigns/turns.ts`). */
function noteTurn(agent: Agent, nowMs: number): void {
  const campaign = agent.interaction?.campaign ?? null;
  if (campaign === null) return;
  if (!campaign.dialsItself && !('interactionId' in agent.presence)) agent.recordOverAtMs = nowMs;
  else if (campaign.dialsItself && agent.presence.kind === 'talking') agent.recordOverAtMs = null;
}
