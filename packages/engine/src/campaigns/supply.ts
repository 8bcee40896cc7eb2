/** Keeps each campaign's stock of leased records as deep as its pace needs, and gives back what it will not dial. */
import type { Clock, ContactId, LeaseGrant } from '@outdial/shared';
import type { RecordSource } from '../ports.ts';
import type { CampaignRuntime, SupplyMemory } from './campaign.ts';
import type { Gate } from './gate.ts';

/** The stock should last so long at the present pace. */
const COVER_S = 4;
const LEAST_STOCK = 10;
const MOST_STOCK = 5_000;
const MOST_IN_ONE_LEASE = 1_000;
/** After a refusal, and after the server said that there is no more. */
const RETRY_MS = 1_000;
const SHORT_RETRY_MS = 10_000;

export interface SupplyParts {
  readonly clock: Clock;
  readonly records: RecordSource;
  readonly gate: Gate;
  /** Records came in: the pacer may have waited for them. */
  readonly stocked: (campaign: CampaignRuntime) => void;
}

export class Supply {
  readonly #parts: SupplyParts;

  constructor(parts: SupplyParts) {
    this.#parts = parts;
  }

  /** Asks for more where the stock is low; one lease at a time, none where nobody could take a call. */
  replenish(campaign: CampaignRuntime): void {
    const { clock, gate, records } = this.#parts;
    const { supply, stock } = campaign;
    const nowMs = clock.nowMs();
    this.#returnExpired(campaign, nowMs);
    if (supply.asking || nowMs < supply.notBeforeMs || !campaign.dialsItself) return;
    if (campaign.members.size === 0 || gate.closedFor(campaign) !== null) return;
    const target = targetStock(campaign);
    if (stock.size > target / 2) return;
    supply.asking = true;
    const n = Math.min(MOST_IN_ONE_LEASE, target - stock.size);
    records.lease(campaign.id, n, (grant) => this.#leased(campaign, n, grant));
  }

  /** Paused, ended or taken out: its records go back to where they were. */
  giveBack(campaign: CampaignRuntime): void {
    const ids = [...campaign.stock.drain(), ...campaign.callbacks.drain()];
    if (ids.length > 0) this.#parts.records.giveBack(campaign.id, ids, 'retry');
  }

  /** GW-9: it is the next one again, before everything that is in stock. */
  backToTop(campaign: CampaignRuntime, contactId: ContactId): void {
    this.#parts.records.giveBack(campaign.id, [contactId], 'top');
    this.giveBack(campaign);
    campaign.supply.notBeforeMs = 0;
    this.replenish(campaign);
  }

  #returnExpired(campaign: CampaignRuntime, nowMs: number): void {
    const ids = campaign.stock.expired(nowMs);
    if (ids.length > 0) this.#parts.records.giveBack(campaign.id, ids, 'retry');
  }

  #leased(campaign: CampaignRuntime, asked: number, grant: LeaseGrant | null): void {
    const { clock, gate, stocked } = this.#parts;
    const { supply } = campaign;
    const nowMs = clock.nowMs();
    supply.asking = false;
    noteLease(supply, asked, grant, nowMs);
    if (grant === null) return;
    campaign.stock.add(grant);
    // The campaign may be another one by now: in the preview modes agents ask for their records one by one.
    if (gate.closedFor(campaign) !== null || !campaign.dialsItself) this.giveBack(campaign);
    else if (grant.records.length > 0) stocked(campaign);
  }
}

/** Keeps how a lease went: why it was short, and when to ask again. */
export function noteLease(supply: SupplyMemory, asked: number, grant: LeaseGrant | null, nowMs: number): void {
  if (grant === null) {
    supply.notBeforeMs = nowMs + RETRY_MS;
    return;
  }
  const short = grant.records.length < asked;
  supply.shortBecause = short ? grant.shortBecause : null;
  supply.nextAtMs = grant.nextAtMs;
  supply.notBeforeMs = short ? nowMs + retryAfterMs(grant, nowMs) : nowMs;
}

function targetStock(campaign: CampaignRuntime): number {
  const forAgents = 2 * campaign.members.size;
  const forPace = COVER_S * campaign.pace.launchesPerSecond;
  return Math.ceil(Math.max(LEAST_STOCK, Math.min(MOST_STOCK, Math.max(forAgents, forPace))));
}

function retryAfterMs({ nextAtMs }: LeaseGrant, nowMs: number): number {
  if (nextAtMs === null) return SHORT_RETRY_MS;
  return Math.max(RETRY_MS, Math.min(SHORT_RETRY_MS, nextAtMs - nowMs));
}
