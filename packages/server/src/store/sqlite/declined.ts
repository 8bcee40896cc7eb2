/** GW-7: a record that an agent closed without a call: called later, or never again. */
import type { Fact } from '@outdial/shared';
import { declineCallbacks } from './callback-settle.ts';
import { contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { addDoNotCallEntry } from './do-not-call.ts';
import type { PolicyBook } from './policy-book.ts';
import { finish, makeCallable, wait } from './work.ts';

const NUMBERS = `SELECT number FROM contacts WHERE key = ?
  UNION SELECT number FROM contact_numbers WHERE contact = ?`;

export function decline(
  db: Database,
  policies: PolicyBook,
  fact: Extract<Fact, { type: 'declined' }>,
  nowMs: number,
): void {
  const { key } = policies.of(fact.campaignId);
  const contact = contactKeyOf(fact.contactId);
  if (contact === null) return;
  // The wish holds for the person, whatever has become of the lease.
  if (fact.how === 'do-not-call') {
    for (const { number } of db.all<{ number: string }>(NUMBERS, contact, contact)) {
      addDoNotCallEntry(db, { number, campaignId: null, reason: 'declined by an agent', atMs: nowMs });
    }
  }
  const sql = "SELECT 1 FROM work WHERE campaign = ? AND contact = ? AND status = 'leased' AND reader = ?";
  if (db.get(sql, key, contact, fact.agentId) === null) return;
  const never = fact.how === 'do-not-call';
  if (declineCallbacks(db, key, contact, never ? null : fact.notBeforeMs)) makeCallable(db, key, contact);
  else if (never) finish(db, key, contact, 'do-not-call');
  else wait(db, key, contact, fact.notBeforeMs, 'called-later');
}
