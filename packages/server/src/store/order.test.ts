/** The order of leases in the store is the order of the rules, for any list and any returns. */
import type { ContactId } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContacts } from '../rules/order.ts';
import { openDirectStore } from './index.ts';
import { contact, EngineHand, EPOCH, fill, policy } from './testing/floor.ts';

const lists = fc.array(fc.record({ priority: fc.integer({ min: 0, max: 255 }), top: fc.boolean() }), {
  minLength: 1,
  maxLength: 20,
});

describe('the order of leases', () => {
  it('GCC-6, GW-9: given back to the top, then priority where the rule honours it, then position', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.boolean(), async (entries, honourPriority) => {
        const store = openDirectStore(':memory:');
        const engine = new EngineHand(store);
        const contacts = entries.map(({ priority }, position) => contact(position, { priority }));
        await fill(store, [policy('a', { rule: { honourPriority } })], contacts);
        const { campaignId } = await engine.lease('a', entries.length);
        const ids = (top: boolean): ContactId[] =>
          entries.flatMap((entry, position) => (entry.top === top ? [`c${position + 1}` as ContactId] : []));
        const back = { campaignId, epoch: EPOCH, nowMs: engine.nowMs };
        await store.giveBack({ ...back, contactIds: ids(true), position: 'top' });
        await store.giveBack({ ...back, contactIds: ids(false), position: 'retry' });
        const expected = entries
          .map((entry, position) => ({ ...entry, callbackDueAtMs: null, position }))
          .sort((a, b) => compareContacts(a, b, honourPriority))
          .map(({ position }) => `c${position + 1}`);
        const { records } = await engine.lease('a', entries.length);
        expect(records.map(({ contactId }) => contactId)).toEqual(expected);
        await store.close();
      }),
      { numRuns: 40 },
    );
  });
});
