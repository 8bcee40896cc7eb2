/** Why a contact may be called, or not: every no with its reason and its end. */
import { describe, expect, it } from 'vitest';
import { type ContactFacts, eligibility } from './eligibility.ts';
import type { RuleSet } from './rule-set.ts';
import { NOBODY, packOf, rulesWith } from './testing/contact.ts';

const NOW = Date.parse('2026-10-14T21:00:00+02:00');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const asked = (changes: Partial<ContactFacts>, rules: RuleSet, nowMs = NOW) =>
  eligibility({ ...NOBODY, ...changes }, rules, nowMs);
const codes = (changes: Partial<ContactFacts>, rules: RuleSet, nowMs = NOW) => {
  const verdict = asked(changes, rules, nowMs);
  return verdict.allowed ? [] : verdict.reasons.map(({ code }) => code);
};

describe('eligibility', () => {
  it('allows whom nothing forbids', () => {
    expect(asked({}, rulesWith())).toEqual({ allowed: true, untilMs: null });
  });

  it('OUT-1: tells every reason at once with its end, and the first moment at which none is left', () => {
    const dialedAtMs = [4, 3, 2, 1].map((days) => NOW - days * DAY_MS);
    const facts = { dialedAtMs, abandonedAtMs: NOW - DAY_MS, underWay: true };
    const capEnds = NOW + 26 * DAY_MS;
    expect(asked(facts, rulesWith({}, [packOf('strict')]))).toEqual({
      allowed: false,
      reasons: [
        { code: 'attempt-cap', sentence: '4 attempts to this person in 30 d, at most 4 (strict)', nextAtMs: capEnds },
        {
          code: 'abandoned-lockout',
          sentence: 'no call for 3 d after an abandoned one (strict)',
          nextAtMs: NOW + 2 * DAY_MS,
        },
        {
          code: 'no-consent',
          sentence: 'no consent to calls for marketing: none is on record (strict)',
          nextAtMs: null,
        },
        {
          code: 'outside-hours',
          sentence: 'outside the hours of pack strict at the contact (Europe/Paris)',
          nextAtMs: Date.parse('2026-10-15T10:00:00+02:00'),
        },
        { code: 'under-way', sentence: 'a call to this number is under way', nextAtMs: NOW + 60_000 },
      ],
      nextAtMs: null,
    });
    // The cap ends on 9 November at 20:00 sharp: outside the hours, then the next morning.
    const french = rulesWith({}, [packOf('fr', { consent: null })]);
    expect(asked(facts, french)).toMatchObject({ nextAtMs: Date.parse('2026-11-10T10:00:00+01:00') });
  });

  it.each([
    ['do-not-call', { doNotCall: 'asked' }],
    ['attempts-used-up', { countedAttempts: 4 }],
    ['attempts-per-number', { countedOnNumber: 2 }],
  ] as const)('%s never ends by itself', (code, changes) => {
    const rules = rulesWith({ maxAttemptsPerNumber: 2 });
    expect(codes(changes, rules)).toEqual([code]);
    expect(asked({ ...changes, underWay: true }, rules)).toMatchObject({ allowed: false, nextAtMs: null });
  });

  it('GCC-9: attempts of a day are those of the contact’s own day', () => {
    const rules = rulesWith({ maxAttemptsPerDay: 2 });
    const countedAtMs = [NOW - 20 * HOUR_MS, NOW - 2 * HOUR_MS];
    const midnight = Date.parse('2026-10-15T00:00:00+02:00');
    expect(asked({ countedAtMs }, rules)).toMatchObject({
      reasons: [{ code: 'attempts-per-day' }],
      nextAtMs: midnight,
    });
    expect(codes({ countedAtMs }, rules, midnight)).toEqual([]);
    // In Tokyo it is the fifteenth already, and the first of the two was yesterday.
    expect(codes({ countedAtMs, country: 'JP' }, rules)).toEqual([]);
  });

  it.each([
    ['is an hour shorter', '2027-03-28T01:30:00+01:00', '2027-03-29T00:00:00+02:00'],
    ['is an hour longer', '2026-10-25T01:30:00+02:00', '2026-10-26T00:00:00+01:00'],
  ])('GCC-9: a day whose clocks change %s', (_, now, midnight) => {
    const nowMs = Date.parse(now);
    const full = asked({ countedAtMs: [nowMs] }, rulesWith({ maxAttemptsPerDay: 1 }), nowMs);
    expect(full).toMatchObject({ nextAtMs: Date.parse(midnight) });
  });

  it('GCC-7: legal caps count every dial, whatever the rule counts', () => {
    const rules = rulesWith({ countOperatingErrors: false }, [packOf('us-reg-f', { weeklyHours: null })]);
    const dialedAtMs = Array.from({ length: 7 }, (_, n) => NOW - 6 * DAY_MS + n);
    expect(asked({ dialedAtMs, countedAttempts: 0 }, rules)).toMatchObject({
      reasons: [{ code: 'attempt-cap' }],
      nextAtMs: NOW + DAY_MS,
    });
    expect(codes({ dialedAtMs: dialedAtMs.slice(1) }, rules)).toEqual([]);
  });

  it.each([
    ['us-reg-f', 'conversation-lockout', { conversationAtMs: NOW }, 7 * DAY_MS],
    ['fr', 'refusal-lockout', { refusedAtMs: NOW }, 60 * DAY_MS],
    ['uk-ofcom', 'abandoned-lockout', { abandonedAtMs: NOW }, 72 * HOUR_MS],
    ['uk-ofcom', 'machine-lockout', { machineAtMs: NOW }, 24 * HOUR_MS],
  ] as const)('the pack %s: %s', (id, code, changes, lengthMs) => {
    const rules = rulesWith({}, [packOf(id, { weeklyHours: null, consent: null, publicHolidays: [] })]);
    expect(asked(changes, rules)).toMatchObject({ reasons: [{ code }], nextAtMs: NOW + lengthMs });
    expect(codes(changes, rules, NOW + lengthMs)).toEqual([]);
    expect(codes(changes, rules, NOW + lengthMs - 1)).toEqual([code]);
  });

  it('a guaranteed agent lifts the lock-outs of the British pack, and of no other', () => {
    const facts = { abandonedAtMs: NOW, machineAtMs: NOW };
    const guaranteed = { agentGuaranteed: true };
    expect(codes(facts, rulesWith({}, [packOf('uk-ofcom')], guaranteed))).toEqual([]);
    expect(codes(facts, rulesWith({}, [packOf('uk-ofcom'), packOf('demo-24h')], guaranteed))).toEqual([
      'abandoned-lockout',
    ]);
  });

  it('the strictest of several packs wins', () => {
    const packs = [1, 3].map((days) => packOf('demo-24h', { id: `${days}`, abandonedLockoutMs: days * DAY_MS }));
    const verdict = asked({ abandonedAtMs: NOW - 1 }, rulesWith({}, packs));
    expect(verdict).toMatchObject({ allowed: false, nextAtMs: NOW - 1 + 3 * DAY_MS });
  });

  describe('consent', () => {
    const given = {
      use: 'marketing',
      givenAtMs: NOW - DAY_MS,
      expiresAtMs: null,
      withdrawnAtMs: null,
      proof: 'form 7',
    };
    const german = rulesWith({}, [packOf('de')]);
    const sentences = (entry: Partial<typeof given> | { expiresAtMs: number } | { withdrawnAtMs: number }) => {
      const verdict = asked({ consents: [{ ...given, ...entry }] }, german);
      return verdict.allowed ? [] : verdict.reasons.map(({ sentence }) => sentence);
    };

    it('holds for its use, with its proof, until it expires or is withdrawn; the reason says which is missing', () => {
      expect(asked({ consents: [given] }, german)).toEqual({ allowed: true, untilMs: null });
      expect(sentences({ use: 'surveys' })).toEqual([
        'no consent to calls for marketing: what is on record is for another use (de)',
      ]);
      expect(sentences({ proof: ' ' })).toEqual([
        'no consent to calls for marketing: what is on record has no proof (de)',
      ]);
      expect(sentences({ expiresAtMs: NOW })).toEqual(['no consent to calls for marketing: it has expired (de)']);
      expect(sentences({ withdrawnAtMs: NOW })).toEqual(['no consent to calls for marketing: it was withdrawn (de)']);
      const ends = { ...given, expiresAtMs: NOW + HOUR_MS };
      expect(asked({ consents: [ends] }, german)).toEqual({ allowed: true, untilMs: NOW + HOUR_MS });
      const later = { ...given, givenAtMs: NOW + HOUR_MS };
      expect(asked({ consents: [later] }, german)).toMatchObject({ allowed: false, nextAtMs: NOW + HOUR_MS });
    });

    it('is asked for in Poland only where calls are automatic, in France only since 11 August 2026', () => {
      const polish = (automatic: boolean) => codes({}, rulesWith({}, [packOf('pl')], { automatic }));
      expect([polish(true), polish(false)]).toEqual([['no-consent'], []]);
      const french = rulesWith({}, [packOf('fr')]);
      const eve = Date.parse('2026-08-10T19:00:00+02:00');
      expect(asked({}, french, eve)).toEqual({ allowed: true, untilMs: eve + HOUR_MS });
      expect(codes({}, french, eve + 15 * HOUR_MS)).toEqual(['no-consent']);
      // Somebody of whom only the country is known is asked from where the day begins first: Lord Howe, at UTC+10:30.
      const any = rulesWith({}, [packOf('fr', { weeklyHours: null })]);
      const begins = Date.parse('2026-08-11T00:00:00+10:30');
      expect(asked({ country: 'AU' }, any, begins - HOUR_MS)).toEqual({ allowed: true, untilMs: begins });
      expect(codes({ country: 'AU' }, any, begins)).toEqual(['no-consent']);
    });
  });
});
