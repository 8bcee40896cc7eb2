import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Roster } from './roster.ts';

describe('a roster', () => {
  it('holds what a set holds, whatever comes and goes', () => {
    const step = tuple(constantFrom('add' as const, 'delete' as const), integer({ min: 0, max: 9 }));
    assert(
      property(array(step), (steps) => {
        const roster = new Roster<number>();
        const set = new Set<number>();
        for (const [act, member] of steps) {
          roster[act](member);
          set[act](member);
        }
        expect(roster.size).toBe(set.size);
        expect(new Set(roster.all)).toEqual(set);
      }),
    );
  });
});
