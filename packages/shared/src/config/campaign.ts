/** What a manager writes of campaigns: kept in the configuration store, read by server and engine. */
import { z } from 'zod';
import { CAMPAIGN_STATES, DIALING_MODES } from '../domain/campaign.ts';
import { isSystemCode } from '../domain/system-codes.ts';
import type { AgentId, CampaignId, E164, ListId } from '../ids.ts';
import { type DetectionPolicy, zDetectionPolicy, zMessageId, zOptOutKey } from './detection.ts';
import { zCallGuide } from './guide.ts';
import { patchShape } from './patch.ts';

const id = <Id extends string>(what: string) =>
  z
    .string()
    .min(1)
    .max(64)
    .transform((value) => value as Id)
    .describe(what);

export const zE164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'a telephone number in E.164 form: + and 7 to 15 digits')
  .transform((value) => value as E164);

export const zCampaignId = id<CampaignId>('campaign id');
export const zAgentId = id<AgentId>('agent (user) id');
export const zListId = id<ListId>('call list id');

export const zCallerId = z.object({ number: zE164, name: z.string().max(80).optional() });

/** What a wrap-up code does to the contact (WX-9). */
export const WRAP_UP_EFFECTS = ['finish', 'retry', 'callback', 'do-not-call'] as const;

export const zWrapUpCode = z.object({
  code: z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens'),
  label: z.string().min(1).max(80),
  effect: z
    .enum(WRAP_UP_EFFECTS)
    .optional()
    .describe('left out: finish; of a code that the system sets by itself: what the rule says of the outcome'),
  /** The person refused: some laws then want them left alone for a while (do-not-call is always a refusal). */
  refusal: z.boolean().optional(),
});
export type WrapUpCode = z.infer<typeof zWrapUpCode>;
export type WrapUpEffect = (typeof WRAP_UP_EFFECTS)[number];

/** What the code does to the contact; null: the treatments of the contact rule decide, by the outcome (WX-9). */
export const effectOf = ({ code, effect }: WrapUpCode): WrapUpEffect | null =>
  effect ?? (isSystemCode(code) ? null : 'finish');

export const zCampaign = z.object({
  id: zCampaignId,
  name: z.string().min(1).max(80),
  mode: z.enum(DIALING_MODES),
  state: z.enum(CAMPAIGN_STATES).default('loaded'),
  country: z.string().length(2).default('FR').describe('ISO 3166 alpha-2, for national numbers and holidays'),
  /** Agents assigned singly (BP-1); teams follow with their own configuration. */
  agentIds: z.array(zAgentId).default([]),
  listIds: z.array(zListId).default([]),
  contactRuleId: z.string().min(1).default('default'),
  compliancePack: z.string().min(1).default('strict'),
  /** Packs that hold beside it; the strictest of all wins. */
  furtherPacks: z.array(z.string().min(1)).max(20).optional(),
  /** What people must have consented to, where a pack wants consent; left out: `marketing`. */
  consentUse: z.string().min(1).max(64).optional(),
  /** How the lists share the calls: a list's weight, 1 where none is named. */
  listWeights: z.partialRecord(z.string(), z.number().int().min(1).max(100)).optional(),
  callerIds: z.array(zCallerId).min(1),
  /** BP-6: joined without being asked, or an alert that waits for Accept. */
  answer: z.enum(['automatic', 'manual']).default('automatic'),
  /** How long an alert waits before it counts as let pass (GW-12); kept inside the connect window in power and predictive. */
  offerTimeoutMs: z.number().int().min(500).max(120_000).default(20_000),
  /** How long an agent may read a record before it returns to the top of the list (GW-12). */
  previewTimeoutMs: z.number().int().min(1_000).max(3_600_000).default(300_000),
  /** GW-7: how long a record that was declined with "call later" stays away. */
  callLaterMs: z
    .number()
    .int()
    .min(0)
    .max(366 * 86_400_000)
    .default(900_000),
  /** GCC-3, progressive: an agent is kept for each call while it is set up; false: paced on the forecast, as predictive. */
  reserveAgent: z.boolean().default(true),
  /**
   * WX-1, where an agent is kept for the call: they hear it ring and are joined at the answer, or are joined on a live voice
   * alone. Left out: at the ringing where the agent dials by hand, on a live voice in progressive.
   */
  joinAt: z.enum(['ringing', 'live-voice']).optional(),
  wrapUpCodes: z.array(zWrapUpCode).default([]),
  wrapUpMandatory: z.boolean().default(false),
  /** The code that is set where the limit ends a wrap-up without one; null: none. */
  wrapUpDefaultCode: z.string().max(40).nullable().default(null),
  wrapUpLimitMs: z.number().int().min(1_000).max(3_600_000).nullable().default(null),
  /** OUT-5: agents are ready by themselves after each wrap-up, unless they have chosen otherwise. */
  readyAfterWrapUp: z.boolean().default(true),
  linesPerAgent: z.number().min(1).max(20).default(2).describe('power mode: calls for each ready agent'),
  maxLinesPerAgent: z.number().min(1).max(50).default(10),
  maxLines: z.number().int().min(1).max(100_000).nullable().default(null),
  callsPerSecond: z.number().min(0.1).max(10_000).nullable().default(null),
  abandonTarget: z.number().min(0).max(0.5).default(0.03),
  abandonWindow: z.enum(['24h', '30d', 'campaign']).default('24h'),
  connectWithinMs: z.number().int().min(200).max(30_000).default(2_000),
  ringTimeoutMs: z.number().int().min(5_000).max(120_000).default(22_000),
  detection: zDetectionPolicy.default(() => zDetectionPolicy.parse({})),
  /** GCC-3: what a person hears for whom no agent was free; null: the contact rule's. */
  abandonMessageId: zMessageId.nullable().default(null),
  /** Who presses it while a message is played to them goes on the do-not-call list; null: the contact rule's. */
  optOutKey: zOptOutKey.nullable().default(null),
  /** GCC-0: `callback` works requests to be called back and has no call lists. */
  kind: z.enum(['lists', 'callback']).default('lists'),
  /** A personal callback whose agent is not there: it waits for them, goes to any agent, or supervisors are asked, after `callbackGraceMs`. */
  callbackAgentAway: z.enum(['wait', 'any-agent', 'supervisor']).default('any-agent'),
  callbackGraceMs: z.number().int().min(0).max(86_400_000).default(600_000),
  /** WX-7; null: none. */
  guide: zCallGuide.nullable().default(null),
  screenPopTemplate: z.string().max(2_000).nullable().default(null),
  /** Both sides of each call in one file. */
  recording: z.enum(['never', 'always', 'on-demand']).default('never'),
  /** Whether an agent's screen says that a supervisor listens. */
  showMonitoring: z.boolean().default(true),
  /** GT-4: how long somebody who calls one of the caller IDs rings before it is a missed call. */
  inboundRingMs: z.number().int().min(1_000).max(120_000).default(20_000),
});
export type Campaign = z.infer<typeof zCampaign>;

/** What a manager sends to create a campaign: everything with a default may be left out. */
export const zCampaignDraft = zCampaign.omit({ id: true, state: true });
export type CampaignDraft = z.input<typeof zCampaignDraft>;

type Change<Fields> = Partial<Omit<Fields, 'detection'>> & { detection?: Partial<DetectionPolicy> };
export type CampaignChange = Change<z.output<typeof zCampaignDraft>>;

/** What a manager sends to change a campaign: a field that is left out stays as it is (a default would reset it). */
export const zCampaignPatch = z.object({
  ...patchShape(zCampaignDraft.shape),
  detection: z.strictObject(patchShape(zDetectionPolicy.shape)).optional(),
}) as unknown as z.ZodType<CampaignChange, Change<CampaignDraft>>;

/** A campaign as it was saved, with what is allowed and still worth a second thought (BP-6). */
export const zSavedCampaign = zCampaign.extend({ warnings: z.array(z.string()) });
export type SavedCampaign = z.infer<typeof zSavedCampaign>;
