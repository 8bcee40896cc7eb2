/** One line for each request: who by role, what, how it ended and how long it took; no bodies, no query strings. */
import type { Clock } from '@outdial/shared';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../logger.ts';
import type { AppEnv } from '../routes/types.ts';

export function requestLog(log: Logger, clock: Clock): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAtMs = clock.nowMs();
    await next();
    const { status } = c.res;
    const fields = {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status,
      ms: clock.nowMs() - startedAtMs,
      user: c.get('caller')?.userId,
    };
    if (status >= 500) log.warn(fields, 'request');
    else if (c.req.method === 'GET') log.debug(fields, 'request');
    else log.info(fields, 'request');
  };
}
