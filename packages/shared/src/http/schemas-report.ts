/** OUT-6: the report of a day, by campaign and by agent. */
import { z } from 'zod';
import { zAgentId, zCampaignId } from '../config/campaign.ts';
import { zLocalDate } from '../config/hours.ts';
import { OUTCOMES } from '../domain/attempt.ts';
import { DIALING_MODES } from '../domain/campaign.ts';

/** How often each wrap-up code was given. */
const zCodes = z.record(z.string(), z.number().int());

const zWorked = z.object({
  /** Logged in, breaks left out. */
  workedMs: z.number(),
  talkMs: z.number(),
  wrapUpMs: z.number(),
  connected: z.number().int(),
  talkMinutesPerHour: z.number(),
});

export const zCampaignReport = zWorked.extend({
  campaignId: zCampaignId,
  name: z.string(),
  mode: z.enum(DIALING_MODES),
  attempts: z.number().int(),
  live: z.number().int(),
  abandoned: z.number().int(),
  /** Of the live answers, 0 to 1. */
  abandonRatio: z.number(),
  /** Of all attempts, 0 to 1. */
  answerRatio: z.number(),
  meanWaitMs: z.number(),
  outcomes: z.partialRecord(z.enum(OUTCOMES), z.number().int()),
  codes: zCodes,
  callbacksMade: z.number().int(),
  callbacksOpen: z.number().int(),
  callbacksOverdue: z.number().int(),
});
export type CampaignReport = z.infer<typeof zCampaignReport>;

export const zAgentReport = zWorked.extend({
  agentId: zAgentId,
  name: z.string(),
  /** The first and the last moment of the day at which they were logged in. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
  loggedInMs: z.number(),
  readyMs: z.number(),
  notReadyMs: z.number(),
  /** Not-ready time by its reason. */
  breaks: z.record(z.string(), z.number()),
  codes: zCodes,
  callbacksHeld: z.number().int(),
});
export type AgentReport = z.infer<typeof zAgentReport>;

export const zDayReport = z.object({
  date: zLocalDate,
  timeZone: z.string(),
  fromMs: z.number(),
  /** The end of the day, or now. */
  toMs: z.number(),
  campaigns: z.array(zCampaignReport),
  agents: z.array(zAgentReport),
});
export type DayReport = z.infer<typeof zDayReport>;

export const zDayQuery = z.object({
  date: zLocalDate.optional().describe('left out: today'),
  timeZone: z.string().min(1).max(64).optional().describe('IANA time zone of the day; left out: the server’s'),
});
