/** What the store knows of the interactions in hand: kept beside the engine's mirror, so that a view is made at once. */
import type { AgentId, AgentMirror, Clock, InteractionPicture } from '@outdial/shared';
import type { Bus } from '../bus/port.ts';
import type { InteractionPage, Store } from '../store/port.ts';

const EMPTY: InteractionPage = { callback: null, caseInformation: [], history: [], steps: [] };

type InHand = InteractionPicture | null | undefined;

export interface InteractionBookOptions {
  bus: Bus;
  store: Store;
  clock: Clock;
}

export class InteractionBook {
  readonly #options: InteractionBookOptions;
  readonly #pages = new Map<string, InteractionPage>();
  /** Of the pages that are not there yet. */
  readonly #readings = new Map<string, Promise<InteractionPage>>();
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

  /** The page as far as it is known now: listeners are told when there is more. */
  known(picture: InHand): InteractionPage {
    return (picture ? this.#pages.get(picture.interactionId) : null) ?? EMPTY;
  }

  /** The page as the store tells it, waited for where it is not there yet; empty only where the store fails. */
  async page(picture: InHand): Promise<InteractionPage> {
    if (!picture) return EMPTY;
    const { interactionId } = picture;
    const kept = this.#pages.get(interactionId);
    if (kept !== undefined) return kept;
    const reading = this.#readings.get(interactionId) ?? this.#read(picture);
    return await reading.catch(() => EMPTY);
  }

  /** Reads the page of what the agent has in hand again; whoever listens is told. */
  async renew(agentId: AgentId): Promise<void> {
    const picture = this.#options.bus.agents().get(agentId)?.interaction;
    if (picture === undefined || picture === null) return;
    const { interactionId } = picture;
    const page = await this.#read(picture);
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

  async #read({ interactionId, contactId, attemptId }: InteractionPicture): Promise<InteractionPage> {
    const { store, clock } = this.#options;
    const reading = store.interactionPage({ interactionId, contactId, attemptId, nowMs: clock.nowMs() });
    this.#readings.set(interactionId, reading);
    try {
      return await reading;
    } finally {
      if (this.#readings.get(interactionId) === reading) this.#readings.delete(interactionId);
    }
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
