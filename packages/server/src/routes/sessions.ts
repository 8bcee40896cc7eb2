/** Health, and coming in and going out. */
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

export const sessionHandlers = ({
  store,
  bus,
  accounts,
  audit,
}: Services): Pick<Handlers, 'health' | 'logIn' | 'logOut' | 'me'> => ({
  async health() {
    const works = await store.ping().catch(() => false);
    const engine = bus.engine().state;
    return { ok: works && engine === 'connected', engine, store: works ? 'ok' : 'failed' };
  },
  async logIn({ body }) {
    const session = await accounts.logIn(body.username, body.password);
    await audit.record(session.user, 'session.log-in', session.user.username);
    return session;
  },
  async logOut({ caller }) {
    await accounts.logOut(caller);
    await audit.record(caller, 'session.log-out', caller.username);
    return { ok: true };
  },
  me: ({ caller: { userId, username, name, role } }) => ({ id: userId, username, name, role, locked: false }),
});
