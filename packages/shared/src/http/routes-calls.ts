/** The routes of phones, call controls, monitoring, recordings and missed calls. */
import { z } from 'zod';
import { zCampaignId, zListId } from '../config/campaign.ts';
import { type Route, zPage as zAnyPage, zOk } from './route.ts';
import { zAgentView, zCommandBody } from './schemas.ts';
import {
  MISSED_CALL_STATES,
  zDigits,
  zMissedCall,
  zMissedCallDraft,
  zMissedCallsAdded,
  zMonitorMode,
  zPhone,
  zPhoneMode,
  zRecording,
  zTransferBody,
} from './schemas-calls.ts';

const zPage = zAnyPage.extend({ campaignId: z.string().max(64).optional() });

export const CALL_ROUTES = {
  mute: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/mute',
    summary: 'Mute myself towards the contact, or speak again',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody.extend({ muted: z.boolean().default(true) }),
    response: zAgentView,
  },
  sendDigits: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/digits',
    summary: 'Press keys towards the contact (DTMF)',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody.extend({ digits: zDigits }),
    response: zAgentView,
  },
  recordInteraction: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/recording',
    summary: 'Record the call, or stop; where the campaign records on demand',
    role: 'agent',
    body: zCommandBody.extend({ on: z.boolean().default(true) }),
    response: zAgentView,
  },
  transfer: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/transfer',
    summary: 'Hand the contact to a number or another agent at once; my part is over, I wrap up',
    rows: ['BP-8'],
    role: 'agent',
    body: zTransferBody,
    response: zAgentView,
  },
  consult: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/consult',
    summary: 'Hold the contact and call a number or another agent; then complete or return',
    rows: ['BP-8'],
    role: 'agent',
    body: zTransferBody,
    response: zAgentView,
  },
  completeTransfer: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/complete-transfer',
    summary: 'Leave the contact with whom I consulted; I wrap up',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  },
  returnToContact: {
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/return',
    summary: 'End the consultation and speak to the contact again',
    rows: ['BP-8'],
    role: 'agent',
    body: zCommandBody,
    response: zAgentView,
  },
  colleagues: {
    method: 'get',
    path: '/v1/agent/colleagues',
    summary: 'Agents at work, and whether they can take a transfer now',
    rows: ['BP-8'],
    role: 'agent',
    response: z.array(z.object({ agentId: z.string(), name: z.string(), available: z.boolean(), state: z.string() })),
  },

  setMyPhone: {
    method: 'put',
    path: '/v1/me/phone',
    summary: 'The phone at which I monitor calls',
    rows: ['GT-8'],
    role: 'supervisor',
    body: z.object({ phone: zPhone }),
    response: zOk,
  },
  logInAgent: {
    method: 'post',
    path: '/v1/agents/{agentId}/log-in',
    summary: 'Log an agent in: calls their phone and joins them, not ready',
    rows: ['GT-8'],
    role: 'supervisor',
    body: z.object({
      phone: zPhone.optional().describe('the one that they last worked at where it is left out'),
      phoneMode: zPhoneMode.optional(),
      campaignId: zCampaignId.optional().describe('joins this campaign too'),
    }),
    response: zOk,
  },
  setMonitorMode: {
    method: 'put',
    path: '/v1/monitors/{monitorId}',
    summary: 'Listen, whisper to the agent, or barge in; the monitor is named by the ticks of its stream',
    rows: ['GT-8'],
    role: 'supervisor',
    body: z.object({ mode: zMonitorMode }),
    response: zOk,
  },
  recordCall: {
    method: 'post',
    path: '/v1/calls/{callId}/recording',
    summary: 'Record a call, or stop; where the campaign records on demand',
    role: 'supervisor',
    body: z.object({ on: z.boolean().default(true) }),
    response: zOk,
  },

  recordings: {
    method: 'get',
    path: '/v1/recordings',
    summary: 'Recordings, newest first; `after` is the last callId seen',
    role: 'supervisor',
    query: zPage,
    response: z.array(zRecording),
  },
  recordingFile: {
    method: 'get',
    path: '/v1/recordings/{callId}/file',
    summary: 'The recording of a call: both sides in one WAV file; each fetching is audited',
    role: 'supervisor',
    response: z.unknown(),
    file: 'audio/wav',
  },

  missedCalls: {
    method: 'get',
    path: '/v1/missed-calls',
    summary: 'Calls that nobody took, newest first; `after` is the last id seen',
    rows: ['GT-4'],
    role: 'supervisor',
    query: zPage.extend({ state: z.enum(MISSED_CALL_STATES).optional() }),
    response: z.array(zMissedCall),
  },
  reportMissedCall: {
    method: 'post',
    path: '/v1/missed-calls',
    summary: 'Tell of a call that another system missed; telling it twice changes nothing',
    rows: ['GT-4', 'GCC-0'],
    role: 'supervisor',
    body: zMissedCallDraft,
    response: zMissedCall,
  },
  addMissedCalls: {
    method: 'post',
    path: '/v1/missed-calls/add',
    summary:
      "Add missed calls to a call list, the one named or the campaign's first; a callback campaign calls them back",
    rows: ['GT-4', 'GCC-0'],
    role: 'supervisor',
    body: z
      .object({
        ids: z.array(z.string().min(1).max(64)).min(1).max(1_000),
        listId: zListId.optional(),
        campaignId: zCampaignId.optional(),
      })
      .refine(({ listId, campaignId }) => (listId === undefined) !== (campaignId === undefined), {
        message: 'name a list or a campaign, and not both',
        path: ['listId'],
      }),
    response: zMissedCallsAdded,
  },
} as const satisfies Record<string, Route>;
