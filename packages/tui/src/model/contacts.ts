/** Contacts of call lists in the console (GT-6): which of them are shown, which are meant, and what can be done to them. */
import {
  type CampaignId,
  CONTACT_STATUSES,
  type ContactSelection,
  type ListedContact,
  OUTCOMES,
  PROGRESS_WORDS,
} from '@outdial/shared';
import { count, counted } from './format.ts';

/** So many contacts of a list are asked for and shown. */
export const MOST_CONTACTS = 500;

/** What contacts may be narrowed down to: where they stand, how far they came, or how the last attempt ended. */
export const CONTACT_WORDS = [...CONTACT_STATUSES, ...PROGRESS_WORDS, ...OUTCOMES] as const;
type ContactWord = (typeof CONTACT_WORDS)[number];

export interface ContactsScreen {
  readonly name: 'contacts';
  readonly campaignId: CampaignId;
  readonly listId: string;
  readonly listName: string;
  /** Null: all of the list. */
  readonly only: ContactWord | null;
}

export interface ContactsView {
  /** What they were asked for: an answer to an older question is not shown. */
  readonly of: ContactsScreen;
  readonly rows: readonly ListedContact[];
}

/** Whether they were asked for by this screen. */
export const isOf = ({ of }: ContactsView, { campaignId, listId, only }: ContactsScreen): boolean =>
  of.campaignId === campaignId && of.listId === listId && of.only === only;

/** A call list that contacts may be moved to. */
export interface KnownList {
  readonly id: string;
  readonly name: string;
}

/** The contacts that an act is done to. */
export interface ContactTarget {
  readonly select: ContactSelection;
  /** Null: more than are shown. */
  readonly contacts: number | null;
  /** `all 12,000 contacts of Customers`. */
  readonly words: string;
  readonly campaignId: CampaignId;
  readonly listId: string;
}

export type ContactAct =
  | { type: 'move-contacts'; target: ContactTarget; toListId: string; toName: string }
  | { type: 'delete-contacts'; target: ContactTarget }
  | { type: 'reset-contacts'; target: ContactTarget };

const within = <T extends string>(known: readonly T[], word: string): T | undefined =>
  known.find((one) => one === word);

/** The filter of the API that a word stands for. */
export function filterOf({ campaignId, only }: Pick<ContactsScreen, 'campaignId' | 'only'>) {
  if (only === null) return {};
  const [status, progress, outcome] = [
    within(CONTACT_STATUSES, only),
    within(PROGRESS_WORDS, only),
    within(OUTCOMES, only),
  ];
  return {
    campaignId,
    ...(status === undefined ? {} : { status }),
    ...(progress === undefined ? {} : { progress }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** A whole list, or all of it that the screen is narrowed down to. */
export function wholeOf(screen: Omit<ContactsScreen, 'name'>, contacts: number | null): ContactTarget {
  const { campaignId, listId, listName, only } = screen;
  const many = contacts === null ? 'contacts' : counted(contacts, 'contact');
  const which = only === null ? '' : ` that are ${only.replaceAll('-', ' ')}`;
  return {
    select: { listId, ...filterOf(screen) },
    contacts,
    words: `all ${many} of ${listName}${which}`,
    campaignId,
    listId,
  };
}

/** Some of them, by name where it is one. */
export function someOf(screen: ContactsScreen, rows: readonly ListedContact[]): ContactTarget {
  const [first] = rows;
  const words =
    rows.length === 1 && first !== undefined ? first.name || first.number : `${count(rows.length)} contacts`;
  return {
    select: { contactIds: rows.map(({ contactId }) => contactId) },
    contacts: rows.length,
    words: `${words} of ${screen.listName}`,
    campaignId: screen.campaignId,
    listId: screen.listId,
  };
}
