/** Lists and their contacts as supervisors work on them: moved, deleted, reset, many at once (GT-6). */
import { type ListId, ProblemError } from '@outdial/shared';
import type { StepDone } from '../port.ts';
import { campaignLists } from './campaign-lists.ts';
import { changeContact } from './change-contact.ts';
import type { Database } from './database.ts';
import { listedContacts } from './listed-contacts.ts';
import type { Operations } from './operations.ts';
import type { PolicyBook } from './policy-book.ts';
import { keyOf, type Selected, selectContacts } from './select-contacts.ts';

type Skipped = 'in-hand' | 'duplicate' | 'not-in-campaign';

/** Each contact in turn; null: done, else why it was left as it is. */
function forEach({ keys, next }: Selected, act: (key: number) => Skipped | null): StepDone {
  const result: StepDone = { done: 0, skipped: {}, next };
  for (const key of keys) {
    const skipped = act(key);
    if (skipped === null) result.done += 1;
    else result.skipped[skipped] = (result.skipped[skipped] ?? 0) + 1;
  }
  return result;
}

const isInHand = (db: Database, contact: number): boolean =>
  db.get("SELECT 1 FROM work WHERE contact = ? AND status IN ('leased', 'under-way') LIMIT 1", contact) !== null;

export function listWorkOperations(
  db: Database,
  policies: PolicyBook,
): Pick<
  Operations,
  | 'renameList'
  | 'removeList'
  | 'campaignLists'
  | 'contactsStep'
  | 'moveContactsStep'
  | 'deleteContactsStep'
  | 'resetContactsStep'
  | 'changeContact'
  | 'listFields'
> {
  const listKey = (listId: string): number => keyOf(db, 'lists', listId, 'unknown-list');
  return {
    renameList: ({ listId, name }) => {
      db.run('UPDATE lists SET name = ? WHERE key = ?', name, listKey(listId));
    },
    removeList: (listId: ListId) => {
      const key = listKey(listId);
      // What an import brought in meanwhile would belong to nobody, and then to the next list.
      if (db.get('SELECT 1 FROM contacts WHERE list = ? LIMIT 1', key) !== null) {
        throw new ProblemError('in-use', 'Contacts came into the list while it was deleted: try again.', {
          usedBy: [],
        });
      }
      db.run('DELETE FROM campaign_lists WHERE list = ?', key);
      db.run('DELETE FROM list_fields WHERE list = ?', key);
      db.run('DELETE FROM lists WHERE key = ?', key);
    },
    campaignLists: ({ campaignId, nowMs }) => campaignLists(db, policies.of(campaignId), nowMs),
    contactsStep: ({ select, after, limit }) => {
      const { keys, next } = selectContacts(db, select, after);
      const shown = keys.slice(0, limit);
      const rest = keys.length > shown.length ? (shown.at(-1) ?? null) : next;
      return { contacts: listedContacts(db, shown), next: rest };
    },
    moveContactsStep: ({ select, after, toListId }) => {
      const to = listKey(toListId);
      return forEach(selectContacts(db, select, after), (key) => moveOne(db, key, to));
    },
    deleteContactsStep: ({ select, after }) =>
      forEach(selectContacts(db, select, after), (key) => (isInHand(db, key) ? 'in-hand' : deleteContact(db, key))),
    resetContactsStep: ({ select, after, campaignId }) => {
      const campaign = keyOf(db, 'campaigns', campaignId, 'unknown-campaign');
      return forEach(selectContacts(db, select, after), (key) => resetOne(db, campaign, key));
    },
    changeContact: (change) => changeContact(db, change),
    listFields: (listId) =>
      db
        .all<{ name: string }>('SELECT name FROM list_fields WHERE list = ? ORDER BY name', listKey(listId))
        .map(({ name }) => name),
  };
}

/** Campaigns that call the new list get it anew, those that call both keep what they know of it, the others forget it. */
function moveOne(db: Database, key: number, to: number): Skipped | null {
  if (isInHand(db, key)) return 'in-hand';
  const contact = db.get<{ list: number; number: string; fields: string }>(
    'SELECT list, number, fields FROM contacts WHERE key = ?',
    key,
  );
  if (contact === null || contact.list === to) return null;
  const there = db.get('SELECT 1 FROM contacts WHERE number = ? AND list = ? LIMIT 1', contact.number, to);
  if (there !== null) return 'duplicate';
  db.run('UPDATE contacts SET list = ? WHERE key = ?', to, key);
  db.run('UPDATE lists SET contacts = contacts - 1 WHERE key = ?', contact.list);
  db.run('UPDATE lists SET contacts = contacts + 1 WHERE key = ?', to);
  cancelCallbacks(db, key, `campaign NOT IN (SELECT campaign FROM campaign_lists WHERE list = ${to} AND tied = 1)`);
  const tied = '(SELECT campaign FROM campaign_lists WHERE list = ? AND tied = 1)';
  db.run(`DELETE FROM work WHERE contact = ? AND campaign NOT IN ${tied}`, key, to);
  db.run('UPDATE work SET list = ? WHERE contact = ?', to, key);
  db.run(
    `INSERT INTO work (campaign, contact, status, priority, list, shelf)
      SELECT campaign, key, 'callable', priority, contacts.list, shelf FROM contacts, campaign_lists
      WHERE key = ? AND campaign_lists.list = ? AND tied = 1 ON CONFLICT DO NOTHING`,
    key,
    to,
  );
  // A campaign that has given the list up and takes it again later looks for it from there on.
  db.run('UPDATE campaign_lists SET attached_to = MIN(attached_to, ?) WHERE list = ? AND tied = 0', key - 1, to);
  for (const name of Object.keys(JSON.parse(contact.fields) as Record<string, string>)) {
    db.run('INSERT OR IGNORE INTO list_fields VALUES (?, ?)', to, name);
  }
  return null;
}

/** Nobody calls back who is no longer there. */
function cancelCallbacks(db: Database, contact: number, where: string): void {
  const open = "state IN ('invalid', 'scheduled', 'due')";
  db.run(`UPDATE callbacks SET state = 'cancelled' WHERE contact = ? AND ${open} AND ${where}`, contact);
}

/** Its attempts stay: caps and figures are counted from them. Its case information was kept with the contact. */
export function deleteContact(db: Database, key: number): null {
  db.run('UPDATE lists SET contacts = contacts - 1 WHERE key = (SELECT list FROM contacts WHERE key = ?)', key);
  cancelCallbacks(db, key, 'TRUE');
  for (const table of ['work', 'contact_numbers', 'case_entries'])
    db.run(`DELETE FROM ${table} WHERE contact = ?`, key);
  db.run('DELETE FROM contacts WHERE key = ?', key);
  return null;
}

/** As if the campaign had not tried it: its own counts begin anew, what the law counts stays. */
function resetOne(db: Database, campaign: number, key: number): Skipped | null {
  const status = db.get<{ status: string }>(
    'SELECT status FROM work WHERE campaign = ? AND contact = ?',
    campaign,
    key,
  )?.status;
  if (status === undefined || status === 'set-aside') return 'not-in-campaign';
  if (status === 'leased' || status === 'under-way') return 'in-hand';
  db.run(
    `UPDATE work SET status = 'callable', progress = 0, counted = 0, top = 0, number_at = 0, next_at = NULL, reason = NULL,
      last_attempt = NULL WHERE campaign = ? AND contact = ?`,
    campaign,
    key,
  );
  db.run('UPDATE attempts SET counted = 0 WHERE contact = ? AND +campaign = ? AND counted = 1', key, campaign);
  return null;
}
