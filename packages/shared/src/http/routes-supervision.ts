/** The routes of what supervisors see and do: agents, calls, the live stream, the audit trail, the emergency stop. */
import { z } from 'zod';
import { route, zOk, zPage } from './route.ts';
import { zAgentPicture, zAuditEntry, zCallPicture, zCommandBody, zReasonBody } from './schemas.ts';
import { zMonitorMode } from './schemas-calls.ts';

const zMonitorQuery = z.object({
  mode: zMonitorMode.default('listen'),
  meterOnly: z.enum(['yes', 'no']).default('no').describe('yes: no phone is called'),
});

export const SUPERVISION_ROUTES = {
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
      'The live picture, lossy (event `picture`), and what happened, replayed after Last-Event-ID (events `engine`, `campaign`, `audit`, and `callback`: one whose agent is not there)',
    rows: ['GT-2', 'GT-7', 'GT-8', 'GCC-2'],
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
} as const;
