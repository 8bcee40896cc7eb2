/** Phones, call controls, monitoring, recordings and missed calls, as they go over HTTP. */
import { z } from 'zod';
import { zAgentId, zCampaignId, zListId } from '../config/campaign.ts';
import { MONITOR_MODES } from '../domain/line.ts';
import { PHONE_MODES, PHONE_STATES } from '../domain/phone.ts';

export const zPhonePicture = z.object({
  mode: z.enum(PHONE_MODES),
  state: z.enum(PHONE_STATES),
  detail: z.string().nullable().describe('why it is down'),
  nextTryAtMs: z.number().nullable().describe('when it is called again'),
});

export const zMonitorMode = z.enum(MONITOR_MODES);

export const zLinePicture = z.object({
  muted: z.boolean(),
  recording: z.boolean(),
  monitored: zMonitorMode.nullable().describe('null: nobody listens, or the campaign does not tell'),
  consultation: z.object({ with: z.string(), state: z.enum(['calling', 'talking']) }).nullable(),
  transferredTo: z.string().nullable(),
  notice: z.string().nullable().describe('what was asked for and did not work'),
});

export const zPhone = z.string().min(1).max(120).describe('a SIP endpoint or a number');
export const zPhoneMode = z
  .enum(PHONE_MODES)
  .describe('nailed-up: called at log-in and kept; on-demand: called for each conversation');

export const zDigits = z.string().regex(/^[0-9*#A-D]{1,32}$/, '1 to 32 of the keys 0 to 9, *, # and A to D');

/** Exactly one of the two. */
export const zTransferBody = z
  .object({
    number: z.string().min(3).max(40).optional().describe('as people write it; the campaign’s country is assumed'),
    agentId: zAgentId.optional(),
    expectedVersion: z.number().int().optional(),
  })
  .refine(({ number, agentId }) => (number === undefined) !== (agentId === undefined), {
    message: 'name a number or an agent, and not both',
    path: ['number'],
  });

export const zRecording = z.object({
  callId: z.string(),
  attemptId: z.string().nullable(),
  campaignId: zCampaignId.nullable(),
  agentId: zAgentId.nullable(),
  number: z.string().nullable(),
  startedAtMs: z.number(),
  durationMs: z.number(),
  bytes: z.number().int(),
  /** Its name in the folder of recordings. */
  file: z.string(),
});
export type Recording = z.infer<typeof zRecording>;

export const MISSED_CALL_STATES = ['open', 'added'] as const;

export const zMissedCall = z.object({
  id: z.string(),
  /** Null where the caller hid it. */
  number: z.string().nullable(),
  /** The number that was called; null where another system did not say. */
  calledNumber: z.string().nullable(),
  campaignId: zCampaignId.nullable(),
  atMs: z.number(),
  /** `carrier`, or the system that told us. */
  source: z.string(),
  state: z.enum(MISSED_CALL_STATES),
  addedTo: zListId.nullable(),
  detail: z.string(),
});
export type MissedCall = z.infer<typeof zMissedCall>;

export const zMissedCallDraft = z.object({
  id: z.string().min(1).max(64).describe('of the system that tells it; telling it again changes nothing'),
  number: z.string().min(3).max(40),
  country: z.string().length(2).optional().describe('of a number that is written nationally; the campaign’s otherwise'),
  calledNumber: z.string().max(40).optional(),
  campaignId: zCampaignId.optional(),
  atMs: z.number().int().min(0).max(253_402_300_799_999, 'after the year 9999'),
  source: z.string().min(1).max(40).default('api'),
});

export const zMissedCallsAdded = z.object({
  listId: zListId,
  added: z.number().int(),
  duplicates: z.number().int(),
  unknown: z.array(z.string()),
});
