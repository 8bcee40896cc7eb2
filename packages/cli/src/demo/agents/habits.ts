/** How a simulated agent behaves: times drawn from their own stream of chance, codes and notes that fit. */
import type { Random, WrapUpCode, WrapUpEffect } from '@outdial/shared';

/** Uniform between two times, milliseconds. */
export const between = (random: Random, fromMs: number, toMs: number): number =>
  Math.round(fromMs + (toMs - fromMs) * random.next());

/** Log-normal with this median, kept inside the bounds: most are quick, some take long. */
export function wrapUpTimeMs(random: Random): number {
  return Math.round(Math.min(45_000, Math.max(2_000, 7_000 * Math.exp(0.5 * random.normal()))));
}

export const BREAK_REASONS = ['break', 'coffee', 'training'] as const;
export const BREAK_CHANCE = 0.03;
export const HOLD_CHANCE = 0.12;
export const ENDS_THE_CALL_CHANCE = 0.2;

const WEIGHTS: Record<WrapUpEffect, number> = { finish: 6, retry: 2, callback: 1, 'do-not-call': 0.4 };

const NOTES: Record<WrapUpEffect, readonly string[]> = {
  finish: ['', 'All said.', 'Was friendly, took two minutes.', 'Wants it in writing.', 'Asked about the price twice.'],
  retry: ['In a meeting.', 'Driving, try again later.', 'Wants to ask at home first.'],
  callback: ['Asked to be called back.', 'Better in the evening.'],
  'do-not-call': ['Asked not to be called again.'],
};

/** A code by the weight of what it does; null where the campaign has none. */
export function plausibleCode(random: Random, codes: readonly WrapUpCode[]): WrapUpCode | null {
  const total = codes.reduce((sum, code) => sum + WEIGHTS[code.effect ?? 'finish'], 0);
  let left = random.next() * total;
  for (const code of codes) {
    left -= WEIGHTS[code.effect ?? 'finish'];
    if (left < 0) return code;
  }
  return codes.at(-1) ?? null;
}

export function plausibleNotes(random: Random, effect: WrapUpEffect): string {
  const notes = NOTES[effect];
  return notes[random.below(notes.length)] ?? '';
}
