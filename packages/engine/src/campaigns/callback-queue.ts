/** Callbacks that are due and handed to this engine, until an agent is free for them: a personal one for its own agent alone. */
import type { AgentId, ContactId, LeaseGrant } from '@outdial/shared';
import type { StockedRecord } from './stock.ts';

/** A record is not started this shortly before its lease ends: the intent would come too late. */
const LEASE_MARGIN_MS = 1_000;

export class CallbackQueue {
  #waiting: StockedRecord[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** How many of them any agent may take. */
  get forAnybody(): number {
    return this.#waiting.filter(({ record }) => record.callback?.agentId == null).length;
  }

  waitsFor(agentId: AgentId): boolean {
    return this.#waiting.some(({ record }) => record.callback?.agentId === agentId);
  }

  add({ records, leaseId, expiresAtMs }: LeaseGrant): void {
    for (const record of records) this.#waiting.push({ record, leaseId, expiresAtMs });
  }

  /** The agent's own before those for anybody, the earliest due first. */
  take(agentId: AgentId, nowMs: number): StockedRecord | undefined {
    const fresh = this.#waiting.filter(({ expiresAtMs }) => expiresAtMs - LEASE_MARGIN_MS > nowMs);
    const own = fresh.find(({ record }) => record.callback?.agentId === agentId);
    const taken = own ?? fresh.find(({ record }) => record.callback?.agentId == null);
    if (taken !== undefined) this.#waiting = this.#waiting.filter((one) => one !== taken);
    return taken;
  }

  /** Takes out those whose lease is about to end, and those whose agent is none of `here`. */
  unservable(nowMs: number, here: ReadonlySet<AgentId>): ContactId[] {
    const goes = ({ record, expiresAtMs }: StockedRecord): boolean => {
      const agentId = record.callback?.agentId ?? null;
      return expiresAtMs - LEASE_MARGIN_MS <= nowMs || (agentId !== null && !here.has(agentId));
    };
    const gone = this.#waiting.filter(goes);
    if (gone.length > 0) this.#waiting = this.#waiting.filter((one) => !goes(one));
    return gone.map(({ record }) => record.contactId);
  }

  /** Takes out everything. */
  drain(): ContactId[] {
    const all = this.#waiting.map(({ record }) => record.contactId);
    this.#waiting = [];
    return all;
  }
}
