/** The bearer token and the role that a route needs (GT-1), tested before anything of the request is read. */
import { ProblemError, type Role, roleIncludes } from '@outdial/shared';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../routes/types.ts';
import type { Accounts } from '../users/accounts.ts';

export function authenticate(accounts: Accounts, needs: Role): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) throw new ProblemError('not-logged-in', 'The request carries no bearer token.');
    const caller = await accounts.callerOf(token);
    if (caller === null) throw new ProblemError('not-logged-in', 'The token is unknown or has expired.');
    if (!roleIncludes(caller.role, needs)) {
      throw new ProblemError('wrong-role', `This needs the role ${needs}; you are ${caller.role}.`, { needs });
    }
    c.set('caller', caller);
    await next();
  };
}
