/** The route table: from it come the server's routes, the OpenAPI document, the typed client and the reference docs. */
import { z } from 'zod';
import { type Route, route } from './route.ts';
import { AGENT_ROUTES } from './routes-agent.ts';
import { CALLBACK_ROUTES } from './routes-callbacks.ts';
import { CALL_ROUTES } from './routes-calls.ts';
import { CAMPAIGN_ROUTES } from './routes-campaigns.ts';
import { LIST_ROUTES } from './routes-lists.ts';
import { MESSAGE_ROUTES } from './routes-messages.ts';
import { PEOPLE_ROUTES } from './routes-people.ts';
import { REPORT_ROUTES } from './routes-reports.ts';
import { RULE_ROUTES } from './routes-rules.ts';
import { SUPERVISION_ROUTES } from './routes-supervision.ts';
import { USER_ROUTES } from './routes-users.ts';
import { WORK_ROUTES } from './routes-work.ts';

/** One file a subject, and what probes ask. */
export const ROUTES = {
  health: route({
    method: 'get',
    path: '/healthz',
    summary: 'Whether server, store and engine work',
    role: null,
    response: z.object({ ok: z.boolean(), engine: z.enum(['connected', 'lost']), store: z.enum(['ok', 'failed']) }),
  }),

  ...USER_ROUTES,
  ...AGENT_ROUTES,
  ...WORK_ROUTES,
  ...CALLBACK_ROUTES,
  ...CAMPAIGN_ROUTES,
  ...SUPERVISION_ROUTES,
  ...CALL_ROUTES,
  ...MESSAGE_ROUTES,
  ...LIST_ROUTES,
  ...RULE_ROUTES,
  ...PEOPLE_ROUTES,
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
