/** What an agent works with beside the call: case information (GW-11), the contact's history (OUT-4), call guide answers (WX-7). */
import type {
  AgentId,
  AttemptId,
  CampaignId,
  CaseEntry,
  ContactId,
  GuideAnswer,
  GuideAnswerRow,
  GuideStep,
  PastAttempt,
} from '@outdial/shared';
import type { StoredCallback } from './callbacks.ts';

export interface InteractionPage {
  callback: StoredCallback | null;
  /** The newest of every name, in the order in which the names came up. */
  caseInformation: CaseEntry[];
  history: PastAttempt[];
  steps: GuideStep[];
}

/** Whose work it is, and on whom. */
export interface WorkedOn {
  interactionId: string;
  campaignId: CampaignId;
  contactId: ContactId;
  attemptId: AttemptId | null;
  agentId: AgentId;
  nowMs: number;
}

export interface InteractionWorkStore {
  /** `history` leaves out the attempt in hand. */
  interactionPage(asked: {
    interactionId: string;
    contactId: ContactId;
    attemptId: AttemptId | null;
    nowMs: number;
  }): Promise<InteractionPage>;
  addCaseEntry(entry: WorkedOn & { name: string; value: string }): Promise<void>;
  /** Oldest first. */
  caseEntries(contactId: ContactId): Promise<CaseEntry[]>;
  /** What was answered from `step` on is taken back, and the answer takes its place. */
  answerGuide(
    answer: WorkedOn & { step: number; questionId: string; question: string; answer: GuideAnswer; complete: boolean },
  ): Promise<void>;
  guideAnswers(query: {
    campaignId: CampaignId;
    sinceMs: number;
    limit: number;
    after: number;
  }): Promise<GuideAnswerRow[]>;
}
