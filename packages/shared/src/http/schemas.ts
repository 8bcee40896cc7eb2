/** What goes over HTTP: one schema each, from which types, validation, OpenAPI and the client come. */
import { z } from 'zod';
import { zAgentId, zCallerId, zCampaign, zCampaignId, zE164, zListId, zWrapUpCode } from '../config/campaign.ts';
import { AGENT_ACTIONS } from '../domain/agent.ts';
import { AGENT_STATES } from '../domain/agent-table.ts';
import { LIVE_ENDS, OUTCOMES } from '../domain/attempt.ts';
import { CALL_STATES } from '../domain/call.ts';
import { CAMPAIGN_STATES, DIALING_MODES, INACTIVE_REASONS } from '../domain/campaign.ts';
import { INTERACTION_STATES } from '../domain/interaction.ts';
import { zCallback } from './schemas-callbacks.ts';
import { zLinePicture, zPhone, zPhoneMode, zPhonePicture } from './schemas-calls.ts';
import { zCaseEntry, zGuideProgress, zPastAttempt } from './schemas-work.ts';

export const ROLES = ['agent', 'supervisor', 'campaign-manager', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Each role includes the ones before it. */
export const roleIncludes = (has: Role, needs: Role): boolean => ROLES.indexOf(has) >= ROLES.indexOf(needs);

export const zUser = z.object({
  id: zAgentId,
  username: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  locked: z.boolean(),
});
export type User = z.infer<typeof zUser>;

export const zUserDraft = z.object({
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, '1 to 40 lower-case letters, digits, dots, hyphens'),
  name: z.string().min(1).max(80),
  role: z.enum(ROLES),
  password: z.string().min(10, 'at least 10 characters').max(200),
});

export const zLogin = z.object({ username: z.string().min(1).max(40), password: z.string().min(1).max(200) });
export const zSession = z.object({ token: z.string(), user: zUser, expiresAtMs: z.number() });

const zAfterWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('not-ready'), reason: z.string() }),
  z.object({ kind: z.literal('logged-out') }),
]);

export const zInteraction = z.object({
  interactionId: z.string(),
  state: z.enum(INTERACTION_STATES),
  campaignId: zCampaignId,
  campaignName: z.string(),
  /** WX-5: an outbound mark for every alert. */
  direction: z.enum(['outbound', 'inbound']),
  callId: z.string().nullable(),
  attemptId: z.string().nullable(),
  contactId: z.string(),
  contactName: z.string(),
  number: z.string(),
  /** All of the contact's numbers: the agent may choose where they dial by hand (BP-7). */
  numbers: z.array(z.string()),
  /** GW-8: the caller IDs that the campaign offers. */
  callerIds: z.array(zCallerId),
  fields: z.record(z.string(), z.string()),
  attempts: z.number().int().describe('made to this contact before, in this campaign'),
  origin: z.string(),
  /** GW-11: how far the call is, then what came of it; null before any call. */
  callStatus: z.enum([...CALL_STATES, ...OUTCOMES]).nullable(),
  redialsLeft: z.number().int().describe('GCC-4: 0 where the contact cannot be redialed now'),
  sinceMs: z.number(),
  expiresAtMs: z.number().nullable().describe('when an offer or a preview is over'),
  wrapUpCodes: z.array(zWrapUpCode),
  wrapUpMandatory: z.boolean(),
  wrapUpCode: z.string().nullable(),
  notes: z.string(),
  screenPopUrl: z.string().nullable(),
  /** What the detector said while they talk (connect first); null: nothing, or not listening. */
  verdict: z.object({ label: z.string(), confidence: z.number() }).nullable().default(null),
  /** BP-10: the campaign has a message that can be left on a machine. */
  canLeaveMessage: z.boolean().default(false),
  /** Scheduled on this interaction (GW-15); null: none. */
  callback: zCallback.nullable(),
  /** GW-11: the newest of every name. */
  caseInformation: z.array(zCaseEntry),
  /** OUT-4: what was tried before, newest first. */
  history: z.array(zPastAttempt),
  /** WX-7; null: the campaign has no call guide. */
  guide: zGuideProgress.nullable(),
  /** The callback that brought this interaction (GW-17); null: it came otherwise. */
  fromCallback: z
    .object({ callbackId: z.string(), personal: z.boolean(), dueAtMs: z.number(), notes: z.string() })
    .nullable(),
  line: zLinePicture.optional(),
});
export type Interaction = z.infer<typeof zInteraction>;

export const zMyCampaign = z.object({
  campaignId: zCampaignId,
  name: z.string(),
  mode: z.enum(DIALING_MODES),
  state: z.enum(CAMPAIGN_STATES),
  joined: z.boolean(),
});
export type MyCampaign = z.infer<typeof zMyCampaign>;

/** Everything that an agent's client shows; sent whole at every change. */
export const zAgentView = z.object({
  agentId: zAgentId,
  name: z.string(),
  version: z.number().int(),
  engine: z.enum(['connected', 'lost']),
  /** The server's clock, for timers. */
  nowMs: z.number(),
  presence: z.object({
    kind: z.enum(AGENT_STATES),
    sinceMs: z.number(),
    reason: z.string().nullable(),
    after: zAfterWork.nullable(),
    wrapUpLimitAtMs: z.number().nullable(),
  }),
  allowedActions: z.array(z.enum(AGENT_ACTIONS)),
  campaigns: z.array(zMyCampaign),
  interaction: zInteraction.nullable(),
  /** What the engine last had to tell, for people; null after the next act. */
  notice: z.object({ atMs: z.number(), code: z.string(), text: z.string() }).nullable(),
  phone: zPhonePicture.optional(),
  /** OUT-4: whom I wrapped up last; null: nobody since the engine began. */
  last: z
    .object({ contactName: z.string(), number: z.string(), redialsLeft: z.number().int() })
    .nullable()
    .default(null),
  readyAfterWrapUp: z
    .boolean()
    .nullable()
    .default(null)
    .describe('OUT-5: my standing choice; null: none made, the campaign says'),
});
export type AgentView = z.infer<typeof zAgentView>;

/** A command may say which version it saw; the engine refuses it where the state has moved on. */
export const zCommandBody = z.object({ expectedVersion: z.number().int().optional() });
export const zReasonBody = zCommandBody.extend({ reason: z.string().min(1).max(80) });
export const zReadyAfterWrapUp = zCommandBody.extend({
  ready: z.boolean().nullable().describe('null: as the campaign of the call says'),
});
/** Left out: the number that was leased or dialed last, and the campaign's first caller ID or the last one. */
export const zCallBody = zCommandBody.extend({ number: zE164.optional(), callerId: zE164.optional() });
export const zDeclineBody = zCommandBody.extend({
  how: z.enum(['later', 'do-not-call']),
  stop: z.boolean().default(false).describe('true: no next record by itself'),
});
export const zDoneBody = zCommandBody.extend({
  stop: z.boolean().default(false).describe('GW-7: done and stop: no next record by itself'),
});
export const zAgentLogIn = z.object({
  phone: zPhone.default('simulated'),
  phoneMode: zPhoneMode.default('nailed-up'),
});
export const zWrapUpBody = zCommandBody.extend({
  code: z.string().max(40).nullable().default(null),
  notes: z.string().max(10_000).default(''),
});

export const zActivity = z.discriminatedUnion('active', [
  z.object({ active: z.literal(true) }),
  z.object({ active: z.literal(false), reason: z.enum(INACTIVE_REASONS), detail: z.string() }),
]);

const zDecision = z.object({
  atMs: z.number(),
  launch: z.number(),
  sentence: z.string(),
  boundBy: z.string(),
  figures: z.record(z.string(), z.number()),
});

export const zCampaignPicture = z.object({
  campaignId: zCampaignId,
  name: z.string(),
  mode: z.enum(DIALING_MODES),
  state: z.enum(CAMPAIGN_STATES),
  activity: zActivity,
  pace: z.number(),
  calls: z.object({
    dialing: z.number(),
    ringing: z.number(),
    screening: z.number(),
    waiting: z.number(),
    connected: z.number(),
  }),
  agents: z.object({
    joined: z.number(),
    ready: z.number(),
    reserved: z.number(),
    talking: z.number(),
    wrapUp: z.number(),
    notReady: z.number(),
  }),
  totals: z.object({
    attempts: z.number(),
    live: z.number(),
    connected: z.number(),
    abandoned: z.number(),
    outcomes: z.partialRecord(z.enum(OUTCOMES), z.number()),
    talkMs: z.number(),
    wrapUpMs: z.number(),
    agentMs: z.number(),
    screenedFrames: z.number(),
  }),
  abandonRatio: z.number(),
  abandonTarget: z.number(),
  lost: z
    .object({ people: z.number(), upper: z.number(), ratio: z.number(), checked: z.number() })
    .describe('people taken for machines: an estimate beside the abandoned, and in the budget with them'),
  answerRatio: z.number().nullable(),
  stock: z.number(),
  lastDecision: zDecision.nullable(),
});

export const zAgentPicture = z.object({
  agentId: zAgentId,
  name: z.string(),
  state: z.enum(AGENT_STATES),
  sinceMs: z.number(),
  reason: z.string().nullable(),
  campaignId: zCampaignId.nullable(),
  callId: z.string().nullable(),
  joined: z.array(zCampaignId),
  today: z.object({ calls: z.number(), talkMs: z.number(), wrapUpMs: z.number(), readyMs: z.number() }),
  phone: zPhonePicture.optional(),
});

export const zCallPicture = z.object({
  callId: z.string(),
  attemptId: z.string(),
  campaignId: zCampaignId,
  contactId: z.string(),
  contactName: z.string(),
  number: z.string(),
  state: z.enum(CALL_STATES),
  startedAtMs: z.number(),
  sinceMs: z.number(),
  agentId: zAgentId.nullable(),
  direction: z.enum(['outbound', 'inbound']).optional(),
  recording: z.boolean().optional(),
  detector: z.string().nullable(),
});

export const zCampaignCounts = z.object({
  contacts: z.number().int(),
  callableNow: z.number().int(),
  leased: z.number().int(),
  finished: z.number().int(),
  waiting: z.number().int().describe('not callable before a later time'),
});

/** A campaign with what the store and the engine say of it. */
export const zCampaignOverview = z.object({
  campaign: zCampaign,
  /** The pack's name for people ("demo, 24 hours"); its id where it is left out. */
  compliancePackName: z.string().optional(),
  counts: zCampaignCounts,
  live: zCampaignPicture.nullable(),
  callbacksForSupervisors: z
    .number()
    .int()
    .optional()
    .describe('callbacks whose agent is not there, and about whom supervisors are asked; left out: none'),
});
export type CampaignOverview = z.infer<typeof zCampaignOverview>;

export const zRefusedRow = z.object({ line: z.number().int(), column: z.string().nullable(), reason: z.string() });
/** A row as it was read. */
export const zReadContact = z.object({
  number: z.string(),
  otherNumbers: z.array(z.string()),
  name: z.string(),
  country: z.string(),
  timeZone: z.string().nullable(),
  priority: z.number().int(),
  fields: z.record(z.string(), z.string()),
});
export const zImportReport = z.object({
  rows: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  refused: z.array(zRefusedRow),
  refusedTotal: z.number().int(),
  headings: z.array(z.string()).nullable(),
  phoneColumn: z.string(),
  delimiter: z.string(),
  encoding: z.string(),
  preview: z.array(z.record(z.string(), z.string())),
  updated: z.number().int().optional().describe('numbers that were there before and took what the file says'),
  contacts: z.array(zReadContact).optional().describe('the first rows as contacts'),
});
export type ImportReport = z.infer<typeof zImportReport>;

export const zList = z.object({ id: zListId, name: z.string(), contacts: z.number().int(), createdAtMs: z.number() });

export const zAttempt = z.object({
  attemptId: z.string(),
  campaignId: zCampaignId,
  contactId: z.string(),
  contactName: z.string(),
  number: z.string(),
  callerId: z.string(),
  agentId: zAgentId.nullable(),
  state: z.enum(['under-way', 'closed']),
  intentAtMs: z.number(),
  answeredAtMs: z.number().nullable(),
  connectedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  liveEnd: z.enum(LIVE_ENDS).nullable(),
  endedBy: z.string().nullable(),
  verdict: z.string().nullable(),
  talkMs: z.number().nullable(),
  wrapUpCode: z.string().nullable(),
  notes: z.string().nullable(),
  detail: z.string().nullable(),
  /** The message that the contact heard (BP-10), or the evidence of an abandoned call's. */
  message: z
    .object({
      messageId: z.string(),
      purpose: z.enum(['voicemail', 'abandonment']),
      startedAfterMs: z.number().nullable().describe('since the beep, or since the person’s greeting ended'),
      completed: z.boolean(),
      optedOutKey: z.string().optional().describe('the key by which the person asked not to be called; left out: none'),
    })
    .nullable(),
  /** BP-8: a name or a number; null where the contact was not handed over. */
  transferredTo: z.string().nullable(),
});
export type Attempt = z.infer<typeof zAttempt>;

export const zAuditEntry = z.object({
  id: z.number().int(),
  atMs: z.number(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  detail: z.string(),
});

/** The figures of a run, from the store (`outdial up --for` prints them). */
export const zSummaryFigures = z.object({
  attempts: z.number().int(),
  live: z.number().int(),
  connected: z.number().int(),
  abandoned: z.number().int(),
  abandonRatio: z.number(),
  talkMinutesPerAgentHour: z.number(),
  outcomes: z.partialRecord(z.enum(OUTCOMES), z.number()),
  screenedFrames: z.number().int(),
  messagesLeft: z.number().int(),
  /** People taken for machines: an estimate, not in `abandoned`. */
  lostToDetection: z.object({ people: z.number(), upper: z.number(), ratio: z.number(), checked: z.number().int() }),
});
export const zSummary = zSummaryFigures.extend({
  campaigns: z.array(
    zSummaryFigures.extend({ campaignId: zCampaignId, name: z.string(), mode: z.enum(DIALING_MODES) }),
  ),
});
export type Summary = z.infer<typeof zSummary>;
