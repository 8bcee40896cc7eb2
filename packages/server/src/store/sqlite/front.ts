/** The store's asynchronous face over anything that carries requests: the thread, or its twin in this one. */
import type { Store, StoreOperations } from '../port.ts';
import { OPERATION_NAMES, type OperationName } from './operations.ts';

export interface Carrier {
  send(operation: OperationName, argument: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export function storeOver(carrier: Carrier): Store {
  const plain = Object.fromEntries(
    OPERATION_NAMES.map((name) => [name, (argument?: unknown) => carrier.send(name, argument)]),
  ) as unknown as StoreOperations & { attachMore(): Promise<boolean> };
  /** In bounded steps, so that others are answered in between. */
  const attachAll = async (): Promise<void> => {
    while (await plain.attachMore());
  };
  return {
    ...plain,
    async setPolicies(policies) {
      await plain.setPolicies(policies);
      await attachAll();
    },
    async addContacts(batch) {
      const result = await plain.addContacts(batch);
      await attachAll();
      return result;
    },
    close: () => carrier.close(),
  };
}
