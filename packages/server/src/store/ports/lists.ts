/** Call lists and their contacts. */
import type { CampaignId, ContactId, E164, ListId } from '@outdial/shared';

export interface StoredList {
  id: ListId;
  name: string;
  contacts: number;
  createdAtMs: number;
}

export interface NewContact {
  number: E164;
  /** Tried after it, in this order, where the rule says so. */
  otherNumbers?: readonly E164[];
  name: string;
  /** ISO 3166 alpha-2: the country whose hours and time zone hold where nothing better is known. */
  country: string;
  /** IANA time zone, or null: the country's default. */
  timeZone: string | null;
  /** GCC-6: 0 to 255, 255 first. */
  priority: number;
  fields: Readonly<Record<string, string>>;
}

export interface StoredContact extends NewContact {
  id: ContactId;
  listId: ListId;
  /** Where it stands in each campaign that calls it. */
  campaigns: {
    campaignId: CampaignId;
    status: string;
    attempts: number;
    nextAtMs: number | null;
    reason: string | null;
  }[];
}

/** What becomes of a number that is there already: the first one stays as it is, takes what the new one says, or both stand. */
const DUPLICATE_POLICIES = ['keep-first', 'update', 'keep-all'] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];

export interface ContactBatch {
  listId: ListId;
  contacts: readonly NewContact[];
  /** keep-first */
  duplicates?: DuplicatePolicy;
  /** Where a number counts as there already: in this list (the default), or in any list of a campaign that calls it. */
  within?: 'list' | 'campaign';
}

export interface AddedContacts {
  added: number;
  /** Left out. */
  duplicates: number;
  updated: number;
}

export interface ListStore {
  createList(list: { id: ListId; name: string; createdAtMs: number }): Promise<void>;
  lists(): Promise<StoredList[]>;
  listById(listId: ListId): Promise<StoredList | null>;
  /** Adds a batch at the end of the list. */
  addContacts(batch: ContactBatch): Promise<AddedContacts>;
  contactById(contactId: ContactId): Promise<StoredContact | null>;
}
