import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { Silence } from './silence.ts';

describe('the silence of a peer', () => {
  const BEAT_MS = 500;
  let nowMs = 0;
  const clock: Clock = { nowMs: () => nowMs, after: () => ({ cancel: () => undefined }) };
  const begin = (): Silence => {
    nowMs = 10_000;
    return new Silence(clock, BEAT_MS);
  };
  const beatAfter = (silence: Silence, ms: number): number => {
    nowMs += ms;
    return silence.atBeat();
  };

  it('grows from beat to beat, and ends when they are heard', () => {
    const silence = begin();
    expect([500, 500, 510].map((ms) => beatAfter(silence, ms))).toEqual([500, 1_000, 1_500]);
    silence.heard();
    expect(silence.heardAtMs).toBe(nowMs);
    expect(beatAfter(silence, 500)).toBe(500);
  });

  it('does not grow while we stand still ourselves', () => {
    const silence = begin();
    expect(beatAfter(silence, 5_000)).toBe(500);
    expect(beatAfter(silence, 500)).toBe(1_000);
    nowMs += 4_000;
    silence.heard();
    expect(beatAfter(silence, 400)).toBe(0);
    expect(beatAfter(silence, 500)).toBe(500);
  });
});
