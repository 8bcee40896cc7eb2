/** The routes of callbacks: the agent's own, and those of who lists, asks for and reassigns them. */
import { z } from 'zod';
import { route } from './route.ts';
import { zAgentView } from './schemas.ts';
import { zCallback, zCallbackBody, zCallbackChange, zCallbackQuery, zCallbackRequest } from './schemas-callbacks.ts';

export const CALLBACK_ROUTES = {
  scheduleCallback: route({
    method: 'put',
    path: '/v1/agent/interactions/{interactionId}/callback',
    summary:
      'Schedule a callback, or change it, at any moment until the interaction is done; one that cannot be called then is answered with `callback-invalid`, kept as invalid and keeps the interaction from being done',
    rows: ['GW-13', 'GW-14', 'GW-15', 'GW-18', 'GCC-2'],
    role: 'agent',
    body: zCallbackBody,
    response: zAgentView,
  }),
  cancelCallback: route({
    method: 'delete',
    path: '/v1/agent/interactions/{interactionId}/callback',
    summary: 'Cancel the callback of the interaction in hand',
    rows: ['GW-16'],
    role: 'agent',
    response: zAgentView,
  }),
  myCallbacks: route({
    method: 'get',
    path: '/v1/agent/callbacks',
    summary: 'The callbacks that I hold, by their time',
    rows: ['GCC-2', 'GW-17'],
    role: 'agent',
    response: z.array(zCallback),
  }),
  requestCallback: route({
    method: 'post',
    path: '/v1/callbacks',
    summary: 'Ask for a callback to a number, in a callback campaign or any other',
    rows: ['GCC-0'],
    role: 'agent',
    body: zCallbackRequest,
    response: zCallback,
  }),
  callbacks: route({
    method: 'get',
    path: '/v1/callbacks',
    summary: 'Callbacks, by their time: open ones, those of a state, or overdue ones',
    rows: ['GCC-0', 'GCC-2'],
    role: 'supervisor',
    query: zCallbackQuery,
    response: z.array(zCallback),
  }),
  changeCallback: route({
    method: 'patch',
    path: '/v1/callbacks/{callbackId}',
    summary: 'Give a callback to another agent or to any, or another time or number',
    rows: ['GW-15', 'GCC-2'],
    role: 'supervisor',
    body: zCallbackChange,
    response: zCallback,
  }),
  cancelCallbackById: route({
    method: 'post',
    path: '/v1/callbacks/{callbackId}/cancel',
    summary: 'Cancel a callback; while it is being called it cannot be',
    rows: ['GW-16'],
    role: 'supervisor',
    response: zCallback,
  }),
} as const;
