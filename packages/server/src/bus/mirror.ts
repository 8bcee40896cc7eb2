/** The agents' mirror: what the engine last said of every agent, kept in the store so that a restart can give them back. */
import type { AgentId, AgentMirror, LeftCall } from '@outdial/shared';
import type { KeptRecord, Reading, Store } from '../store/port.ts';
import { Listeners } from './listeners.ts';
import type { Bus, BusLog } from './port.ts';
import { type GoesOn, leftInHand, type Restore, readingOf, restoreOf } from './restore.ts';

export class Mirror {
  readonly #store: Store;
  readonly #log: BusLog;
  readonly #agents = new Map<AgentId, AgentMirror>();
  readonly changed: Listeners<readonly AgentMirror[]>;

  private constructor(store: Store, log: BusLog) {
    this.#store = store;
    this.#log = log;
    this.changed = new Listeners(log);
  }

  static async open(store: Store, log: BusLog): Promise<Mirror> {
    const mirror = new Mirror(store, log);
    for (const { mirror: kept } of await store.agents()) {
      if (kept !== null) mirror.#agents.set(kept.agentId, kept);
    }
    return mirror;
  }

  agents(): ReadonlyMap<AgentId, AgentMirror> {
    return this.#agents;
  }

  /** An older version than the one known is left out: messages overtake nothing, but an engine may tell twice. */
  take(said: readonly AgentMirror[]): void {
    const news = said.filter(
      (mirror) => isMirror(mirror) && mirror.version >= (this.#agents.get(mirror.agentId)?.version ?? -1),
    );
    if (news.length === 0) return;
    for (const mirror of news) this.#agents.set(mirror.agentId, mirror);
    this.#store.saveMirrors(news).catch((error: unknown) => {
      this.#log.warn({ error: String(error) }, 'The agents’ states could not be stored.');
    });
    this.changed.tell(news);
  }

  /** Those of the calls that are still up which an agent here has in hand. */
  inHand(left: readonly LeftCall[]): LeftCall[] {
    return [...this.#agents.values()].flatMap((mirror) => leftInHand(mirror, left) ?? []);
  }

  /** Records that nobody called yet, and who has them in hand. */
  reading(): Reading[] {
    return [...this.#agents.values()].flatMap((mirror) => readingOf(mirror) ?? []);
  }

  /** Those who had the person as their last contact, and have them no more. */
  async forgetLast({ numbers, contactIds }: Parameters<Bus['forgetLast']>[0]): Promise<AgentId[]> {
    const had = [...this.#agents.values()].filter(
      ({ last }) => last != null && (contactIds.includes(last.contactId) || numbers.includes(last.number)),
    );
    const next = had.map((mirror) => ({ ...mirror, last: null }));
    for (const mirror of next) this.#agents.set(mirror.agentId, mirror);
    await this.#store.saveMirrors(next);
    return next.map(({ agentId }) => agentId);
  }

  /**
   * A new engine counts versions anew. It is given everybody who was at work; whoever was about to leave is logged out.
   */
  async renew(nowMs: number, goesOn: readonly GoesOn[], kept: readonly KeptRecord[]): Promise<Restore[]> {
    const restore: Restore[] = [];
    const next: AgentMirror[] = [];
    const seats = new Map((await this.#store.agents()).map(({ seat }) => [seat.agentId, seat]));
    for (const mirror of this.#agents.values()) {
      const seat = seats.get(mirror.agentId);
      const back = seat === undefined ? null : restoreOf(seat, mirror, { goesOn, kept });
      if (back !== null) restore.push(back);
      const presence = back === null ? ({ kind: 'logged-out', sinceMs: nowMs } as const) : mirror.presence;
      const left = back === null && mirror.presence.kind !== 'logged-out';
      next.push({ ...mirror, version: -1, ...(left ? { presence, interaction: null } : {}) });
    }
    this.take(next.map((mirror) => this.#forget(mirror)));
    return restore;
  }

  #forget(mirror: AgentMirror): AgentMirror {
    this.#agents.delete(mirror.agentId);
    return mirror;
  }
}

const isMirror = ({ agentId, version, presence }: AgentMirror): boolean =>
  typeof agentId === 'string' && typeof version === 'number' && typeof presence?.kind === 'string';
