import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Level, levelAt, levelSchema } from './level.ts';

const at = (level: Level, seconds: number): number => levelAt(levelSchema.parse(level), seconds * 1000);
const problems = (value: unknown): string => {
  const parsed = levelSchema.safeParse(value);
  return parsed.success ? '' : z.prettifyError(parsed.error);
};

describe('levels', () => {
  it('holds a constant', () => {
    expect(at(0.3, 0)).toBe(0.3);
    expect(at(0.3, 9_999)).toBe(0.3);
  });

  it('steps at its times', () => {
    const level: Level = [
      [0, 0.1],
      [1200, 0.4],
      [2400, 0.15],
    ];
    expect([0, 1199.999, 1200, 2399, 2400, 90_000].map((s) => at(level, s))).toEqual([0.1, 0.1, 0.4, 0.4, 0.15, 0.15]);
  });

  it('joins its points by straight lines', () => {
    const level: Level = {
      linear: [
        [100, 0.25],
        [300, 0.75],
      ],
    };
    expect([0, 100, 200, 300, 400].map((s) => at(level, s))).toEqual([0.25, 0.25, 0.5, 0.75, 0.75]);
  });

  it.each<[string, unknown, RegExp]>([
    ['a percentage', 30, /a ratio is 0 to 1/],
    ['words', 'often', /a ratio must be a number/],
    [
      'falling times',
      [
        [5, 0.1],
        [3, 0.2],
      ],
      /the times must rise/,
    ],
    ['no points', { linear: [] }, /at least one/],
    [
      'a bad ratio in a point',
      [
        [0, 0.2],
        [9, 1.2],
      ],
      /a ratio is 0 to 1[\s\S]*\[1\]\[1\]/,
    ],
    ['an unknown form', { cubic: [] }, /linear|cubic/],
  ])('refuses %s with words', (_name, value, words) => {
    expect(problems(value)).toMatch(words);
  });
});
