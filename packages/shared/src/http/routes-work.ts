/** The routes of an agent's work beside the call: case information, guide, figures of the day; and the guide's set-up and export. */
import { z } from 'zod';
import { zCallGuide } from '../config/guide.ts';
import { route, zOk } from './route.ts';
import { zAgentView } from './schemas.ts';
import { zAgentDay, zCaseEntry, zCaseEntryBody, zGuideAnswerBody, zGuideAnswerRow } from './schemas-work.ts';

export const WORK_ROUTES = {
  addCaseEntry: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/case',
    summary: 'Add to the case information; it is kept with the contact',
    rows: ['GW-11'],
    role: 'agent',
    body: zCaseEntryBody,
    response: zAgentView,
  }),
  caseHistory: route({
    method: 'get',
    path: '/v1/contacts/{contactId}/case',
    summary: 'All that was ever written of a contact’s case, oldest first',
    rows: ['GW-11'],
    role: 'supervisor',
    response: z.array(zCaseEntry),
  }),
  answerGuide: route({
    method: 'post',
    path: '/v1/agent/interactions/{interactionId}/guide/answers',
    summary:
      'Answer the open question of the call guide, or one that was answered before: later answers then go. Kept at once',
    rows: ['WX-7'],
    role: 'agent',
    body: zGuideAnswerBody,
    response: zAgentView,
  }),
  agentDay: route({
    method: 'get',
    path: '/v1/agent/day',
    summary: 'My figures of the day, and how long until the next call',
    rows: ['OUT-4'],
    role: 'agent',
    response: zAgentDay,
  }),
  campaignGuide: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/guide',
    summary: 'The campaign’s call guide; null: it has none',
    rows: ['WX-7'],
    role: 'supervisor',
    response: zCallGuide.nullable(),
  }),
  setCampaignGuide: route({
    method: 'put',
    path: '/v1/campaigns/{campaignId}/guide',
    summary: 'Give the campaign a call guide; every fault names its question',
    rows: ['WX-7'],
    role: 'campaign-manager',
    body: zCallGuide,
    response: zCallGuide,
  }),
  removeCampaignGuide: route({
    method: 'delete',
    path: '/v1/campaigns/{campaignId}/guide',
    summary: 'Take the call guide away; answers stay',
    rows: ['WX-7'],
    role: 'campaign-manager',
    response: zOk,
  }),
  guideAnswersCsv: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/guide/answers.csv',
    summary: 'All of them as CSV; no cell is taken for a formula',
    rows: ['WX-7'],
    role: 'supervisor',
    query: z.object({ sinceMs: z.coerce.number().int().min(0).default(0) }),
    response: z.string(),
    file: 'text/csv',
  }),
  guideAnswers: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/guide/answers',
    summary: 'The answers that were given in the campaign’s calls, oldest first',
    rows: ['WX-7'],
    role: 'supervisor',
    query: z.object({
      sinceMs: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
      after: z.coerce.number().int().min(0).default(0).describe('so many answers are passed over'),
    }),
    response: z.array(zGuideAnswerRow),
  }),
} as const;
