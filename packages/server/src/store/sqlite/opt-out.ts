/**
 * A person pressed the key of a message (47 CFR 64.1200(b)(3)): they are on the do-not-call list at once, with all of their
 * numbers and where it was said. Once the attempt is over its contact is finished by it, whatever an agent says besides.
 */
import type { Fact } from '@outdial/shared';
import type { Database } from './database.ts';
import { addDoNotCallEntry } from './do-not-call.ts';
import { otherNumbers } from './numbers.ts';
import type { PolicyBook } from './policy-book.ts';

export function optOut(
  db: Database,
  policies: PolicyBook,
  { attemptId, digit, purpose }: Extract<Fact, { type: 'opted-out' }>,
  atMs: number,
): void {
  const sql = 'SELECT campaign, contact, number FROM attempts WHERE id = ?';
  const attempt = db.get<{ campaign: number; contact: number; number: string }>(sql, attemptId);
  if (attempt === null) return;
  const { campaign, contact, number } = attempt;
  const where = policies.ofKey(campaign)?.campaign.name ?? 'a campaign';
  const reason = `pressed ${digit} in the ${purpose} message of ${where}`;
  for (const one of [number, ...otherNumbers(db, contact, number)]) {
    addDoNotCallEntry(db, { number: one, campaignId: null, reason, atMs });
  }
  db.run("UPDATE attempts SET opted_out = ?, effect = 'do-not-call', refused = 1 WHERE id = ?", digit, attemptId);
}
