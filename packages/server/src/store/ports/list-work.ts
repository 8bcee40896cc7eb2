/** Contacts of lists looked at and worked on, many at once, in bounded steps: `after` is the last contact that was looked at. */
import type { CampaignId, CampaignList, ContactId, ContactSelection, ListedContact, ListId } from '@outdial/shared';

interface Step {
  select: ContactSelection;
  after: number;
}

export interface StepDone {
  done: number;
  /** How many were left as they are, by reason: `in-hand`, `duplicate`, `not-in-campaign`. */
  skipped: Record<string, number>;
  /** Where the next step goes on; null: that was the last. */
  next: number | null;
}

interface ContactPage {
  contacts: ListedContact[];
  next: number | null;
}

export interface ListWorkStore {
  renameList(change: { listId: ListId; name: string }): Promise<void>;
  /** Its contacts must be gone before. */
  removeList(listId: ListId): Promise<void>;
  /** GT-3. Rejects with `unknown-campaign`. */
  campaignLists(request: { campaignId: CampaignId; nowMs: number }): Promise<CampaignList[]>;
  /** At most `limit` of them, and perhaps fewer than there are: `next` says. */
  contactsStep(step: Step & { limit: number }): Promise<ContactPage>;
  moveContactsStep(step: Step & { toListId: ListId }): Promise<StepDone>;
  deleteContactsStep(step: Step): Promise<StepDone>;
  resetContactsStep(step: Step & { campaignId: CampaignId }): Promise<StepDone>;
  /** False where there is no such contact. */
  changeContact(change: {
    contactId: ContactId;
    name?: string | undefined;
    priority?: number | undefined;
    timeZone?: string | null | undefined;
    fields?: Readonly<Record<string, string>> | undefined;
  }): Promise<boolean>;
  /** Names of the custom fields that contacts of the list have. */
  listFields(listId: ListId): Promise<string[]>;
}
