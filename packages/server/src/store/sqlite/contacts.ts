/** Lists and contacts in SQLite. A contact's id is its place in the order of import: `c` and a number. */
import { type CampaignId, type ContactId, type E164, type ListId, ProblemError } from '@outdial/shared';
import type { NewContact, StoredList } from '../port.ts';
import { attach } from './campaigns.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';

export const contactIdOf = (key: number): ContactId => `c${key}` as ContactId;

/** Null for what is no id of ours. */
export function contactKeyOf(contactId: string): number | null {
  const key = /^c(\d{1,15})$/.exec(contactId)?.[1];
  return key === undefined ? null : Number(key);
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

function addOtherNumbers(db: Database, list: number, { number, otherNumbers = [] }: NewContact): void {
  const others = [...new Set(otherNumbers)].filter((other) => other !== number);
  if (others.length === 0) return;
  const key = db.get<{ key: number }>('SELECT key FROM contacts WHERE number = ? AND list = ?', number, list)?.key ?? 0;
  for (const [index, other] of others.entries()) {
    db.run('INSERT INTO contact_numbers VALUES (?, ?, ?)', key, index + 1, other);
  }
}

export function contactOperations(
  db: Database,
): Pick<Operations, 'createList' | 'lists' | 'listById' | 'addContacts' | 'contactById'> {
  return {
    createList: ({ id, name, createdAtMs }) => {
      db.run('INSERT INTO lists (id, name, created_at) VALUES (?, ?, ?)', id, name, createdAtMs);
    },
    lists: () => db.all<StoredList>(`${LIST} ORDER BY key`),
    listById: (listId) => db.get<StoredList>(`${LIST} WHERE id = ?`, listId),
    addContacts: ({ listId, contacts }) => {
      const list = db.get<{ key: number }>('SELECT key FROM lists WHERE id = ?', listId)?.key;
      if (list === undefined) throw new ProblemError('unknown-list', `No call list ${listId}.`);
      const sql = `INSERT INTO contacts (list, number, name, country, time_zone, priority, fields)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
      let added = 0;
      for (const contact of contacts) {
        const { number, name, country, timeZone, priority, fields } = contact;
        const fresh = db.run(sql, list, number, name, country, timeZone, priority, JSON.stringify(fields));
        if (fresh === 1) addOtherNumbers(db, list, contact);
        added += fresh;
      }
      db.run('UPDATE lists SET contacts = contacts + ? WHERE key = ?', added, list);
      const ties = db.all<{ campaign: number }>(
        'SELECT campaign FROM campaign_lists WHERE list = ? AND tied = 1',
        list,
      );
      for (const { campaign } of ties) attach(db, campaign, list);
      return { added, duplicates: contacts.length - added };
    },
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
