/** The HTTP API: middleware, then every route of the shared table. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from './logger.ts';
import { LOG_IN_LIMITS, type LogInLimits, limitLogIns } from './middleware/log-in-limit.ts';
import { errorHandler, notFoundHandler } from './middleware/problems.ts';
import { requestLog } from './middleware/request-log.ts';
import { handlersOf, type Services } from './routes/handlers.ts';
import { serveOpenApi } from './routes/openapi.ts';
import { registerRoutes } from './routes/register.ts';
import type { AppEnv } from './routes/types.ts';

export interface AppOptions {
  services: Services;
  log: Logger;
  logInLimits?: LogInLimits;
  csvLimitBytes?: number;
}

/** The address that the request came from; headers of proxies are not believed. */
function addressOf(c: Context<AppEnv>): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

export function createApp({
  services,
  log,
  logInLimits = LOG_IN_LIMITS,
  csvLimitBytes,
}: AppOptions): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.onError(errorHandler(log));
  app.notFound(notFoundHandler);
  app.use(
    requestId({ limitLength: 64 }),
    requestLog(log, services.clock),
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
    async (c, next) => {
      await next();
      if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
    },
  );
  registerRoutes({
    app,
    handlers: handlersOf(services),
    accounts: services.accounts,
    clock: services.clock,
    extra: { logIn: limitLogIns(logInLimits, addressOf) },
    csvLimitBytes,
  });
  serveOpenApi(app);
  return app;
}
