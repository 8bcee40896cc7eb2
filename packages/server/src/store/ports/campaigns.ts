/** What the store must know of campaigns to check an intent, and what it counts for them. */
import type { Campaign, CampaignId, CampaignState, CompliancePack, ContactRule } from '@outdial/shared';

/** A campaign with the rules that hold for it; the strictest of the packs wins. */
export interface CampaignPolicy {
  campaign: Campaign;
  rule: ContactRule;
  packs: readonly CompliancePack[];
}

export interface CampaignCounts {
  contacts: number;
  /** Not under way, and neither a retry time, nor the hours at the contact, nor a consent that is missing stands in the way. */
  callableNow: number;
  /** Handed out or under way. */
  leased: number;
  finished: number;
  /** Not callable now: before a later time, or before a consent. */
  waiting: number;
}

export interface CampaignStore {
  /**
   * The policies of all campaigns, whole; told at the start and at every change of the configuration (the bus does it).
   * Contacts of newly tied lists become callable, those of lists no longer tied are set aside.
   */
  setPolicies(policies: readonly CampaignPolicy[]): Promise<void>;
  /** Run states; a campaign that never had one is not there (it is what its configuration says: loaded). */
  campaignStates(): Promise<{ campaignId: CampaignId; state: CampaignState }[]>;
  /** Holds from the next intent on. */
  setCampaignState(change: { campaignId: CampaignId; state: CampaignState }): Promise<void>;
  campaignCounts(nowMs: number): Promise<{ campaignId: CampaignId; counts: CampaignCounts }[]>;
}
