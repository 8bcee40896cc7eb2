/** OUT-8: one person's data exported and erased, and how long personal data is kept. */

import { anyNumber } from '../lists/any-number.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type PersonRoutes = 'exportPerson' | 'erasePerson' | 'retention' | 'setRetention';

/** The trail names no numbers: its last digits tell whoever knows the number which one it was. */
export const masked = (number: string): string => `…${number.slice(-4)}`;

export function personHandlers({ store, clock, audit, keeper }: Services): Pick<Handlers, PersonRoutes> {
  return {
    async exportPerson({ caller, query }) {
      const number = anyNumber(query.number, query.country);
      const nowMs = clock.nowMs();
      const { numbers, others } = await store.personOf(number);
      const found = await Promise.all(
        numbers.map(async (one) => ({
          ...(await store.lookUp({ number: one, nowMs })),
          doNotCall: await store.doNotCallOf(one),
          consents: await store.consentsOf(one),
        })),
      );
      await audit.record(caller, 'person.export', masked(number));
      const contacts = new Map(found.flatMap((one) => one.contacts).map((contact) => [contact.contactId, contact]));
      return {
        atMs: nowMs,
        numbers,
        contacts: [...contacts.values()],
        attempts: found.flatMap(({ attempts }) => attempts),
        doNotCall: found.flatMap(({ doNotCall }) => doNotCall),
        consents: found.flatMap(({ consents }) => consents),
        others,
      };
    },
    async erasePerson({ caller, body }) {
      const number = anyNumber(body.number, body.country);
      const mark = body.markDoNotCall ? { reason: 'erased at their request', atMs: clock.nowMs() } : null;
      const { files, ...erased } = await store.erasePerson({ number, markDoNotCall: mark });
      await audit.record(caller, 'person.erase', masked(number), body.reason);
      await keeper.removeFiles(files);
      return erased;
    },
    retention: () => keeper.retention(),
    async setRetention({ caller, body }) {
      const retention = await keeper.set(body);
      const told = Object.entries(retention).map(([kind, days]) => `${kind} ${days ?? 'kept'}`);
      await audit.record(caller, 'retention.set', 'personal data', told.join(', '));
      return retention;
    },
  };
}
