/** OUT-8: one person's data exported and erased, and how long personal data is kept. */
import type { AttemptId, E164 } from '@outdial/shared';
import { anyNumber } from '../lists/any-number.ts';
import type { FoundNumber } from '../store/port.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type PersonRoutes = 'exportPerson' | 'erasePerson' | 'retention' | 'setRetention';

/** The trail names no numbers: its last digits tell whoever knows the number which one it was. */
export const masked = (number: string): string => `…${number.slice(-4)}`;

export function personHandlers({ store, bus, clock, audit, keeper }: Services): Pick<Handlers, PersonRoutes> {
  /** Page by page: of some people more is kept than one look-up shows. */
  async function everything(number: E164, nowMs: number): Promise<FoundNumber> {
    const { contacts, attempts } = await store.lookUp({ number, nowMs });
    for (let last = contacts.at(-1); last !== undefined; ) {
      const page = await store.lookUp({ number, nowMs, after: { contactId: last.contactId } });
      contacts.push(...page.contacts);
      last = page.contacts.at(-1);
    }
    for (let last = attempts.at(-1); last !== undefined; ) {
      const page = await store.lookUp({ number, nowMs, after: { attemptId: last.attemptId as AttemptId } });
      attempts.push(...page.attempts);
      last = page.attempts.at(-1);
    }
    return { contacts, attempts };
  }

  return {
    async exportPerson({ caller, query }) {
      const number = anyNumber(query.number, query.country);
      const nowMs = clock.nowMs();
      const { numbers, others } = await store.personOf(number);
      const found = await Promise.all(
        numbers.map(async (one) => ({
          ...(await everything(one, nowMs)),
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
      const { numbers, contacts } = await store.personOf(number);
      const { files, ...erased } = await store.erasePerson({ number, markDoNotCall: mark });
      await bus.forgetLast({ numbers, contactIds: contacts });
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
