/**
 * Callbacks that are due (GW-17): asked for beside the ordinary records, and given to an agent who is reserved for the call,
 * in every dialing mode, so that whoever was promised a call is never abandoned. Who waits on the line already goes first.
 */
import { type AgentId, type Clock, every, type LeaseGrant, type Timer } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { RecordSource } from '../ports.ts';
import type { CampaignRuntime } from './campaign.ts';
import type { Gate } from './gate.ts';
import type { StockedRecord } from './stock.ts';

const ASK_MS = 2_000;

export interface CallbackSupplyParts {
  readonly clock: Clock;
  readonly records: RecordSource;
  readonly gate: Gate;
  readonly campaigns: () => readonly CampaignRuntime[];
  /** Reserves the agent and starts the call. */
  readonly launch: (campaign: CampaignRuntime, stocked: StockedRecord, agent: Agent) => void;
}

/** At work, and staying: a callback may wait for them. */
const isHere = ({ state, stays }: Agent): boolean => state !== 'not-ready' && state !== 'logged-out' && stays;

export class CallbackSupply {
  readonly #parts: CallbackSupplyParts;
  readonly #tick: Timer;
  readonly #asking = new Set<CampaignRuntime>();

  constructor(parts: CallbackSupplyParts) {
    this.#parts = parts;
    this.#tick = every(parts.clock, ASK_MS, () => this.#beat());
  }

  /** The agent is free: a callback that waits for them, or for anybody, is theirs. */
  serve(agent: Agent): void {
    for (const campaign of agent.campaigns) {
      if (!agent.reachable) return;
      if (!campaign.dialsItself || this.#parts.gate.closedFor(campaign) !== null) continue;
      const stocked = campaign.callbacks.take(agent.id, this.#parts.clock.nowMs());
      if (stocked !== undefined) this.#parts.launch(campaign, stocked, agent);
    }
  }

  close(): void {
    this.#tick.cancel();
  }

  #beat(): void {
    for (const campaign of this.#parts.campaigns()) {
      // Where agents read records first, a callback that is due comes with the next record.
      if (!campaign.dialsItself) continue;
      if (campaign.members.size === 0 && campaign.callbacks.size === 0) continue;
      const here = new Set<AgentId>();
      for (const agent of campaign.members.all) if (isHere(agent)) here.add(agent.id);
      const gone = campaign.callbacks.unservable(this.#parts.clock.nowMs(), here);
      if (gone.length > 0) this.#parts.records.giveBack(campaign.id, gone, 'retry');
      this.#ask(campaign, here);
    }
  }

  #ask(campaign: CampaignRuntime, here: ReadonlySet<AgentId>): void {
    const room = here.size - campaign.callbacks.size;
    if (room <= 0 || this.#asking.has(campaign) || this.#parts.gate.closedFor(campaign) !== null) return;
    this.#asking.add(campaign);
    this.#parts.records.leaseCallbacks(campaign.id, room, [...here], (grant) => this.#leased(campaign, grant));
  }

  #leased(campaign: CampaignRuntime, grant: LeaseGrant | null): void {
    this.#asking.delete(campaign);
    if (grant === null) return;
    campaign.coming.replace(grant.coming ?? []);
    if (grant.records.length === 0) return;
    campaign.callbacks.add(grant);
    if (this.#parts.gate.closedFor(campaign) !== null) {
      this.#parts.records.giveBack(campaign.id, campaign.callbacks.drain(), 'retry');
      return;
    }
    for (const agent of [...campaign.members.all]) if (agent.reachable) this.serve(agent);
  }
}
