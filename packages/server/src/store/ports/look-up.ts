/** Questions about one number or one campaign that the rules answer from what is stored. */
import type {
  Attempt,
  AttemptId,
  CampaignId,
  ContactId,
  DryRun,
  E164,
  EligibilityAnswer,
  ListId,
} from '@outdial/shared';
import type { StoredContact } from './lists.ts';

export interface FoundPlace {
  campaignId: CampaignId;
  campaignName: string;
  status: string;
  progress: 'untried' | 'unfinished' | 'processed';
  attempts: number;
  reason: string | null;
  nextAtMs: number | null;
  /** Where the contact stands, and everything that the rules say of it now. */
  now: EligibilityAnswer;
}

export interface FoundContact extends Omit<StoredContact, 'id' | 'campaigns' | 'number' | 'otherNumbers'> {
  contactId: ContactId;
  listId: ListId;
  listName: string;
  numbers: E164[];
  campaigns: FoundPlace[];
}

export interface FoundNumber {
  contacts: FoundContact[];
  /** To this number, whoever's it is; newest first. */
  attempts: (Attempt & { because: string })[];
}

export interface LookUpStore {
  /** OUT-1: the first contacts and the newest attempts; with `after` the next ones of one of them, and none of the other. */
  lookUp(request: {
    number: E164;
    nowMs: number;
    after?: { contactId: ContactId } | { attemptId: AttemptId };
  }): Promise<FoundNumber>;
  /** Whether a campaign might call a number that need not be in its lists. Rejects with `unknown-campaign`. */
  checkNumber(request: {
    campaignId: CampaignId;
    number: E164;
    country: string;
    timeZone: string | null;
    nowMs: number;
  }): Promise<EligibilityAnswer>;
  /** OUT-2. Rejects with `unknown-campaign`. */
  dryRun(request: { campaignId: CampaignId; nowMs: number }): Promise<DryRun>;
}
