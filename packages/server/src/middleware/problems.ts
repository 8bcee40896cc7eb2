/** Whatever goes wrong becomes one problem+json answer (RFC 9457): a code, words, and what to do. */
import { PROBLEMS, ProblemError } from '@outdial/shared';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import type { Logger } from '../logger.ts';
import type { AppEnv } from '../routes/types.ts';

interface FieldError {
  field: string;
  message: string;
}

export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({ field: issue.path.join('.') || '(whole)', message: issue.message }));

/** A schema's refusal, as the problem of a body or of a parameter. */
export function invalidInput(target: 'json' | 'query' | 'param', error: z.ZodError): ProblemError {
  const errors = fieldErrors(error);
  const told = errors
    .slice(0, 3)
    .map(({ field, message }) => `${field}: ${message}`)
    .join('; ');
  return new ProblemError(target === 'json' ? 'malformed-body' : 'malformed-parameter', `${told}.`, { errors });
}

function fromHttp(error: HTTPException): ProblemError | null {
  switch (error.status) {
    case 400:
      return new ProblemError('malformed-body', 'The body is not JSON.', {
        errors: [{ field: '(whole)', message: 'not JSON' }],
      });
    case 415:
      return new ProblemError('wrong-content-type', 'The body is of another content type.', {
        takes: 'application/json',
      });
    default:
      return null;
  }
}

export function problemAnswer(c: Context<AppEnv>, problem: ProblemError): Response {
  return c.body(JSON.stringify(problem.body(c.req.path)), PROBLEMS[problem.code].status, {
    'content-type': 'application/problem+json',
  });
}

/** The application's error handler; faults are logged whole and told without a stack. */
export function errorHandler(log: Logger) {
  return (error: Error, c: Context<AppEnv>): Response => {
    const requestId = c.get('requestId');
    const problem = error instanceof ProblemError ? error : error instanceof HTTPException ? fromHttp(error) : null;
    if (problem !== null) {
      if (PROBLEMS[problem.code].status >= 500) log.warn({ requestId, err: error }, 'a request could not be served');
      return problemAnswer(c, problem);
    }
    log.error({ requestId, err: error }, 'a fault of ours');
    return problemAnswer(c, new ProblemError('internal-error', 'Something failed inside.', { requestId }));
  };
}

export const notFoundHandler = (c: Context<AppEnv>): Response =>
  problemAnswer(c, new ProblemError('not-found', `There is no ${c.req.method} ${c.req.path}.`));
