/** GCC-2: looks for callbacks whose agent is not there, where the campaign leaves them to supervisors, and has these told. */
import { type AgentMirror, type Callback, type Clock, every, type Timer } from '@outdial/shared';
import type { Bus } from '../bus/port.ts';
import type { Catalog } from '../config/catalog.ts';
import type { Store } from '../store/port.ts';
import type { CallbackDesk } from './callback-desk.ts';

const LOOK_MS = 5_000;

export interface CallbackWatchParts {
  store: Store;
  bus: Bus;
  catalog: Catalog;
  callbacks: CallbackDesk;
  clock: Clock;
  /** Once for each callback, until it is given to somebody else or set at another time. */
  tell: (callback: Callback) => void;
}

/** At work, and staying: who has asked for a pause is given nothing more. */
function isHere({ presence }: AgentMirror): boolean {
  if (presence.kind === 'logged-out' || presence.kind === 'not-ready') return false;
  return !('after' in presence) || presence.after.kind === 'ready';
}

export class CallbackWatch {
  readonly #parts: CallbackWatchParts;
  readonly #timer: Timer;
  #looking = false;

  constructor(parts: CallbackWatchParts) {
    this.#parts = parts;
    this.#timer = every(parts.clock, LOOK_MS, () => void this.#look());
  }

  close(): void {
    this.#timer.cancel();
  }

  /** A store that fails is asked again at the next beat: what is not marked as told is found again. */
  async #look(): Promise<void> {
    const { bus, catalog, store, callbacks, clock, tell } = this.#parts;
    // Without an engine nobody is called, whoever is there.
    if (this.#looking || bus.engine().state !== 'connected') return;
    const agents = [...bus.agents().values()].filter(isHere);
    const here = catalog
      .current()
      .campaigns.filter(({ state, callbackAgentAway }) => state === 'running' && callbackAgentAway === 'supervisor')
      .map(({ id }) => ({
        campaignId: id,
        agentIds: agents.filter(({ joined }) => joined.includes(id)).map(({ agentId }) => agentId),
      }));
    if (here.length === 0) return;
    this.#looking = true;
    try {
      const found = await store.callbacksWithoutAgent({ here, nowMs: clock.nowMs() });
      for (const callback of found) tell(callbacks.told(callback));
    } catch {
      // Said by the store's own checks (`/v1/health`); the next beat looks again.
    } finally {
      this.#looking = false;
    }
  }
}
