/** Lists and contacts in SQLite. A contact's id is its place in the order of import: `c` and a number. */
import { type CampaignId, type ContactId, type E164, type ListId, ProblemError } from '@outdial/shared';
import type { StoredList } from '../port.ts';
import { addContacts } from './add-contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

export const contactIdOf = (key: number): ContactId => `c${key}` as ContactId;

/** Null for what is no id of ours. */
export function contactKeyOf(contactId: string): number | null {
  const key = /^c(\d{1,15})$/.exec(contactId)?.[1];
  return key === undefined ? null : Number(key);
}

/** Throws `unknown-interaction` where the contact in hand was deleted or erased meanwhile, or there never was one. */
export function presentContact(db: Database, contactId: ContactId): number {
  const key = contactKeyOf(contactId);
  const row = key === null ? null : db.get<{ key: number }>('SELECT key FROM contacts WHERE key = ?', key);
  if (row === null) throw new ProblemError('unknown-interaction', `The contact ${contactId} is no longer there.`);
  return row.key;
}

interface ContactRow {
  key: number;
  list_id: ListId;
  number: E164;
  name: string;
  country: string;
  time_zone: string | null;
  priority: number;
  fields: string;
}

const LIST = 'SELECT id, name, contacts, created_at AS createdAtMs FROM lists';

export function contactOperations(
  db: Database,
): Pick<Operations, 'createList' | 'lists' | 'listById' | 'addContacts' | 'contactById'> {
  return {
    createList: ({ id, name, createdAtMs }) => {
      db.run('INSERT INTO lists (id, name, created_at) VALUES (?, ?, ?)', id, name, createdAtMs);
    },
    lists: () => db.all<StoredList>(`${LIST} ORDER BY key`),
    listById: (listId) => db.get<StoredList>(`${LIST} WHERE id = ?`, listId),
    addContacts: (batch) => addContacts(db, batch),
    contactById: (contactId) => {
      const key = contactKeyOf(contactId);
      if (key === null) return null;
      const sql =
        'SELECT contacts.*, lists.id AS list_id FROM contacts JOIN lists ON lists.key = list WHERE contacts.key = ?';
      const row = db.get<ContactRow>(sql, key);
      if (row === null) return null;
      const campaigns = db.all<{
        campaignId: CampaignId;
        status: string;
        attempts: number;
        nextAtMs: number | null;
        reason: string | null;
      }>(
        `SELECT campaigns.id AS campaignId, status, dialed AS attempts, next_at AS nextAtMs, reason
          FROM campaigns JOIN work ON work.campaign = campaigns.key AND work.contact = ?`,
        key,
      );
      return {
        id: contactId,
        listId: row.list_id,
        number: row.number,
        name: row.name,
        country: row.country,
        timeZone: row.time_zone,
        priority: row.priority,
        fields: JSON.parse(row.fields) as Record<string, string>,
        campaigns,
      };
    },
  };
}
