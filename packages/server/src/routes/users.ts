/** Users (OUT-7): made, given a new password, locked; every act is written down with its actor. */
import type { UserId } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type UserRoutes = 'users' | 'createUser' | 'setPassword' | 'setLocked';

export const userHandlers = ({ accounts, audit, bus }: Services): Pick<Handlers, UserRoutes> => ({
  users: () => accounts.users(),
  async createUser({ caller, body }) {
    const user = await accounts.create(body);
    await audit.record(caller, 'user.create', user.username, user.role);
    return user;
  },
  async setPassword({ caller, params, body }) {
    const user = await accounts.userById(params.userId as UserId);
    await accounts.setPassword(user.id, body.password);
    await audit.record(caller, 'user.set-password', user.username);
    return { ok: true };
  },
  async setLocked({ caller, params, body }) {
    const user = await accounts.setLocked(params.userId as UserId, body.locked);
    const kind = bus.agents().get(user.id)?.presence.kind ?? 'logged-out';
    // Who is shut out takes no more calls; the one in hand is finished (by a supervisor, where it must be).
    if (body.locked && kind !== 'logged-out') {
      await bus.command({ type: 'agent.log-out', agentId: user.id, by: 'supervisor' });
    }
    await audit.record(caller, body.locked ? 'user.lock' : 'user.unlock', user.username);
    return { ok: true };
  },
});
