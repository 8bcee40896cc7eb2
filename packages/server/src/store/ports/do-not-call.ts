/** Numbers that must not be called, by anyone or by one campaign. */
import type { CampaignId, E164 } from '@outdial/shared';

export interface DoNotCallEntry {
  number: E164;
  /** Null: in no campaign at all. */
  campaignId: CampaignId | null;
  reason: string;
  atMs: number;
}

export interface DoNotCallStore {
  /** Holds from the next intent on; adding it twice changes nothing. */
  addDoNotCall(entries: readonly DoNotCallEntry[]): Promise<{ added: number; duplicates: number }>;
  /** Whether there was one. */
  removeDoNotCall(entry: { number: E164; campaignId: CampaignId | null }): Promise<boolean>;
  /** By number, from the one after `after` on; of one campaign's own entries where it is named. */
  doNotCallPage(page: { limit: number; after?: string; campaignId?: CampaignId }): Promise<DoNotCallEntry[]>;
  /** Every entry that stands for a number. */
  doNotCallOf(number: E164): Promise<DoNotCallEntry[]>;
}
