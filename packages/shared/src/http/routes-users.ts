/** The routes of who may log in: sessions, and the users that administrators write. */
import { z } from 'zod';
import { route, zOk } from './route.ts';
import { zLogin, zSession, zUser, zUserDraft } from './schemas.ts';

export const USER_ROUTES = {
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
} as const;
