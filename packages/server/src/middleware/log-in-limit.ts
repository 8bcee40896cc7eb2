/** Guessing passwords is slow: failed log-ins are counted by user name with address, by address, and by user name. */
import { ProblemError } from '@outdial/shared';
import type { Context, MiddlewareHandler } from 'hono';
import { rateLimiter } from 'hono-rate-limiter';
import type { AppEnv } from '../routes/types.ts';
import { problemAnswer } from './problems.ts';

export interface LogInLimits {
  windowMs: number;
  /** Failed log-ins in a window before the next is refused. */
  perUserAndAddress: number;
  /** Also bounds the log-ins under way at once from one address (a shift that begins behind one router is one). */
  perAddress: number;
  perUser: number;
}

export const LOG_IN_LIMITS: LogInLimits = { windowMs: 60_000, perUserAndAddress: 5, perAddress: 500, perUser: 30 };

async function usernameOf(c: Context<AppEnv>): Promise<string> {
  try {
    const body: unknown = await c.req.json();
    if (typeof body !== 'object' || body === null || !('username' in body)) return '';
    return String(body.username).slice(0, 40).toLowerCase();
  } catch {
    return '';
  }
}

export function limitLogIns(
  limits: LogInLimits,
  addressOf: (c: Context<AppEnv>) => string,
): MiddlewareHandler<AppEnv>[] {
  const limiter = (limit: number, keyGenerator: (c: Context<AppEnv>) => Promise<string> | string) =>
    rateLimiter<AppEnv>({
      windowMs: limits.windowMs,
      limit,
      keyGenerator,
      skipSuccessfulRequests: true,
      standardHeaders: 'draft-7',
      handler: (c) => {
        const retryAfterS = Number(c.res.headers.get('retry-after') ?? Math.ceil(limits.windowMs / 1_000));
        const problem = new ProblemError('too-many-requests', `Too many failed log-ins; wait ${retryAfterS} s.`, {
          retryAfterS,
        });
        return problemAnswer(c, problem);
      },
    });
  return [
    limiter(limits.perAddress, addressOf),
    limiter(limits.perUser, usernameOf),
    limiter(limits.perUserAndAddress, async (c) => `${addressOf(c)} ${await usernameOf(c)}`),
  ];
}
