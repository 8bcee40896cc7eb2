/** Turns the shared route table into routes: role, limits, validation, OpenAPI, answer; one way for all. */
import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { type Clock, ROUTES, type Route, type RouteName } from '@outdial/shared';
import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { streamAnswer } from '../events/respond.ts';
import { authenticate } from '../middleware/authenticate.ts';
import { CSV_LIMIT_BYTES, fileBody, limitJson, SOUND_LIMIT_BYTES } from '../middleware/body-limit.ts';
import { invalidInput } from '../middleware/problems.ts';
import type { Accounts } from '../users/accounts.ts';
import { fileAnswer } from './file-answer.ts';
import { answersOf } from './openapi.ts';
import type { AppEnv, Handler, HandlerInput, Handlers } from './types.ts';

export interface RegisterOptions {
  app: OpenAPIHono<AppEnv>;
  handlers: Handlers;
  accounts: Accounts;
  clock: Clock;
  /** Before the handler of one route, behind the limits. */
  extra: Partial<Record<RouteName, MiddlewareHandler<AppEnv>[]>>;
  csvLimitBytes?: number | undefined;
}

const zPathParameter = z.string().min(1).max(64);

function parameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.length === 0 ? undefined : z.object(Object.fromEntries(names.map((name) => [name, zPathParameter])));
}

/** What a manager writes stays: there a field that nobody knows is a typing slip, which would be believed to hold. */
const bodyOf = ({ role, body }: Route): z.ZodType | undefined =>
  role === 'campaign-manager' && body instanceof z.ZodObject ? body.strict() : body;

/** A body in which everything may be left out may be left out itself. */
const mayBeEmpty = (schema: z.ZodType): boolean => schema.safeParse({}).success;

function config(name: RouteName, { method, path, summary, rows, role, query, body, textBody, ...rest }: Route) {
  const params = parameters(path);
  const jsonBody = body && { content: { 'application/json': { schema: body } }, required: !mayBeEmpty(body) };
  const file = textBody && { content: { [textBody]: { schema: { type: 'string' as const } } }, required: true };
  const anyBody = jsonBody ?? file;
  const open: RouteConfig = {
    method,
    path,
    operationId: name,
    summary,
    tags: [path.split('/')[2] ?? 'health'],
    ...(rows === undefined ? {} : { description: `Requirements: ${rows.join(', ')}.` }),
    ...(role === null ? {} : { security: [{ bearer: [] }], 'x-role': role }),
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(anyBody === undefined ? {} : { body: anyBody }),
    },
    responses: answersOf(rest),
  };
  return open;
}

/** What was sent, checked by the table's schemas. */
function inputOf(
  c: Context<AppEnv>,
  route: Route,
  text: AsyncIterable<Uint8Array> | undefined,
): HandlerInput<RouteName> {
  const valid = (target: 'param' | 'query' | 'json'): unknown => c.req.valid(target as never);
  const bodyLeftOut = route.body !== undefined && c.req.header('content-type') === undefined;
  const input: Record<keyof HandlerInput<RouteName>, unknown> = {
    params: parameters(route.path) === undefined ? {} : valid('param'),
    query: route.query === undefined ? undefined : valid('query'),
    body: bodyLeftOut ? route.body?.parse({}) : route.body === undefined ? undefined : valid('json'),
    text,
    caller: c.get('caller'),
    lastEventId: c.req.header('last-event-id'),
  };
  return input as HandlerInput<RouteName>;
}

export function registerRoutes({ app, handlers, accounts, clock, extra, csvLimitBytes }: RegisterOptions): void {
  for (const [key, definition] of Object.entries(ROUTES)) {
    const name = key as RouteName;
    const { body: _, ...rest }: Route = definition;
    const body = bodyOf(definition);
    const route: Route = body === undefined ? rest : { ...rest, body };
    const handler = handlers[name] as Handler<RouteName>;
    const middleware: MiddlewareHandler<AppEnv>[] = [
      ...(route.role === null ? [] : [authenticate(accounts, route.role)]),
      ...(route.textBody === undefined ? [limitJson(clock)] : []),
      ...(extra[name] ?? []),
    ];
    app.openapi(
      createRoute({ ...config(name, route), middleware }),
      async (c: Context<AppEnv>) => {
        const { textBody: type } = route;
        const limitBytes = type === 'text/csv' ? (csvLimitBytes ?? CSV_LIMIT_BYTES) : SOUND_LIMIT_BYTES;
        const text = type === undefined ? undefined : fileBody(c, type, limitBytes);
        const answer: unknown = await handler(inputOf(c, route, text));
        if (route.file !== undefined)
          return fileAnswer(c, route.file, answer as Uint8Array<ArrayBuffer> | AsyncIterable<string>);
        return route.stream === true ? streamAnswer(answer as Parameters<typeof streamAnswer>[0]) : c.json(answer);
      },
      (result) => {
        if (!result.success) throw invalidInput(result.target as 'json' | 'query' | 'param', result.error);
      },
    );
  }
}
