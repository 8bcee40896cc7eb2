/** The parts of the OpenAPI document that are the same for every route. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { PROBLEMS, type Route, zProblem } from '@outdial/shared';
import { z } from 'zod';
import type { AppEnv } from './types.ts';

export function answersOf({ response, stream, file }: Pick<Route, 'response' | 'stream' | 'file'>) {
  const text = { schema: { type: 'string' as const } };
  const content =
    file !== undefined
      ? { [file]: text }
      : stream === true
        ? { 'text/event-stream': text }
        : { 'application/json': { schema: response } };
  return {
    200: { description: stream === true ? 'Server-sent events until one side ends them' : 'Done', content },
    default: { $ref: '#/components/responses/Problem' as const, description: 'A problem' },
  } as never;
}

/** Serves the document at `/openapi.json`, made once. */
export function serveOpenApi(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of POST /v1/sessions.',
  });
  const { $schema: _, ...problem } = z.toJSONSchema(zProblem);
  app.openAPIRegistry.registerComponent('schemas', 'Problem', problem as never);
  app.openAPIRegistry.registerComponent('responses', 'Problem', {
    description: `A problem (RFC 9457). Codes: ${Object.keys(PROBLEMS).join(', ')}.`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  let document: string | null = null;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Outdial', version: '1', description: 'Campaigns, agents, calls and supervision.' },
      }),
    );
    return c.body(document, 200, { 'content-type': 'application/json' });
  });
}
