/** Simulated agents: they work through the engine's commands, as people do, and wrap up as long as chance says. */
import type { AgentId, AgentMirror, CampaignId, Clock, Random, Timer } from '@outdial/shared';
import type { Engine } from '../engine.ts';
import { type Sampler, sampler } from '../sim/distribution.ts';

/** Of our pacing scenarios. */
const WRAP_UP = { dist: 'lognormal', mean: 15_000, cv: 0.7 } as const;

export const agentName = (index: number): AgentId => `agent-${index}` as AgentId;

export class LoadAgents {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wrapUpMs: Sampler = sampler(WRAP_UP);
  /** The interaction that each agent is wrapping up, and when they will be done. */
  readonly #wrapping = new Map<AgentId, { readonly interactionId: string; readonly timer: Timer }>();
  #engine: Engine | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Everybody logs in, joins and goes ready. */
  start(engine: Engine, count: number, campaignId: CampaignId): void {
    this.#engine = engine;
    for (let index = 0; index < count; index++) {
      const agentId = agentName(index);
      const seat = { agentId, name: `Agent ${index}`, phone: `sip:${agentId}` };
      engine.command({ type: 'agent.log-in', seat, joined: [campaignId] });
      engine.command({ type: 'agent.ready', agentId });
    }
  }

  /** What an agent's screen shows changed. */
  see({ agentId, presence }: AgentMirror): void {
    if (presence.kind !== 'wrap-up') return;
    const { interactionId } = presence;
    if (this.#wrapping.get(agentId)?.interactionId === interactionId) return;
    const timer = this.#clock.after(Math.round(this.#wrapUpMs(this.#random)), () => {
      this.#engine?.command({ type: 'interaction.done', agentId, interactionId });
    });
    this.#wrapping.set(agentId, { interactionId, timer });
  }

  /** Everybody drops what they do. */
  stop(): void {
    for (const { timer } of this.#wrapping.values()) timer.cancel();
  }
}
