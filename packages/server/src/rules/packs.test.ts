/** The packs as data: several at once, the strictest of each figure, and files that were written before. */
import {
  type CompliancePack,
  type Configuration,
  zCompliancePack,
  zConfiguration,
  zContactRule,
} from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { completePacks } from './complete-packs.ts';
import { COMPLIANCE_PACKS } from './packs.ts';
import { policiesOf } from './policies.ts';
import { strictest } from './strictest.ts';
import { packOf, ruleWith } from './testing/contact.ts';

const campaign = { mode: 'power', callerIds: [], contactRuleId: 'r' };
const configured = (campaigns: object[]): Configuration => ({
  version: 2,
  campaigns: campaigns as never,
  contactRules: [ruleWith()],
  compliancePacks: [],
});

describe('packs', () => {
  it('are data that the schema knows, each with its source', () => {
    for (const pack of COMPLIANCE_PACKS) {
      expect(zCompliancePack.parse(pack)).toEqual(pack);
      expect(pack.source).toMatch(/\S{3}/);
    }
  });

  it('GCC-1: a rule is made once and used by several campaigns; one whose pack is gone is held to the strict one', () => {
    const policies = policiesOf(
      configured([
        { ...campaign, id: 'a', compliancePack: 'demo-24h' },
        { ...campaign, id: 'b', compliancePack: 'gone' },
        { ...campaign, id: 'c', compliancePack: 'fr', furtherPacks: ['de', 'fr', 'lost'] },
      ]),
    );
    expect(policies.map((policy) => policy.rule)).toEqual([ruleWith(), ruleWith(), ruleWith()]);
    expect(policies.map((policy) => policy.packs.map(({ id }) => id))).toEqual([
      ['demo-24h'],
      ['strict'],
      ['fr', 'de', 'strict'],
    ]);
  });

  it('the strict pack is as strict as any other, figure by figure', () => {
    const strict = packOf('strict');
    const covers = (own: CompliancePack['weeklyHours'], weekday: number, minute: number): boolean =>
      own === null || own.some((w) => w.weekday === weekday && w.fromMinute <= minute && minute < w.toMinute);
    for (const pack of COMPLIANCE_PACKS) {
      for (const figure of [
        'minRingMs',
        'abandonedLockoutMs',
        'machineLockoutMs',
        'conversationLockoutMs',
        'refusalLockoutMs',
      ] as const) {
        expect(strict[figure], `${figure} of ${pack.id}`).toBeGreaterThanOrEqual(pack[figure]);
      }
      expect(strict.abandonCap).toBeLessThanOrEqual(pack.abandonCap);
      expect(strict.attemptCap?.attempts).toBeLessThanOrEqual(pack.attemptCap?.attempts ?? 100);
      expect(strict.attemptCap?.windowMs).toBeGreaterThanOrEqual(pack.attemptCap?.windowMs ?? 0);
      for (let quarter = 0; quarter < 7 * 96; quarter++) {
        const [weekday, minute] = [Math.floor(quarter / 96), (quarter % 96) * 15];
        if (covers(strict.weeklyHours, weekday, minute)) expect(covers(pack.weeklyHours, weekday, minute)).toBe(true);
      }
    }
    expect(strict).toMatchObject({ consent: { automaticOnly: false, sinceDate: null }, agentLiftsLockouts: false });
  });

  it('want together the longest ringing, the shortest wait and each window’s lowest ratio', () => {
    const lax = packOf('us-fcc-ftc', { id: 'lax', abandonCap: 0.05, minRingMs: 20_000, connectWithinMs: 3_000 });
    expect(strictest([lax, packOf('us-reg-f'), packOf('uk-ofcom')])).toEqual({
      minRingMs: 20_000,
      connectWithinMs: 2_000,
      abandonment: [
        { window: '30d', cap: 0.03, packId: 'us-reg-f' },
        { window: '24h', cap: 0.03, packId: 'uk-ofcom' },
      ],
    });
  });

  it('GCC-1: a configuration written before still loads, and its packs of ours learn what the law has added', () => {
    const { id, name, source, weeklyHours, minRingMs, attemptCap, abandonedLockoutMs, abandonCap } = packOf('fr');
    const before = {
      id,
      name,
      source,
      weeklyHours,
      minRingMs,
      attemptCap,
      abandonedLockoutMs,
      abandonCap: abandonCap / 3,
    };
    const file = {
      version: 2,
      campaigns: [],
      contactRules: [{ id: 'r', name: 'Old', treatments: { busy: { action: 'retry', afterMs: 1 } } }],
      compliancePacks: [before, { ...before, id: 'my-own' }],
    };
    expect(zConfiguration.parse(file).contactRules).toEqual([
      zContactRule.parse({ id: 'r', name: 'Old', treatments: { busy: { action: 'retry', afterMs: 1 } } }),
    ]);
    const [french, own] = zConfiguration.parse(completePacks(file)).compliancePacks;
    expect(french).toEqual({ ...packOf('fr'), abandonCap: 0.01 });
    expect(own).toMatchObject({ id: 'my-own', consent: null, refusalLockoutMs: 0, abandonWindow: '24h' });
    expect([completePacks(null), completePacks({ compliancePacks: 3 })]).toEqual([null, { compliancePacks: 3 }]);
  });
});
