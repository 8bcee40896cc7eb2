/** The campaigns that the engine knows, from one configuration to the next. */
import {
  type AgentId,
  type Campaign,
  type CampaignId,
  type CampaignState,
  campaignTransition,
  type EngineConfiguration,
  type Random,
} from '@outdial/shared';
import type { Floor } from '../agents/floor.ts';
import type { RecordDesk } from '../records/record-desk.ts';
import { type Refusal, refusal } from '../refusal.ts';
import { CampaignRuntime } from './campaign.ts';
import type { Supply } from './supply.ts';

const EVENT_TO = { running: 'start', paused: 'pause', ended: 'end', loaded: 'load' } as const;

export interface DirectoryParts {
  readonly random: Random;
  readonly floor: Floor;
  readonly supply: Supply;
  readonly stirred: (campaign: CampaignRuntime) => void;
  readonly records: Pick<RecordDesk, 'withdraw' | 'withdrawAll' | 'modeChanged'>;
}

export class CampaignDirectory {
  readonly #parts: DirectoryParts;
  readonly #byId = new Map<CampaignId, CampaignRuntime>();
  #all: readonly CampaignRuntime[] = [];

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  get(campaignId: CampaignId): CampaignRuntime | undefined {
    const campaign = this.#byId.get(campaignId);
    return campaign?.removed === true ? undefined : campaign;
  }

  all(): readonly CampaignRuntime[] {
    return this.#all;
  }

  /** The whole configuration: what is not in it is taken out. */
  configure({ campaigns, history, learnt, minRingMs }: EngineConfiguration): void {
    const named = new Set(campaigns.map(({ id }) => id));
    for (const config of campaigns) {
      const campaign = this.#known(config);
      const before = campaign.assigned;
      const { mode } = campaign.config;
      campaign.removed = false;
      campaign.config = config;
      campaign.minRingMs = minRingMs?.[config.id] ?? 0;
      if (mode !== config.mode) this.#modeChanged(campaign);
      if (history !== undefined) campaign.account.begin(history[config.id] ?? { live: 0, abandoned: 0 });
      if (learnt?.[config.id] !== undefined) campaign.inherit(learnt[config.id]);
      for (const agentId of before) if (!campaign.assigned.has(agentId)) this.#unassign(campaign, agentId);
      this.#enter(campaign, config.state);
    }
    for (const campaign of this.#byId.values()) if (!named.has(campaign.id)) this.#remove(campaign);
    this.#all = [...this.#byId.values()];
  }

  /** A manager started, paused, resumed or ended it; refused where its state does not take that. */
  setState(campaignId: CampaignId, state: CampaignState): Refusal | null {
    const campaign = this.get(campaignId);
    if (campaign === undefined) return refusal('unknown-campaign');
    const next = campaignTransition(campaign.state, EVENT_TO[state]);
    if (!next.ok) return refusal(next.refused);
    this.#enter(campaign, next.state);
    return null;
  }

  /** Forgets what was taken out, once its last call is over. */
  tidy(): void {
    for (const campaign of this.#all) {
      if (campaign.removed && campaign.calls.size === 0 && campaign.launches.size === 0) this.#byId.delete(campaign.id);
    }
    if (this.#byId.size !== this.#all.length) this.#all = [...this.#byId.values()];
  }

  #known(config: Campaign): CampaignRuntime {
    const known = this.#byId.get(config.id);
    if (known !== undefined) return known;
    const seed = this.#parts.random.stream(`pacer ${config.id}`).below(0x7fff_ffff);
    const campaign = new CampaignRuntime(config, seed);
    this.#byId.set(config.id, campaign);
    return campaign;
  }

  /** Calls under way and records in hand are finished under the old rules; the stock is asked for anew, by whoever needs it. */
  #modeChanged(campaign: CampaignRuntime): void {
    campaign.pace.observations = [];
    this.#parts.supply.giveBack(campaign);
    this.#parts.records.modeChanged(campaign);
  }

  #enter(campaign: CampaignRuntime, state: CampaignState): void {
    campaign.state = state;
    if (state !== 'running') {
      this.#parts.supply.giveBack(campaign);
      if (state === 'ended') this.#parts.records.withdrawAll(campaign, 'the campaign has ended');
      return;
    }
    campaign.supply.notBeforeMs = 0;
    campaign.supply.shortBecause = null;
    this.#parts.supply.replenish(campaign);
    this.#parts.stirred(campaign);
  }

  /** GT-8: taken off the campaign; a call in hand is finished. */
  #unassign(campaign: CampaignRuntime, agentId: AgentId): void {
    const agent = this.#parts.floor.get(agentId);
    if (agent === undefined) return;
    if (agent.pulls === campaign) agent.pulls = null;
    if (agent.interaction?.campaign === campaign) {
      this.#parts.records.withdraw(agent, 'you are no longer assigned to its campaign');
    }
    this.#parts.floor.leave(agent, campaign);
  }

  #remove(campaign: CampaignRuntime): void {
    if (campaign.removed) return;
    campaign.removed = true;
    for (const agent of [...campaign.members.all]) this.#parts.floor.leave(agent, campaign);
    this.#parts.supply.giveBack(campaign);
    this.#parts.records.withdrawAll(campaign, 'the campaign is gone');
  }
}
