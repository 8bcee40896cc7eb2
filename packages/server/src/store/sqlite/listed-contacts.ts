/** Contacts with where they stand in every campaign, as lists show and export them. */
import type { CampaignId, ListedContact, ListId, Outcome } from '@outdial/shared';
import { contactIdOf } from './contacts.ts';
import type { Database } from './database.ts';
import { PROGRESS } from './look-up.ts';

interface Row {
  key: number;
  list_id: ListId;
  number: string;
  name: string;
  country: string;
  time_zone: string | null;
  priority: number;
  fields: string;
}

interface PlaceRow {
  campaign_id: CampaignId;
  status: ListedContact['campaigns'][number]['status'];
  progress: number;
  dialed: number;
  outcome: Outcome | null;
  next_at: number | null;
  reason: string | null;
}

const CONTACT =
  'SELECT contacts.*, lists.id AS list_id FROM contacts JOIN lists ON lists.key = list WHERE contacts.key = ?';
const OTHERS = 'SELECT number FROM contact_numbers WHERE contact = ? ORDER BY position';
const PLACES = `SELECT campaigns.id AS campaign_id, work.status, progress, dialed, outcome, next_at, reason
  FROM work JOIN campaigns ON campaigns.key = work.campaign LEFT JOIN attempts ON attempts.id = last_attempt
  WHERE work.contact = ? ORDER BY work.campaign`;

/** In the order of the keys; those that are gone are left out. */
export const listedContacts = (db: Database, keys: readonly number[]): ListedContact[] =>
  keys.flatMap((key) => {
    const row = db.get<Row>(CONTACT, key);
    if (row === null) return [];
    return {
      contactId: contactIdOf(key),
      listId: row.list_id,
      number: row.number,
      otherNumbers: db.all<{ number: string }>(OTHERS, key).map(({ number }) => number),
      name: row.name,
      country: row.country,
      timeZone: row.time_zone,
      priority: row.priority,
      fields: JSON.parse(row.fields) as Record<string, string>,
      campaigns: db.all<PlaceRow>(PLACES, key).map((place) => ({
        campaignId: place.campaign_id,
        status: place.status,
        progress: PROGRESS[place.progress] ?? 'untried',
        attempts: place.dialed,
        lastOutcome: place.outcome,
        nextAtMs: place.next_at,
        reason: place.reason,
      })),
    };
  });
