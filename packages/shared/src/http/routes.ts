/** The route table: from it come the server's routes, the OpenAPI document, the typed client and the reference docs. */
import { z } from 'zod';
import { zCampaign, zCampaignDraft, zCampaignPatch, zSavedCampaign } from '../config/campaign.ts';
import { LIVE_ENDS } from '../domain/attempt.ts';
import { type Route, route, zOk, zPage } from './route.ts';
import { CALLBACK_ROUTES } from './routes-callbacks.ts';
import { CALL_ROUTES } from './routes-calls.ts';
import { LIST_ROUTES } from './routes-lists.ts';
import { MESSAGE_ROUTES } from './routes-messages.ts';
import { PEOPLE_ROUTES } from './routes-people.ts';
import { REPORT_ROUTES } from './routes-reports.ts';
import { RULE_ROUTES } from './routes-rules.ts';
import { WORK_ROUTES } from './routes-work.ts';
import {
  zAgentLogIn,
  zAgentPicture,
  zAgentView,
  zAttempt,
  zAuditEntry,
  zCallBody,
  zCallPicture,
  zCampaignOverview,
  zCommandBody,
  zDeclineBody,
  zDoneBody,
  zImportReport,
  zList,
  zLogin,
  zReadyAfterWrapUp,
  zReasonBody,
  zSession,
  zSummary,
  zUser,
  zUserDraft,
  zWrapUpBody,
} from './schemas.ts';
import { zMonitorMode } from './schemas-calls.ts';

const zMonitorQuery = z.object({
  mode: zMonitorMode.default('listen'),
  meterOnly: z.enum(['yes', 'no']).default('no').describe('yes: no phone is called'),
});
const zImportQuery = z.object({
  country: z.string().length(2).optional(),
  column: z.string().max(200).optional(),
  headings: z.enum(['yes', 'no', 'auto']).default('auto'),
  otherColumns: z
    .string()
    .max(1_000)
    .optional()
    .describe('columns of further numbers, with commas between; `none`; left out: those whose headings say so'),
  nameColumn: z.string().max(200).optional(),
  priorityColumn: z.string().max(200).optional().describe('GCC-6: 0 to 255'),
  timeZoneColumn: z.string().max(200).optional().describe('Europe/Paris'),
  duplicates: z
    .enum(['keep-first', 'update', 'keep-all'])
    .default('keep-first')
    .describe('a number that is there already: left out, its contact takes what the file says, or both stand'),
  within: z
    .enum(['list', 'campaign'])
    .default('list')
    .describe('where a number counts as there already: in this list, or in any list of a campaign that calls it'),
});

export const ROUTES = {
  ...MESSAGE_ROUTES,
  ...CALL_ROUTES,
  health: route({
    method: 'get',
    path: '/healthz',
    summary: 'Whether server, store and engine work',
    role: null,
    response: z.object({ ok: z.boolean(), engine: z.enum(['connected', 'lost']), store: z.enum(['ok', 'failed']) }),
  }),

  logIn: route({
    method: 'post',
    path: '/v1/sessions',
    summary: 'Log in: name and password for a bearer token',
    role: null,
    body: zLogin,
    response: zSession,
  }),
  logOut: route({
    method: 'delete',
    path: '/v1/sessions/current',
    summary: 'Give the token back',
    role: 'agent',
    response: zOk,
  }),
  me: route({ method: 'get', path: '/v1/me', summary: 'Who the token belongs to', role: 'agent', response: zUser }),

  agentView: route({
    method: 'get',
    path: '/v1/agent',
    summary: 'My state, my campaigns and what I have in hand',
    rows: ['GW-1', 'BP-5', 'GW-11'],
    role: 'agent',
    response: zAgentView,
  }),
  agentEvents: route({
    method: 'get',
    path: '/v1/agent/events',
    summary: 'My view at every change (event `view`), and notices (event `notice`)',
    rows: ['BP-4', 'GW-6'],
    role: 'agent',
    response: zAgentView,
    stream: true,
  }),
  agentLogIn: route({
    method: 'post',
    path: '/v1/agent/log-in',
    summary: 'Start work, not ready',
    rows: ['GT-8'],
    role: 'agent',
    body: zAgentLogIn,
    response: zAgentView,
  }),
  agentLogOut: route({
    method: 'post',
    path: '/v1/agent/log-out',
    summary: 'End work; during a call it takes effect after wrap-up',
    rows: ['OUT-5'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  agentReady: route({
    method: 'post',
    path: '/v1/agent/ready',
    summary: 'Take calls',
    rows: ['GW-5', 'WX-10'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  agentNotReady: route({
    method: 'post',
    path: '/v1/agent/not-ready',
    summary: 'Take no calls, with a reason; during a call it takes effect after wrap-up',
    rows: ['OUT-5'],
    role: 'agent',
    body: zReasonBody,
    response: zAgentView,
  }),
  agentReadyAfterWrapUp: route({
    method: 'post',
    path: '/v1/agent/ready-after-wrap-up',
    summary:
      'My standing choice: ready by myself after each wrap-up, or not ready until I say so; kept until I change it',
    rows: ['OUT-5'],
    role: 'agent',
    body: zReadyAfterWrapUp,
    response: zAgentView,
  }),
  agentJoin: route({
    method: 'post',
    path: '/v1/agent/campaigns/{campaignId}/join',
    summary: 'Join a campaign that I am assigned to',
    rows: ['GW-1', 'WX-4'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  agentLeave: route({
    method: 'post',
    path: '/v1/agent/campaigns/{campaignId}/leave',
    summary: 'Leave a campaign',
    rows: ['GW-1'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  getRecord: route({
    method: 'post',
    path: '/v1/agent/campaigns/{campaignId}/record',
    summary: 'Get record: the next one of a preview campaign that may be called now; joins the campaign',
    rows: ['GW-2', 'GW-5', 'GW-6'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  call: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/call',
    summary: 'Call the record in hand, at one of its numbers, with one of the campaign’s caller IDs',
    rows: ['BP-7', 'GW-7', 'GW-8'],
    role: 'agent',
    body: zCallBody,
    response: zAgentView,
  }),
  decline: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/decline',
    summary: 'Close the record in hand without a call: call later, or do not call',
    rows: ['GW-7'],
    role: 'agent',
    body: zDeclineBody,
    response: zAgentView,
  }),
  redial: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/redial',
    summary: 'Nobody answered: once more by hand, at the same or another number, as often as the contact rule allows',
    rows: ['GCC-4'],
    role: 'agent',
    body: zCallBody,
    response: zAgentView,
  }),
  redialLast: route({
    method: 'post',
    path: '/v1/agent/redial-last',
    summary:
      'Ready or not ready: whom I wrapped up last once more, where nobody answered, as often as the contact rule allows',
    rows: ['OUT-4', 'GCC-4'],
    role: 'agent',
    body: zCallBody,
    response: zAgentView,
  }),
  accept: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/accept',
    summary: 'Accept what is offered',
    rows: ['GW-9'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  reject: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/reject',
    summary: 'Let the offer pass; the next ready agent gets it, and I go not ready',
    rows: ['GW-9', 'GW-12'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  hold: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/hold',
    summary: 'Put the contact on hold',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  resume: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/resume',
    summary: 'Take the contact off hold',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  hangUp: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/hang-up',
    summary: 'End the call; not while it is on hold',
    rows: ['WX-11'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  leaveMessage: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/leave-message',
    summary: "Leave the campaign's message on this machine, after its beep; you are free at once",
    rows: ['BP-10'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  }),
  wrapUp: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/wrap-up',
    summary: 'Set wrap-up code and notes',
    rows: ['BP-9', 'WX-6', 'WX-12'],
    role: 'agent',
    body: zWrapUpBody,
    response: zAgentView,
  }),
  done: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/done',
    summary: 'The interaction is done; in preview the next record comes by itself, unless `stop`',
    rows: ['BP-9', 'GW-7'],
    role: 'agent',
    body: zDoneBody,
    response: zAgentView,
  }),

  campaigns: route({
    method: 'get',
    path: '/v1/campaigns',
    summary: 'All campaigns with their live figures',
    rows: ['GT-2', 'GT-10'],
    role: 'supervisor',
    response: z.array(zCampaignOverview),
  }),
  campaign: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}',
    summary: 'One campaign',
    rows: ['GT-2'],
    role: 'supervisor',
    response: zCampaignOverview,
  }),
  createCampaign: route({
    method: 'post',
    path: '/v1/campaigns',
    summary: 'Create a campaign, loaded',
    rows: ['WX-2'],
    role: 'campaign-manager',
    body: zCampaignDraft,
    response: zSavedCampaign,
  }),
  updateCampaign: route({
    method: 'patch',
    path: '/v1/campaigns/{campaignId}',
    summary: 'Change a campaign, also while it runs',
    rows: ['WX-2'],
    role: 'campaign-manager',
    body: zCampaignPatch,
    response: zSavedCampaign,
  }),
  startCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/start',
    summary: 'Start dialing; its agents are told',
    rows: ['GW-6'],
    role: 'supervisor',
    response: zCampaign,
  }),
  pauseCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/pause',
    summary: 'Dial nothing new; calls under way are finished',
    rows: ['GT-9'],
    role: 'supervisor',
    response: zCampaign,
  }),
  resumeCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/resume',
    summary: 'Dial again',
    rows: ['GT-9'],
    role: 'supervisor',
    response: zCampaign,
  }),
  endCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/end',
    summary: 'End the campaign',
    role: 'supervisor',
    response: zCampaign,
  }),
  loadCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/load',
    summary: 'Load an ended campaign again; its agents are told',
    rows: ['GW-6', 'GT-10'],
    role: 'supervisor',
    response: zCampaign,
  }),

  agents: route({
    method: 'get',
    path: '/v1/agents',
    summary: 'All agents with their live state',
    rows: ['GT-8'],
    role: 'supervisor',
    response: z.array(zAgentPicture),
  }),
  pauseAgent: route({
    method: 'post',
    path: '/v1/agents/{agentId}/pause',
    summary: 'Make an agent not ready',
    rows: ['GT-8'],
    role: 'supervisor',
    body: zReasonBody,
    response: zOk,
  }),
  resumeAgent: route({
    method: 'post',
    path: '/v1/agents/{agentId}/resume',
    summary: 'Make an agent ready',
    rows: ['GT-8'],
    role: 'supervisor',
    body: zCommandBody,
    response: zOk,
  }),
  logOutAgent: route({
    method: 'post',
    path: '/v1/agents/{agentId}/log-out',
    summary: 'Log an agent out; during a call it takes effect after wrap-up',
    rows: ['GT-8'],
    role: 'supervisor',
    body: zCommandBody,
    response: zOk,
  }),

  calls: route({
    method: 'get',
    path: '/v1/calls',
    summary: 'Calls under way',
    rows: ['GT-7'],
    role: 'supervisor',
    response: z.array(zCallPicture),
  }),
  hangUpCall: route({
    method: 'post',
    path: '/v1/calls/{callId}/hang-up',
    summary: 'End a call',
    role: 'supervisor',
    response: zOk,
  }),
  monitorCall: route({
    method: 'get',
    path: '/v1/calls/{callId}/monitor',
    summary:
      'Monitor one call: my phone is called, and level meter and detector view come ten a second (event `tick`), until the call, this stream or my session ends (event `end`)',
    rows: ['GT-8'],
    role: 'supervisor',
    query: zMonitorQuery,
    response: z.unknown(),
    stream: true,
  }),
  live: route({
    method: 'get',
    path: '/v1/live',
    summary:
      'The live picture, lossy (event `picture`), and what happened, replayed after Last-Event-ID (event `audit`, `engine`)',
    rows: ['GT-2', 'GT-7', 'GT-8'],
    role: 'supervisor',
    response: z.unknown(),
    stream: true,
  }),
  audit: route({
    method: 'get',
    path: '/v1/audit',
    summary: 'Every act with its actor, newest first',
    role: 'supervisor',
    query: zPage,
    response: z.array(zAuditEntry),
  }),

  lists: route({
    method: 'get',
    path: '/v1/lists',
    summary: 'Call lists',
    role: 'supervisor',
    response: z.array(zList),
  }),
  createList: route({
    method: 'post',
    path: '/v1/lists',
    summary: 'Create an empty call list',
    role: 'supervisor',
    body: z.object({ name: z.string().min(1).max(120) }),
    response: zList,
  }),
  importList: route({
    method: 'post',
    path: '/v1/lists/{listId}/import',
    summary: 'Import a CSV file into a call list',
    rows: ['GT-5'],
    role: 'supervisor',
    query: zImportQuery,
    textBody: 'text/csv',
    response: zImportReport,
  }),
  checkList: route({
    method: 'post',
    path: '/v1/lists/check',
    summary: 'What an import of this CSV file would do',
    rows: ['GT-5'],
    role: 'supervisor',
    query: zImportQuery,
    textBody: 'text/csv',
    response: zImportReport,
  }),

  attempts: route({
    method: 'get',
    path: '/v1/attempts',
    summary: 'Attempts, newest first',
    role: 'supervisor',
    query: zPage.extend({
      campaignId: z.string().max(64).optional(),
      contactId: z.string().max(64).optional(),
      state: z.enum(['under-way', 'closed']).optional(),
      liveEnd: z.enum(LIVE_ENDS).optional().describe('abandoned: the evidence records of abandoned calls'),
    }),
    response: z.array(zAttempt),
  }),
  summary: route({
    method: 'get',
    path: '/v1/summary',
    summary: 'Figures of the attempts since a time, from the store',
    role: 'supervisor',
    query: z.object({ sinceMs: z.coerce.number().int().min(0).default(0) }),
    response: zSummary,
  }),

  users: route({
    method: 'get',
    path: '/v1/users',
    summary: 'Users',
    rows: ['OUT-7'],
    role: 'administrator',
    response: z.array(zUser),
  }),
  createUser: route({
    method: 'post',
    path: '/v1/users',
    summary: 'Create a user',
    rows: ['OUT-7'],
    role: 'administrator',
    body: zUserDraft,
    response: zUser,
  }),
  setPassword: route({
    method: 'put',
    path: '/v1/users/{userId}/password',
    summary: "Reset a user's password; their tokens end",
    rows: ['OUT-7'],
    role: 'administrator',
    body: zUserDraft.pick({ password: true }),
    response: zOk,
  }),
  setLocked: route({
    method: 'put',
    path: '/v1/users/{userId}/locked',
    summary: 'Lock or unlock a user; their tokens end',
    rows: ['OUT-7'],
    role: 'administrator',
    body: z.object({ locked: z.boolean() }),
    response: zOk,
  }),

  stopDialing: route({
    method: 'post',
    path: '/v1/emergency-stop',
    summary: 'No new call anywhere; calls under way go on, or end too',
    rows: ['OUT-3'],
    role: 'supervisor',
    body: z.object({
      endCalls: z.boolean().default(false),
      untilRestart: z
        .boolean()
        .default(false)
        .describe('true: forgotten when the server starts again (a drain); false: kept until it is taken back'),
    }),
    response: zOk,
  }),
  resumeDialing: route({
    method: 'delete',
    path: '/v1/emergency-stop',
    summary: 'Dial again after an emergency stop',
    rows: ['OUT-3'],
    role: 'supervisor',
    response: zOk,
  }),

  ...LIST_ROUTES,
  ...RULE_ROUTES,
  ...PEOPLE_ROUTES,
  ...CALLBACK_ROUTES,
  ...WORK_ROUTES,
  ...REPORT_ROUTES,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
/** Routes that answer with a file. */
export type FileRouteName = {
  [Name in RouteName]: (typeof ROUTES)[Name] extends { file: string } ? Name : never;
}[RouteName];

/** The names of the parameters in a path. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

export type RouteRequest<Name extends RouteName> = ([PathParameters<(typeof ROUTES)[Name]['path']>] extends [never]
  ? unknown
  : { params: Record<PathParameters<(typeof ROUTES)[Name]['path']>, string> }) &
  ((typeof ROUTES)[Name] extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : unknown) &
  ((typeof ROUTES)[Name] extends { textBody: string }
    ? { text: string | Uint8Array | ReadableStream<Uint8Array> }
    : unknown) &
  ((typeof ROUTES)[Name] extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : unknown);

export type RouteResponse<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['response']>;
