/** What an agent works with beside the call: case information, the contact's history, the call guide, the day's figures. */
import { z } from 'zod';
import { zAgentId, zCampaignId } from '../config/campaign.ts';
import { zCallGuide, zGuideAnswer } from '../config/guide.ts';
import { LIVE_ENDS, OUTCOMES } from '../domain/attempt.ts';

/** GW-11: one thing that is known of the case; the newest of a name holds, the older ones stay in the history. */
export const zCaseEntry = z.object({
  name: z.string(),
  value: z.string(),
  agentId: zAgentId.nullable(),
  agentName: z.string().nullable(),
  campaignId: zCampaignId.nullable(),
  atMs: z.number(),
});
export type CaseEntry = z.infer<typeof zCaseEntry>;

export const zCaseEntryBody = z.object({
  name: z.string().trim().min(1).max(80),
  value: z.string().trim().max(2_000),
});

/** OUT-4: an earlier attempt to the contact, in whatever campaign. */
export const zPastAttempt = z.object({
  attemptId: z.string(),
  atMs: z.number(),
  campaignName: z.string(),
  number: z.string(),
  outcome: z.enum(OUTCOMES).nullable(),
  liveEnd: z.enum(LIVE_ENDS).nullable(),
  agentName: z.string().nullable(),
  talkMs: z.number().nullable(),
  wrapUpCode: z.string().nullable(),
  notes: z.string().nullable(),
});
export type PastAttempt = z.infer<typeof zPastAttempt>;

export const zGuideStep = z.object({ questionId: z.string(), answer: zGuideAnswer });

/** WX-7: the guide, the answers so far, and the question that waits. */
export const zGuideProgress = z.object({
  guide: zCallGuide,
  steps: z.array(zGuideStep),
  /** Null: the guide is through, its answers are submitted. */
  openQuestionId: z.string().nullable(),
});
export type GuideProgress = z.infer<typeof zGuideProgress>;

export const zGuideAnswerBody = z.object({ questionId: z.string().min(1).max(40), answer: zGuideAnswer });

/** One answer as it is exported. */
export const zGuideAnswerRow = z.object({
  interactionId: z.string(),
  attemptId: z.string().nullable(),
  contactId: z.string(),
  contactName: z.string(),
  number: z.string(),
  agentId: zAgentId.nullable(),
  step: z.number().int(),
  questionId: z.string(),
  question: z.string(),
  answer: zGuideAnswer,
  atMs: z.number(),
  /** Whether the guide was brought to its end in this interaction. */
  complete: z.boolean(),
});
export type GuideAnswerRow = z.infer<typeof zGuideAnswerRow>;

/** OUT-4: an agent's own figures of the day, and what is to come. */
export const zAgentDay = z.object({
  today: z.object({ calls: z.number(), talkMs: z.number(), wrapUpMs: z.number(), readyMs: z.number() }),
  /** How long until the next call, as things stand; null: it cannot be told. */
  expectedNextCallMs: z.number().nullable(),
  /** What that rests on, or why it cannot be told. */
  because: z.string(),
  callbacksDue: z.number().int(),
});
export type AgentDay = z.infer<typeof zAgentDay>;
