/** OUT-1: one number, everything that was done to it and why it is not called now. */
import type { Attempt, AttemptId, CampaignId, ContactId, E164, EligibilityAnswer, ListId } from '@outdial/shared';
import type { Eligibility } from '../../rules/eligibility.ts';
import type { FoundContact, FoundPlace } from '../port.ts';
import { ATTEMPT, type AttemptRow, asAttempt } from './attempts.ts';
import { type Callee, eligibilityOf } from './contact-facts.ts';
import { contactIdOf, contactKeyOf } from './contacts.ts';
import type { Database } from './database.ts';
import { dryRun } from './dry-run.ts';
import { NUMBER_AT } from './numbers.ts';
import type { Operations } from './operations.ts';
import type { KnownCampaign, PolicyBook } from './policy-book.ts';

/** In one answer: further ones are asked for after the last. */
const MOST_CONTACTS = 50;
const MOST_ATTEMPTS = 500;
export const PROGRESS = ['untried', 'unfinished', 'processed'] as const;

interface WorkRow extends Callee {
  campaign: number;
  campaign_id: CampaignId;
  status: string;
  progress: number;
  dialed: number;
  reason: string | null;
  next_at: number | null;
  lease_until: number | null;
}

const WORK = `SELECT work.campaign, campaigns.id AS campaign_id, work.contact, status, progress, dialed, reason, next_at, lease_until, counted,
    ${NUMBER_AT} AS number, country, time_zone
  FROM work JOIN campaigns ON campaigns.key = work.campaign JOIN contacts ON contacts.key = work.contact WHERE work.contact = ?`;

export function lookUpOperations(
  db: Database,
  policies: PolicyBook,
): Pick<Operations, 'lookUp' | 'checkNumber' | 'dryRun'> {
  return {
    lookUp: ({ number, nowMs, after }) => ({
      contacts: after !== undefined && 'attemptId' in after ? [] : contactsOf(db, policies, { number, nowMs, after }),
      attempts: after !== undefined && 'contactId' in after ? [] : attemptsTo(db, policies, number, after?.attemptId),
    }),
    checkNumber: ({ campaignId, number, country, timeZone, nowMs }) => {
      const campaign = policies.of(campaignId);
      // A contact that is in no list: nothing was counted against it.
      const callee = { contact: -1, number, country, time_zone: timeZone, counted: 0 };
      return answered(eligibilityOf(db, campaign, callee, nowMs), standing(campaign, null, nowMs));
    },
    dryRun: ({ campaignId, nowMs }) => dryRun(db, policies.of(campaignId), nowMs),
  };
}

function contactsOf(
  db: Database,
  policies: PolicyBook,
  { number, nowMs, after }: { number: E164; nowMs: number; after: { contactId: ContactId } | undefined },
): FoundContact[] {
  const rows = db.all<{
    key: number;
    list_id: ListId;
    list_name: string;
    number: E164;
    name: string;
    country: string;
    time_zone: string | null;
    priority: number;
    fields: string;
  }>(
    `SELECT contacts.*, lists.id AS list_id, lists.name AS list_name FROM contacts JOIN lists ON lists.key = list
      WHERE contacts.key IN (SELECT key FROM contacts WHERE number = ? UNION SELECT contact FROM contact_numbers WHERE number = ?)
        AND contacts.key > ? ORDER BY contacts.key LIMIT ?`,
    number,
    number,
    after === undefined ? 0 : (contactKeyOf(after.contactId) ?? 0),
    MOST_CONTACTS,
  );
  return rows.map(
    (row): FoundContact => ({
      contactId: contactIdOf(row.key),
      listId: row.list_id,
      listName: row.list_name,
      name: row.name,
      numbers: [row.number, ...numbersOf(db, row.key)],
      country: row.country,
      timeZone: row.time_zone,
      priority: row.priority,
      fields: JSON.parse(row.fields) as Record<string, string>,
      campaigns: db.all<WorkRow>(WORK, row.key).map((work) => placeOf(db, policies, work, nowMs)),
    }),
  );
}

const numbersOf = (db: Database, contact: number): E164[] =>
  db
    .all<{ number: E164 }>('SELECT number FROM contact_numbers WHERE contact = ? ORDER BY position', contact)
    .map((row) => row.number);

function placeOf(db: Database, policies: PolicyBook, work: WorkRow, nowMs: number): FoundPlace {
  const campaign = policies.ofKey(work.campaign);
  return {
    campaignId: work.campaign_id,
    campaignName: campaign?.campaign.name ?? work.campaign_id,
    status: work.status,
    progress: PROGRESS[work.progress] ?? 'untried',
    attempts: work.dialed,
    reason: work.reason,
    nextAtMs: work.next_at,
    now:
      campaign === null
        ? { allowed: false, reasons: [GONE], nextAtMs: null, untilMs: null }
        : answered(eligibilityOf(db, campaign, work, nowMs), standing(campaign, work, nowMs)),
  };
}

type Told = EligibilityAnswer['reasons'][number];
const GONE: Told = { code: 'campaign-gone', sentence: 'the campaign is no longer there', nextAtMs: null };

/** What stands in the way before any rule is asked: the campaign's state, and where the contact is in it. */
function standing(campaign: KnownCampaign, work: WorkRow | null, nowMs: number): Told[] {
  const told: Told[] = [];
  const no = (code: string, sentence: string, nextAtMs: number | null = null) =>
    void told.push({ code, sentence, nextAtMs });
  if (campaign.state !== 'running') no('campaign-not-running', `the campaign is ${campaign.state}`);
  if (work === null) return told;
  if (work.status === 'finished') no('finished', `finished: ${work.reason ?? 'no reason is kept'}`);
  if (work.status === 'set-aside') no('list-not-tied', 'its list is not one of the campaign any more');
  if (work.status === 'leased' && (work.lease_until ?? 0) > nowMs) {
    no('leased', 'it is handed out to be dialed', work.lease_until);
  }
  if (work.status === 'waiting' && (work.next_at ?? 0) > nowMs) {
    no('waiting', `it waits until its next try (${work.reason ?? 'retry'})`, work.next_at);
  }
  return told;
}

function answered(verdict: Eligibility, before: readonly Told[]): EligibilityAnswer {
  const reasons = [...before, ...(verdict.allowed ? [] : verdict.reasons)].map(({ code, sentence, nextAtMs }) => ({
    ...{ code, sentence, nextAtMs },
  }));
  if (reasons.length === 0) {
    return { allowed: true, reasons, nextAtMs: null, untilMs: verdict.allowed ? verdict.untilMs : null };
  }
  const never = before.some(({ nextAtMs }) => nextAtMs === null) || (!verdict.allowed && verdict.nextAtMs === null);
  const times = [...before.map(({ nextAtMs }) => nextAtMs ?? 0), verdict.allowed ? 0 : (verdict.nextAtMs ?? 0)];
  return { allowed: false, reasons, nextAtMs: never ? null : Math.max(...times), untilMs: null };
}

interface NumberedRow extends AttemptRow {
  nth: number;
  campaign_key: number;
  counted: number;
}

function attemptsTo(
  db: Database,
  policies: PolicyBook,
  number: E164,
  after?: AttemptId,
): (Attempt & { because: string })[] {
  const rows = db.all<NumberedRow>(
    `${ATTEMPT.replace(
      'SELECT ',
      `SELECT attempts.campaign AS campaign_key, counted,
      (SELECT COUNT(*) FROM attempts AS before WHERE before.contact = attempts.contact AND +before.campaign = attempts.campaign AND before.seq <= attempts.seq) AS nth, `,
    )}
      WHERE attempts.number = ? AND (?2 IS NULL OR seq < (SELECT seq FROM attempts WHERE id = ?2)) ORDER BY seq DESC LIMIT ?`,
    number,
    after ?? null,
    MOST_ATTEMPTS,
  );
  return rows.map(({ nth, campaign_key, counted, ...row }) => {
    const campaign = policies.ofKey(campaign_key);
    return { ...asAttempt(row), because: because(campaign, nth, counted === 1 || row.state === 'under-way') };
  });
}

function because(campaign: KnownCampaign | null, nth: number, counted: boolean): string {
  if (campaign === null) return `attempt ${nth} of a campaign that is no longer there`;
  const { rule, packs } = campaign;
  const held = packs.map(({ id }) => id).join(', ');
  return `attempt ${nth}, at most ${rule.maxAttempts} by rule ${rule.name}${counted ? '' : ' (not counted)'}; packs ${held}`;
}
