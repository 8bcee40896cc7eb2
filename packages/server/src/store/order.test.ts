/** The order of leases in the store is the order of the rules, for any lists, shelves, weights and returns. */
import type { ContactId, ListId } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContacts, compareRank, type Turn, whoseTurn } from '../rules/order.ts';
import { openDirectStore } from './index.ts';
import { contact, demoPack, EngineHand, EPOCH, fill, LIST, policy, WEDNESDAY_9H } from './testing/floor.ts';

const lists = fc.array(fc.record({ priority: fc.integer({ min: 0, max: 255 }), top: fc.boolean() }), {
  minLength: 1,
  maxLength: 20,
});

/** 9:00 in Paris is 12:30 in Kolkata and 3:00 in New York: all three are open from 8 to 21, New York later. */
const ZONES = [null, 'Asia/Kolkata', 'America/New_York'] as const;
const DAYTIME = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute: 480, toMinute: 1_260 }));
const SECOND = 'list-2' as ListId;

const entry = fc.record({
  priority: fc.integer({ min: 0, max: 3 }),
  zone: fc.constantFrom(...ZONES),
  second: fc.boolean(),
  /** Not to be called, or only after its turn has come once: it must not hold up what stands behind it. */
  barred: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});
type Entry = (typeof entry extends fc.Arbitrary<infer E> ? E : never) & { position: number };

/** Slow and plain: of the heads of all lists, the best rank; of equals whose turn it is. */
function expectedOrder(
  entries: readonly Entry[],
  weights: readonly [number, number],
  honourPriority: boolean,
): Entry[] {
  const place = ({ priority, position }: Entry) => ({ top: false, callbackDueAtMs: null, priority, position });
  const queues = [false, true].map((second) =>
    entries
      .filter((one) => one.second === second && !one.barred && one.zone !== 'America/New_York')
      .sort((a, b) => compareContacts(place(a), place(b), honourPriority)),
  );
  const turns: (Turn & { queue: Entry[] })[] = queues.map((queue, n) => ({
    queue,
    weight: weights[n] ?? 1,
    handedOut: 0,
  }));
  const told: Entry[] = [];
  for (;;) {
    let first: typeof turns = [];
    for (const turn of turns) {
      const [head] = turn.queue;
      const [best] = first;
      if (head === undefined) continue;
      const order = best?.queue[0] === undefined ? -1 : compareRank(place(head), place(best.queue[0]), honourPriority);
      if (order < 0) first = [turn];
      else if (order === 0) first.push(turn);
    }
    const chosen = first[whoseTurn(first)];
    const next = chosen?.queue.shift();
    if (chosen === undefined || next === undefined) return told;
    chosen.handedOut += 1;
    told.push(next);
  }
}

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

  it('GCC-6, GCC-8: lists share by weight, closed zones and barred numbers are passed over, whatever is leased at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 60 }),
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
        fc.boolean(),
        fc.integer({ min: 1, max: 25 }),
        async (drawn, weights, honourPriority, atOnce) => {
          const store = openDirectStore(':memory:');
          const engine = new EngineHand(store);
          const entries = drawn.map((one, position) => ({ ...one, position }));
          const named = (second: boolean) =>
            entries
              .filter((one) => one.second === second)
              .map(({ priority, zone, position }) => contact(position, { priority, timeZone: zone }));
          const campaign = { listIds: [LIST, SECOND], listWeights: { [LIST]: weights[0], [SECOND]: weights[1] } };
          await store.createList({ id: SECOND, name: 'Second', createdAtMs: WEDNESDAY_9H });
          await store.addContacts({ listId: SECOND, contacts: named(true) });
          const packs = [demoPack({ weeklyHours: DAYTIME })];
          await fill(store, [policy('a', { rule: { honourPriority }, campaign, packs })], named(false));
          await store.addDoNotCall(
            entries
              .filter(({ barred }) => barred)
              .map(({ position }) => ({
                number: contact(position).number,
                campaignId: null,
                reason: 'asked',
                atMs: 0,
              })),
          );
          const told: string[] = [];
          for (;;) {
            const { records } = await engine.lease('a', atOnce);
            told.push(...records.map(({ name }) => name));
            if (records.length < atOnce) break;
          }
          // The second list was made first.
          const byKey = [...entries.filter((one) => one.second), ...entries.filter((one) => !one.second)];
          const inOrder = byKey.map((one, position) => ({ ...one, position, name: `Contact ${one.position}` }));
          const swapped = inOrder.map((one) => ({ ...one, second: !one.second }));
          const expected = expectedOrder(swapped, [weights[1], weights[0]], honourPriority);
          expect(told).toEqual(expected.map((one) => (one as (typeof swapped)[number]).name));
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
