/** The campaigns as everybody sees them: what the manager wrote, with the run state that the store keeps. */
import {
  type Campaign,
  type CampaignChange,
  type CampaignEventName,
  type CampaignId,
  type CampaignState,
  type Configuration,
  campaignTransition,
  type IdSource,
  ProblemError,
  zCampaign,
} from '@outdial/shared';
import type { ConfigurationSource } from '../bus/port.ts';
import type { Store } from '../store/port.ts';
import { type CampaignCheck, checkCampaign } from './check-campaign.ts';
import type { ConfigStore } from './config-store.ts';

type CampaignFields = Omit<Campaign, 'id' | 'state'>;

export interface Saved {
  campaign: Campaign;
  warnings: readonly string[];
}

export interface CatalogOptions {
  config: ConfigStore;
  store: Store;
  ids: IdSource;
}

/** Changes happen one after the other; each is on disk before it is seen. */
export class Catalog implements ConfigurationSource {
  readonly #options: CatalogOptions;
  readonly #states: Map<CampaignId, CampaignState>;
  readonly #listeners = new Set<() => void>();
  #current: Configuration;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: CatalogOptions, states: Map<CampaignId, CampaignState>) {
    this.#options = options;
    this.#states = states;
    this.#current = this.#merged();
  }

  static async open(options: CatalogOptions): Promise<Catalog> {
    const states = await options.store.campaignStates();
    return new Catalog(options, new Map(states.map(({ campaignId, state }) => [campaignId, state])));
  }

  current(): Configuration {
    return this.#current;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Throws `unknown-campaign`. */
  campaign(campaignId: string): Campaign {
    const found = this.#current.campaigns.find(({ id }) => id === campaignId);
    if (found === undefined) throw new ProblemError('unknown-campaign', `There is no campaign ${campaignId}.`);
    return found;
  }

  /** Throws `invalid-campaign`. */
  create(fields: CampaignFields): Promise<Saved> {
    return this.#inTurn(() => {
      const id = this.#options.ids<CampaignId>();
      return this.#save({ ...fields, id, state: 'loaded' });
    });
  }

  /** Throws `unknown-campaign`, `invalid-campaign`. */
  update(campaignId: string, patch: CampaignChange): Promise<Saved> {
    return this.#inTurn(() => {
      const before = this.campaign(campaignId);
      const detection = { ...before.detection, ...patch.detection };
      return this.#save(zCampaign.parse({ ...before, ...patch, detection }));
    });
  }

  /** Something that campaigns name beside the configuration (a message) has come or gone: whoever listens asks anew. */
  touched(): void {
    this.#changed();
  }

  /** The campaign after the event, and whether that changed it. Throws `unknown-campaign` or the refusal of the table. */
  transition(campaignId: string, event: CampaignEventName): Promise<{ campaign: Campaign; changed: boolean }> {
    return this.#inTurn(async () => {
      const before = this.campaign(campaignId);
      const next = campaignTransition(before.state, event);
      if (!next.ok) throw new ProblemError(next.refused, `The campaign ${before.name} is ${before.state}.`);
      if (next.state === before.state) return { campaign: before, changed: false };
      await this.#options.store.setCampaignState({ campaignId: before.id, state: next.state });
      this.#states.set(before.id, next.state);
      this.#changed();
      return { campaign: this.campaign(campaignId), changed: true };
    });
  }

  /** Any other part of the configuration: `edit` sees the newest, and may throw to leave it as it is. */
  change<Result>(edit: (current: Configuration) => { next: Configuration; result: Result }): Promise<Result> {
    return this.#inTurn(async () => {
      const { next, result } = edit(this.#current);
      await this.#write(next);
      return result;
    });
  }

  async #save(campaign: Campaign): Promise<Saved> {
    const { errors, warnings } = await this.#check(campaign);
    if (errors.length > 0) {
      const told = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
      throw new ProblemError('invalid-campaign', `${told}.`, { errors });
    }
    const others = this.#current.campaigns;
    const campaigns = others.some(({ id }) => id === campaign.id)
      ? others.map((other) => (other.id === campaign.id ? campaign : other))
      : [...others, campaign];
    await this.#write({ ...this.#current, campaigns });
    return { campaign: this.campaign(campaign.id), warnings };
  }

  async #write(next: Configuration): Promise<void> {
    try {
      await this.#options.config.replace(next);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ProblemError('store-failed', `The configuration could not be written: ${why}`, {}, { cause });
    }
    this.#changed();
  }

  async #check(campaign: Campaign): Promise<CampaignCheck> {
    const { store } = this.#options;
    const [lists, users, messages] = await Promise.all([store.lists(), store.users(), store.messages()]);
    return checkCampaign(campaign, {
      configuration: this.#current,
      listIds: new Set(lists.map(({ id }) => id)),
      agentIds: new Set(users.map(({ id }) => id)),
      messages: new Map(messages.map(({ id, purpose }) => [id, purpose])),
    });
  }

  #merged(): Configuration {
    const written = this.#options.config.current();
    return {
      ...written,
      campaigns: written.campaigns.map((campaign) => ({
        ...campaign,
        state: this.#states.get(campaign.id) ?? campaign.state,
      })),
    };
  }

  #changed(): void {
    this.#current = this.#merged();
    for (const listener of [...this.#listeners]) listener();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
