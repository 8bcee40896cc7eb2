/** Why a contact may be called, or not: every no with its reason. */
import { zContactRule } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { demoPack } from '../store/testing/floor.ts';
import { type ContactFacts, eligibility } from './eligibility.ts';
import { COMPLIANCE_PACKS } from './packs.ts';
import { policiesOf } from './policies.ts';
import { DEFAULT_TREATMENTS, treatment } from './treatments.ts';

const NOW = Date.parse('2026-10-14T21:00:00+02:00');
const DAY_MS = 86_400_000;
const rule = zContactRule.parse({ id: 'r', name: 'Rule' });
const nobody: ContactFacts = {
  country: 'FR',
  timeZone: null,
  doNotCall: null,
  countedAttempts: 0,
  dialedAtMs: [],
  abandonedAtMs: null,
  underWay: false,
};

describe('eligibility', () => {
  it('allows whom nothing forbids', () => {
    expect(eligibility(nobody, rule, [demoPack()], NOW)).toEqual({ allowed: true, untilMs: null });
  });

  it('tells every reason at once, and the moment at which the last of them is gone', () => {
    const packs = COMPLIANCE_PACKS.filter(({ id }) => id === 'strict');
    const dialedAtMs = [4, 3, 2, 1].map((days) => NOW - days * DAY_MS);
    const verdict = eligibility(
      { ...nobody, dialedAtMs, abandonedAtMs: NOW - DAY_MS, underWay: true },
      rule,
      packs,
      NOW,
    );
    expect(verdict).toEqual({
      allowed: false,
      reasons: [
        { code: 'under-way', sentence: 'a call to this number is under way' },
        { code: 'attempt-cap', sentence: '4 attempts to this number in 30 d, at most 4 (strict)' },
        { code: 'abandoned-lockout', sentence: 'no call for 3 d after an abandoned one (strict)' },
        { code: 'outside-hours', sentence: 'outside the hours at the contact (Europe/Paris)' },
      ],
      nextAtMs: NOW + 26 * DAY_MS,
    });
  });

  it.each([
    ['do-not-call', { doNotCall: 'asked' }],
    ['attempts-used-up', { countedAttempts: 4 }],
  ] as const)('%s never ends by itself', (code, changes) => {
    const verdict = eligibility({ ...nobody, ...changes, underWay: true }, rule, [demoPack()], NOW);
    expect(verdict).toMatchObject({ allowed: false, nextAtMs: null });
    expect(verdict.allowed ? [] : verdict.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('the strictest of several packs wins', () => {
    const packs = [1, 3].map((days) => demoPack({ id: `${days}`, abandonedLockoutMs: days * DAY_MS }));
    const verdict = eligibility({ ...nobody, abandonedAtMs: NOW - 1 }, rule, packs, NOW);
    expect(verdict).toMatchObject({ allowed: false, nextAtMs: NOW - 1 + 3 * DAY_MS });
  });
});

describe('treatments', () => {
  const closed = { effect: null, liveEnd: null, endedAtMs: NOW, countedAttempts: 1 };

  it('GCC-9: an abandoned contact waits for the longest lock-out of the packs', () => {
    const packs = [demoPack({ abandonedLockoutMs: 72 * 3_600_000 })];
    const next = treatment({ ...closed, outcome: 'live', liveEnd: 'abandoned' }, rule, packs);
    expect(next).toEqual({ next: 'retry', atMs: NOW + 72 * 3_600_000, reason: 'abandoned' });
  });

  it('GT-3: processed once a person answered and an agent had them; WX-9: unless the code says retry', () => {
    const reached = { ...closed, outcome: 'live', liveEnd: 'connected' } as const;
    expect(treatment(reached, rule, [])).toEqual({ next: 'finish', reason: 'processed' });
    const again = treatment({ ...reached, effect: 'retry' }, rule, []);
    expect(again).toMatchObject({ next: 'retry', atMs: NOW + DEFAULT_TREATMENTS.live.afterMs });
    const lastTime = { ...reached, effect: 'retry', countedAttempts: rule.maxAttempts } as const;
    expect(treatment(lastTime, rule, [])).toEqual({ next: 'finish', reason: 'attempts-used-up' });
  });
});

describe('policies', () => {
  it('GCC-1: a rule is made once and used by several campaigns; one whose pack is gone is held to the strict one', () => {
    const campaign = { mode: 'power', callerIds: [], contactRuleId: 'r' };
    const policies = policiesOf({
      version: 1,
      campaigns: [
        { ...campaign, id: 'a', compliancePack: 'demo-24h' },
        { ...campaign, id: 'b', compliancePack: 'gone' },
      ] as never,
      contactRules: [rule],
      compliancePacks: [],
    });
    expect(policies.map((policy) => policy.rule)).toEqual([rule, rule]);
    expect(policies.map((policy) => policy.packs.map(({ id }) => id))).toEqual([['demo-24h'], ['strict']]);
  });
});
