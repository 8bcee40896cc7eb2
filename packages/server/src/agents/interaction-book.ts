/** What the store knows of the interactions in hand: kept beside the engine's mirror, so that a view is made at once. */
import type { AgentId, AgentMirror, Clock } from '@outdial/shared';
import type { Bus } from '../bus/port.ts';
import type { InteractionPage, Store } from '../store/port.ts';

const EMPTY: InteractionPage = { callback: null, caseInformation: [], history: [], steps: [] };

export interface InteractionBookOptions {
  bus: Bus;
  store: Store;
  clock: Clock;
}

export class InteractionBook {
  readonly #options: InteractionBookOptions;
  readonly #pages = new Map<string, InteractionPage>();
  readonly #listeners = new Set<(agentId: AgentId) => void>();
  readonly #inHand = new Map<AgentId, string>();
  readonly #stop: () => void;

  constructor(options: InteractionBookOptions) {
    this.#options = options;
    const { bus } = options;
    for (const mirror of bus.agents().values()) this.#follow(mirror);
    this.#stop = bus.onAgents((changed) => {
      for (const mirror of changed) this.#follow(mirror);
    });
  }

  of(interactionId: string | undefined): InteractionPage {
    return (interactionId === undefined ? undefined : this.#pages.get(interactionId)) ?? EMPTY;
  }

  /** Reads the page of what the agent has in hand again; whoever listens is told. */
  async renew(agentId: AgentId): Promise<void> {
    const { store, clock, bus } = this.#options;
    const picture = bus.agents().get(agentId)?.interaction;
    if (picture === undefined || picture === null) return;
    const { interactionId, contactId, attemptId } = picture;
    const page = await store.interactionPage({ interactionId, contactId, attemptId, nowMs: clock.nowMs() });
    if (this.#inHand.get(agentId) !== interactionId) return;
    this.#pages.set(interactionId, page);
    for (const listener of this.#listeners) listener(agentId);
  }

  onChange(listener: (agentId: AgentId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
  }

  /** A page is opened when its interaction comes into a hand, and forgotten when it leaves it. */
  #follow({ agentId, interaction }: AgentMirror): void {
    const before = this.#inHand.get(agentId);
    const now = interaction?.interactionId;
    if (before === now) return;
    if (before !== undefined) {
      this.#pages.delete(before);
      this.#inHand.delete(agentId);
    }
    if (now === undefined) return;
    this.#inHand.set(agentId, now);
    // A store that fails says so where something is asked of it; here there is only less to show.
    this.renew(agentId).catch(() => undefined);
  }
}
