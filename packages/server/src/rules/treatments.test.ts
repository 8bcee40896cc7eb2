/** GCC-9, GCC-7, GCC-4: what becomes of a contact after an attempt. */
import { OUTCOMES, zTreatment } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { mayRedial } from './redial.ts';
import { PREDICTIVE, packOf, ruleWith } from './testing/contact.ts';
import { type ClosedAttemptFacts, countsForRule, DEFAULT_TREATMENTS, treatment } from './treatments.ts';

const NOW = Date.parse('2026-10-14T21:00:00+02:00');
const HOUR_MS = 3_600_000;
const noAnswer: ClosedAttemptFacts = {
  outcome: 'no-answer',
  liveEnd: null,
  effect: null,
  endedAtMs: NOW,
  countedAttempts: 1,
  countedOnNumber: 1,
  sameOutcome: 1,
  hasNextNumber: false,
};
const after = (
  changes: Partial<ClosedAttemptFacts>,
  rule: Parameters<typeof ruleWith>[0] = {},
  packs = [packOf('demo-24h')],
  how = PREDICTIVE,
) => treatment({ ...noAnswer, ...changes }, ruleWith(rule), packs, how);

describe('treatments', () => {
  it('GCC-9: an abandoned contact waits for the longest lock-out of the packs, unless an agent is guaranteed', () => {
    const abandoned = { outcome: 'live', liveEnd: 'abandoned' } as const;
    const packs = [packOf('uk-ofcom')];
    expect(after(abandoned, {}, packs)).toEqual({
      next: 'retry',
      atMs: NOW + 72 * HOUR_MS,
      number: 'same',
      reason: 'abandoned',
    });
    expect(after(abandoned, {}, packs, { ...PREDICTIVE, agentGuaranteed: true })).toMatchObject({
      atMs: NOW + 24 * HOUR_MS,
    });
  });

  it('GT-3: processed once a person answered and an agent had them; WX-9: unless the code says retry', () => {
    const reached = { outcome: 'live', liveEnd: 'connected' } as const;
    expect(after(reached)).toEqual({ next: 'finish', reason: 'processed' });
    expect(after({ ...reached, effect: 'retry' })).toMatchObject({ next: 'retry', atMs: NOW + 24 * HOUR_MS });
    const lastTime = after({ ...reached, effect: 'retry', countedAttempts: 4 });
    expect(lastTime).toEqual({ next: 'finish', reason: 'attempts-used-up' });
  });

  it.each(OUTCOMES)(
    'GCC-9: the rule says what follows on %s: retry when, how often, finish or do not call',
    (outcome) => {
      const reached = { outcome, liveEnd: outcome === 'live' ? 'abandoned' : null } as const;
      const rule = (fields: object) => ({ treatments: { [outcome]: zTreatment.parse(fields) } });
      const retry = rule({ action: 'retry', afterMs: 90_000, atMost: 2 });
      expect(after(reached, retry, [])).toMatchObject({ next: 'retry', atMs: NOW + 90_000, number: 'same' });
      expect(after({ ...reached, sameOutcome: 2 }, retry, [])).toMatchObject({ next: 'retry' });
      expect(after({ ...reached, sameOutcome: 3 }, retry, [])).toEqual({
        next: 'finish',
        reason: `${outcome}-used-up`,
      });
      expect(after(reached, rule({ action: 'finish' }))).toEqual({ next: 'finish', reason: outcome });
      expect(after(reached, rule({ action: 'do-not-call' }))).toEqual({ next: 'do-not-call', reason: outcome });
    },
  );

  it('GCC-9: the next number is tried after the delay, and the contact is finished after the last', () => {
    const rule = { treatments: { 'no-answer': { action: 'next-number', afterMs: 60_000 } } } as const;
    expect(after({ hasNextNumber: true }, rule)).toMatchObject({ next: 'retry', number: 'next', atMs: NOW + 60_000 });
    expect(after({}, rule)).toEqual({ next: 'finish', reason: 'numbers-used-up' });
  });

  it('GCC-9: a number that has had its attempts gives way to the next', () => {
    const rule = { maxAttemptsPerNumber: 2 };
    expect(after({ hasNextNumber: true }, rule)).toMatchObject({ number: 'same' });
    const full = { countedAttempts: 2, countedOnNumber: 2 };
    expect(after({ ...full, hasNextNumber: true }, rule)).toMatchObject({ next: 'retry', number: 'next' });
    expect(after(full, rule)).toEqual({ next: 'finish', reason: 'numbers-used-up' });
  });

  it('GCC-7: an operating error counts where the rule says so, every other outcome always', () => {
    const counted = (countOperatingErrors: boolean) =>
      OUTCOMES.filter((outcome) => !countsForRule(outcome, { countOperatingErrors }));
    expect([counted(false), counted(true)]).toEqual([['operating-error'], []]);
    expect(after({ outcome: 'operating-error' })).toMatchObject({
      atMs: NOW + DEFAULT_TREATMENTS['operating-error'].afterMs,
    });
  });
});

describe('redials by hand', () => {
  const rule = ruleWith({ maxManualRedials: 2 });
  const nobody = { outcome: 'no-answer', liveEnd: null } as const;

  it('GCC-4: as often as the rule says, where nobody answered', () => {
    expect([0, 1].map((redials) => mayRedial({ last: nobody, redials }, rule))).toEqual([
      { allowed: true, left: 1 },
      { allowed: true, left: 0 },
    ]);
    expect(mayRedial({ last: nobody, redials: 2 }, rule)).toEqual({
      allowed: false,
      code: 'redials-used-up',
      sentence: '2 of 2 redials by hand of rule Rule made.',
    });
    expect(mayRedial({ last: nobody, redials: 0 }, ruleWith({ maxManualRedials: 0 }))).toMatchObject({
      allowed: false,
    });
  });

  it('GCC-4: not where a person answered, nor while the call is under way', () => {
    const answered = { outcome: 'live', liveEnd: 'connected' } as const;
    expect(mayRedial({ last: answered, redials: 0 }, rule)).toMatchObject({ allowed: false, code: 'answered' });
    expect(mayRedial({ last: null, redials: 0 }, rule)).toMatchObject({ allowed: false, code: 'under-way' });
    const machine = { outcome: 'answering-machine', liveEnd: null } as const;
    expect(mayRedial({ last: machine, redials: 0 }, rule)).toMatchObject({ allowed: true });
  });
});
