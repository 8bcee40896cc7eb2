import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every } from './clock.ts';
import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  it('runs events in the order of their times, and equal times in the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 50 }), { maxLength: 60 }), (delays) => {
        const clock = new VirtualClock(1_000);
        const seen: { atMs: number; index: number }[] = [];
        for (const [index, delay] of delays.entries())
          clock.after(delay, () => seen.push({ atMs: clock.nowMs(), index }));
        clock.advance(100);
        const expected = delays
          .map((delay, index) => ({ atMs: 1_000 + Math.max(0, delay), index }))
          .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
        expect(seen).toEqual(expected);
        expect(clock.nowMs()).toBe(1_100);
      }),
    );
  });

  it('runs what an event sets for the same instant, and nothing that was cancelled', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const late = clock.after(10, () => seen.push('cancelled'));
    clock.after(10, () => {
      late.cancel();
      seen.push('first');
      clock.after(0, () => seen.push('same instant'));
    });
    late.cancel();
    clock.runUntil(10);
    expect(seen).toEqual(['first', 'same instant']);
  });

  it('stands where it was told to, whatever was cancelled on the way', () => {
    const clock = new VirtualClock();
    clock.after(5, () => undefined).cancel();
    let ran = false;
    clock.after(50, () => {
      ran = true;
    });
    clock.runUntil(10);
    expect(clock.nowMs()).toBe(10);
    expect(ran).toBe(false);
  });

  it('repeats until told to stop', () => {
    const clock = new VirtualClock();
    let count = 0;
    const timer = every(clock, 20, () => {
      count += 1;
      if (count === 3) timer.cancel();
    });
    clock.advance(1_000);
    expect(count).toBe(3);
  });
});
