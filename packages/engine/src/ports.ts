/** What the engine asks of the system of record, and what it tells it. Over ZeroMQ in production, in memory in the load test and in tests. */
import type {
  AgentId,
  AgentMirror,
  CampaignId,
  ContactId,
  FactBody,
  Intent,
  IntentAnswer,
  LeaseGrant,
  MonitorTick,
} from '@outdial/shared';

/** Whose record it will be, and how long they may keep it. */
export interface ForAgent {
  readonly agentId: AgentId;
  readonly keepMs: number;
}

export interface RecordSource {
  /** Leases up to `n` records; `done(null)` where the server cannot be asked now. */
  lease(campaignId: CampaignId, n: number, done: (grant: LeaseGrant | null) => void, forAgent?: ForAgent): void;
  /** Callbacks that are due: those for anybody, and the personal ones of `agents`. */
  leaseCallbacks(
    campaignId: CampaignId,
    n: number,
    agents: readonly AgentId[],
    done: (grant: LeaseGrant | null) => void,
  ): void;
  /** Gives undialed records back: `top` of the list (GW-9), or where they were. */
  giveBack(campaignId: CampaignId, contactIds: readonly ContactId[], position: 'top' | 'retry'): void;
  /** Intent before dial: only what is granted may be originated. `done(null)` where the server cannot be asked now. */
  intend(intents: readonly Intent[], done: (answers: readonly IntentAnswer[] | null) => void): void;
}

export interface FactSink {
  /** Kept until acknowledged, applied once; in the order of the calls. */
  fact(body: FactBody): void;
  /** An agent changed; at once, in order. */
  agent(mirror: AgentMirror): void;
  monitor(tick: MonitorTick): void;
}
