/** Case information, history and guide answers in SQLite. */
import type { CaseEntry, ContactId, GuideAnswer, GuideAnswerRow, GuideStep, PastAttempt } from '@outdial/shared';
import type { WorkedOn } from '../port.ts';
import { openOfInteraction, stored } from './callback-rows.ts';
import { contactIdOf, contactKeyOf, presentContact } from './contacts.ts';
import type { Database } from './database.ts';
import type { Operations } from './operations.ts';
import type { PolicyBook } from './policy-book.ts';

/** So many earlier attempts are shown with an interaction. */
const HISTORY = 20;

const ENTRIES = `SELECT case_entries.name, value, agent_id AS agentId, users.name AS agentName, campaigns.id AS campaignId, at AS atMs
  FROM case_entries LEFT JOIN users ON users.id = agent_id LEFT JOIN campaigns ON campaigns.key = campaign
  WHERE contact = ? ORDER BY case_entries.key`;

const PAST = `SELECT attempts.id AS attemptId, intent_at AS atMs, campaigns.id AS campaignId, number, outcome, live_end AS liveEnd,
    users.name AS agentName, talk_ms AS talkMs, wrap_up_code AS wrapUpCode, notes
  FROM attempts JOIN campaigns ON campaigns.key = campaign LEFT JOIN users ON users.id = agent_id
  WHERE contact = ? AND attempts.id <> ? ORDER BY seq DESC LIMIT ${HISTORY}`;

const ANSWERS = `SELECT guide_steps.interaction_id AS interactionId,
    COALESCE(guide_steps.attempt, (SELECT id FROM attempts WHERE attempts.contact = guide_steps.contact
      AND attempts.interaction_id = guide_steps.interaction_id)) AS attemptId,
    contact, contacts.name AS contactName, contacts.number, agent_id AS agentId, step, question AS questionId,
    question_text AS question, answer, at AS atMs,
    (SELECT MAX(complete) FROM guide_steps AS other WHERE other.interaction_id = guide_steps.interaction_id) AS complete
  FROM guide_steps JOIN contacts ON contacts.key = contact
  WHERE guide_steps.campaign = (SELECT key FROM campaigns WHERE id = ?) AND at >= ?
  ORDER BY guide_steps.key LIMIT ? OFFSET ?`;

type AnswerRow = Omit<GuideAnswerRow, 'contactId' | 'answer' | 'complete'> & {
  contact: number;
  answer: string;
  complete: number;
};

export function interactionWorkOperations(
  db: Database,
  policies: PolicyBook,
): Pick<Operations, 'interactionPage' | 'addCaseEntry' | 'caseEntries' | 'answerGuide' | 'guideAnswers'> {
  const caseEntries = (contactId: ContactId): CaseEntry[] => db.all<CaseEntry>(ENTRIES, contactKeyOf(contactId));
  return {
    interactionPage: ({ interactionId, contactId, attemptId, nowMs }) => {
      const callback = openOfInteraction(db, interactionId);
      return {
        callback: callback === null ? null : stored(callback, policies, nowMs),
        caseInformation: newest(caseEntries(contactId)),
        history: historyOf(db, policies, contactId, attemptId),
        steps: stepsOf(db, interactionId),
      };
    },
    addCaseEntry: ({ name, value, ...worked }) => {
      const [interaction, campaign, contact, attempt, agent, at] = valuesOf(db, worked);
      db.run(
        'INSERT INTO case_entries (interaction_id, campaign, contact, attempt, agent_id, at, name, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        interaction,
        campaign,
        contact,
        attempt,
        agent,
        at,
        name,
        value,
      );
    },
    caseEntries,
    answerGuide: ({ step, questionId, question, answer, complete, ...worked }) => {
      const { interactionId } = worked;
      db.run('DELETE FROM guide_steps WHERE interaction_id = ? AND step >= ?', interactionId, step);
      db.run(
        `INSERT INTO guide_steps (interaction_id, campaign, contact, attempt, agent_id, at, step, question, question_text, answer, complete)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...valuesOf(db, worked),
        step,
        questionId,
        question,
        JSON.stringify(answer),
        complete ? 1 : 0,
      );
    },
    guideAnswers: ({ campaignId, sinceMs, limit, after }) =>
      db
        .all<AnswerRow>(ANSWERS, campaignId, Math.floor(sinceMs), limit, after)
        .map(({ contact, answer, complete, ...row }) => ({
          ...row,
          contactId: contactIdOf(contact),
          answer: JSON.parse(answer) as GuideAnswer,
          complete: complete === 1,
        })),
  };
}

type WorkedValues = [string, number | null, number, string | null, string, number];

function valuesOf(
  db: Database,
  { interactionId, campaignId, contactId, attemptId, agentId, nowMs }: WorkedOn,
): WorkedValues {
  const campaign = db.get<{ key: number }>('SELECT key FROM campaigns WHERE id = ?', campaignId)?.key ?? null;
  return [interactionId, campaign, presentContact(db, contactId), attemptId, agentId, Math.round(nowMs)];
}

/** An entry that was emptied is gone. */
function newest(entries: readonly CaseEntry[]): CaseEntry[] {
  const byName = new Map<string, CaseEntry>();
  for (const entry of entries) byName.set(entry.name, entry);
  return [...byName.values()].filter(({ value }) => value !== '');
}

function historyOf(db: Database, policies: PolicyBook, contactId: ContactId, attemptId: string | null): PastAttempt[] {
  const names = new Map([...policies.all()].map(({ campaign }) => [campaign.id as string, campaign.name]));
  return db
    .all<Omit<PastAttempt, 'campaignName'> & { campaignId: string }>(PAST, contactKeyOf(contactId), attemptId ?? '')
    .map(({ campaignId, ...past }) => ({ ...past, campaignName: names.get(campaignId) ?? campaignId }));
}

const stepsOf = (db: Database, interactionId: string): GuideStep[] =>
  db
    .all<{ question: string; answer: string }>(
      'SELECT question, answer FROM guide_steps WHERE interaction_id = ? ORDER BY step',
      interactionId,
    )
    .map(({ question, answer }) => ({ questionId: question, answer: JSON.parse(answer) as GuideAnswer }));
