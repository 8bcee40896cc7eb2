/** The moves of a contact's place in a campaign: every write to its status stands here. */
import type { Reason } from '../../rules/eligibility.ts';
import type { Database } from './database.ts';

const MOVE = `UPDATE work SET status = ?, next_at = ?, reason = ?, lease = NULL, epoch = NULL, lease_until = NULL, reader = NULL
  WHERE campaign = ? AND contact = ?`;

/** `reason` says why, to whoever looks the number up. */
export function finish(db: Database, campaign: number, contact: number, reason: string): void {
  db.run(MOVE, 'finished', null, reason, campaign, contact);
}

export function wait(db: Database, campaign: number, contact: number, nextAtMs: number, reason: string): void {
  db.run(MOVE, 'waiting', Math.round(nextAtMs), reason, campaign, contact);
}

/** A contact with an open callback waits for that instead (trigger `callback_kept`). */
export function makeCallable(db: Database, campaign: number, contact: number): void {
  db.run(MOVE, 'callable', null, null, campaign, contact);
}

/** What no time and no new entry in a ledger will change. */
export const FOR_GOOD: readonly Reason['code'][] = ['do-not-call', 'attempts-used-up', 'attempts-per-number'];
/** Where no moment is known (hours that never open, no consent yet): a rule or a ledger may have changed by then. */
const LOOK_AGAIN_MS = 86_400_000;

/** Away until it may be called again, or for good; true where another number of it may be called at once. */
export function putOff(
  db: Database,
  campaign: number,
  contact: number,
  why: { reasons: readonly Reason[]; nextAtMs: number | null },
  nowMs: number,
): boolean {
  const codes = why.reasons.map((reason) => reason.code).join(', ');
  if (why.reasons.some(({ code }) => FOR_GOOD.includes(code))) {
    // Where it is the number that is spent and not the contact, the next number has its turn.
    const spent = why.reasons.some(({ code }) => code === 'attempts-used-up');
    if (!spent && nextNumber(db, campaign, contact)) {
      makeCallable(db, campaign, contact);
      return true;
    }
    finish(db, campaign, contact, codes);
  } else wait(db, campaign, contact, why.nextAtMs ?? nowMs + LOOK_AGAIN_MS, codes);
  return false;
}

function nextNumber(db: Database, campaign: number, contact: number): boolean {
  const sql = `UPDATE work SET number_at = number_at + 1 WHERE campaign = ? AND contact = ?
    AND EXISTS (SELECT 1 FROM contact_numbers AS other WHERE other.contact = work.contact AND position = number_at + 1)`;
  return db.run(sql, campaign, contact) === 1;
}

/** Contacts of a number that wait for what has come now, in every campaign. */
export function callableAgain(db: Database, number: string, code: Reason['code']): void {
  const sql = `UPDATE work SET status = 'callable', next_at = NULL, reason = NULL
    WHERE campaign IN (SELECT key FROM campaigns) AND status = 'waiting' AND instr(reason, ?) > 0 AND contact IN
      (SELECT key FROM contacts WHERE number = ? UNION SELECT contact FROM contact_numbers WHERE number = ?)`;
  db.run(sql, code, number, number);
}

/** GW-12: what an agent was reading comes first, however the lease ended. */
export const READ_GOES_TO_TOP = 'top = CASE WHEN reader IS NULL THEN top ELSE 1 END, reader = NULL';

/** Retry times that have come and leases that have run out, a bounded number of them. */
export function promote(db: Database, campaign: number, nowMs: number, atMost: number): void {
  const back = (where: string): void => {
    db.run(
      `UPDATE work SET status = 'callable', next_at = NULL, reason = NULL, lease = NULL, epoch = NULL, lease_until = NULL,
        ${READ_GOES_TO_TOP}
        WHERE campaign = ? AND contact IN (SELECT contact FROM work WHERE campaign = ? AND ${where} <= ? LIMIT ?)`,
      campaign,
      campaign,
      Math.floor(nowMs),
      atMost,
    );
  };
  back("status = 'waiting' AND next_at");
  back("status = 'leased' AND lease_until");
}
