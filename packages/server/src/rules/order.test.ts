/** GCC-6 and the fair share of the lists, as pure functions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContacts, type Place, type Turn, whoseTurn } from './order.ts';

const place: fc.Arbitrary<Place> = fc.record({
  top: fc.boolean(),
  callbackDueAtMs: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
  priority: fc.constantFrom(0, 1, 254, 255),
  position: fc.integer({ min: 0, max: 5 }),
});

describe('the order', () => {
  it('GCC-6: given back, then due callbacks by their time, then 255 first where it is honoured, then position', () => {
    const contact = (changes: Partial<Place>): Place => ({
      top: false,
      callbackDueAtMs: null,
      priority: 0,
      position: 0,
      ...changes,
    });
    const inOrder = [
      contact({ top: true, position: 9 }),
      contact({ callbackDueAtMs: 5, position: 8 }),
      contact({ callbackDueAtMs: 6, priority: 255, position: 7 }),
      contact({ priority: 255, position: 6 }),
      contact({ priority: 254, position: 2 }),
      contact({ priority: 254, position: 4 }),
    ];
    const sorted = (honour: boolean) => [...inOrder].reverse().sort((a, b) => compareContacts(a, b, honour));
    expect(sorted(true)).toEqual(inOrder);
    expect(sorted(false).map(({ position }) => position)).toEqual([9, 8, 7, 2, 4, 6]);
  });

  it('GCC-6: is an order: no two contacts each come before the other, and none is out of place', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.boolean(), (places, honour) => {
        const sorted = [...places].sort((a, b) => compareContacts(a, b, honour));
        for (const [i, first] of sorted.entries()) {
          for (const second of sorted.slice(i + 1)) {
            expect(compareContacts(first, second, honour)).toBeLessThanOrEqual(0);
            expect(compareContacts(second, first, honour)).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lists take turns by weight: in every round each has its share', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, (lists) => {
        const turns: Turn[] = lists.map((weight) => ({ weight, handedOut: 0 }));
        const total = lists.reduce((sum, weight) => sum + weight, 0);
        for (let call = 1; call <= 2 * total; call++) {
          const next = turns[whoseTurn(turns)];
          if (next !== undefined) next.handedOut += 1;
          if (call % total === 0) {
            expect(turns.map(({ handedOut }) => handedOut)).toEqual(lists.map((weight) => (weight * call) / total));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
