/** Contact rules and compliance packs through the API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const EVENINGS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 17 * 60, toMinute: 20 * 60 }));

describe('contact rules', () => {
  it('GCC-1: a rule has a name, is made once and used by several campaigns; one that is used cannot be deleted', async () => {
    const { manager } = bench;
    const rule = await manager.call('createContactRule', { body: { name: 'Evenings', weeklyHours: EVENINGS } });
    for (const name of ['East', 'West']) await makeCampaign(bench, [], { name, contactRuleId: rule.id });
    const found = await manager.call('contactRule', { params: { ruleId: rule.id } });
    expect(found.usedBy.map(({ name }) => name)).toEqual(['East', 'West']);
    const refused = await problemOf(manager.call('deleteContactRule', { params: { ruleId: rule.id } }));
    expect(refused).toMatchObject({ code: 'in-use', status: 409 });
    expect(refused.message).toContain('East, West');
    const again = await problemOf(manager.call('createContactRule', { body: { name: 'evenings' } }));
    expect(again).toMatchObject({ code: 'invalid-rule' });
    for (const { campaignId } of found.usedBy) {
      await manager.call('updateCampaign', { params: { campaignId }, body: { contactRuleId: 'default' } });
    }
    await manager.call('deleteContactRule', { params: { ruleId: rule.id } });
    expect((await manager.call('contactRules')).map(({ rule: { id } }) => id)).toEqual(['default']);
    const acts = (await manager.call('audit')).map(({ act }) => act);
    expect(acts).toEqual(expect.arrayContaining(['contact-rule.create', 'contact-rule.delete']));
  });

  it('GCC-4, GCC-6, GCC-7, GCC-8, GCC-9: every field of a rule is kept, and a change leaves the others as they are', async () => {
    const { manager } = bench;
    const fields = {
      name: 'Whole',
      maxAttempts: 6,
      maxAttemptsPerDay: 2,
      maxAttemptsPerNumber: 3,
      maxManualRedials: 2,
      countOperatingErrors: true,
      honourPriority: false,
      treatments: {
        busy: { action: 'next-number', afterMs: 60_000 },
        fax: { action: 'do-not-call', afterMs: 0 },
        'no-answer': { action: 'retry', afterMs: 7_200_000, atMost: 2 },
      },
      startDate: '2026-11-01',
      endDate: '2027-03-31',
      weeklyHours: [
        { weekday: 1, fromMinute: 600, toMinute: 780 },
        { weekday: 1, fromMinute: 840, toMinute: 1_200 },
      ],
      specialDays: [{ date: '2026-12-24', windows: [{ fromMinute: 600, toMinute: 720 }] }],
      publicHolidays: [{ country: 'DE', region: 'BY' }],
    } as const;
    const made = await manager.call('createContactRule', { body: structuredClone(fields) as never });
    expect(made).toMatchObject(fields);
    const params = { ruleId: made.id };
    const changed = await manager.call('updateContactRule', { params, body: { maxAttempts: 8 } });
    expect(changed).toMatchObject({ ...fields, maxAttempts: 8 });
    expect((await manager.call('contactRule', { params })).rule).toMatchObject({ ...fields, maxAttempts: 8 });
  });

  it.each([
    [
      { weeklyHours: [{ weekday: 1, fromMinute: 900, toMinute: 600 }] },
      /weeklyHours.0: ends at 10:00, before it begins/,
    ],
    [
      {
        weeklyHours: [
          { weekday: 1, fromMinute: 540, toMinute: 720 },
          { weekday: 1, fromMinute: 700, toMinute: 800 },
        ],
      },
      /weeklyHours.1: overlaps 09:00 to 12:00/,
    ],
    [{ publicHolidays: [{ country: 'ZZ' }] }, /no calendar of public holidays for ZZ/],
    [{ publicHolidays: [{ country: 'DE', region: 'XX' }] }, /region XX of DE/],
    [{ startDate: '2027-01-01', endDate: '2026-01-01' }, /endDate: before startDate/],
    [{ maxAttempts: 2, maxAttemptsPerDay: 3 }, /maxAttemptsPerDay: more than maxAttempts/],
    [
      {
        specialDays: [
          { date: '2026-12-24', windows: [] },
          { date: '2026-12-24', windows: [] },
        ],
      },
      /is there twice/,
    ],
  ])('GCC-8: what contradicts itself is refused in words: %j', async (body, words) => {
    const problem = await problemOf(bench.manager.call('createContactRule', { body: { name: 'Odd', ...body } }));
    expect(problem).toMatchObject({ code: 'invalid-rule', status: 422 });
    expect(problem.message).toMatch(words);
  });

  it('GCC-8: hours of a rule hold in its campaigns from the next lease on', async () => {
    const { manager, supervisor } = bench;
    const { id: listId } = await supervisor.call('createList', { body: { name: 'People' } });
    await supervisor.call('importList', { params: { listId }, text: '0199000001\n0199000002\n' });
    const rule = await manager.call('createContactRule', { body: { name: 'Evenings' } });
    const campaign = await makeCampaign(bench, [], { contactRuleId: rule.id, listIds: [listId] });
    const params = { campaignId: campaign.id };
    await supervisor.call('startCampaign', { params });
    expect((await supervisor.call('campaign', { params })).counts).toMatchObject({ callableNow: 2, waiting: 0 });
    await manager.call('updateContactRule', { params: { ruleId: rule.id }, body: { weeklyHours: EVENINGS } });
    expect((await supervisor.call('campaign', { params })).counts).toMatchObject({ callableNow: 0, waiting: 2 });
    const asked = await supervisor.call('checkNumber', { params, query: { number: '01 99 00 00 01' } });
    expect(asked).toMatchObject({ allowed: false, nextAtMs: Date.parse('2026-11-23T17:00:00+01:00') });
    expect(asked.reasons.map(({ code }) => code)).toEqual(['outside-hours']);
    // A number of another country is asked about by that country's clock.
    const british = await supervisor.call('checkNumber', { params, query: { number: '+44 20 7946 0958' } });
    expect(british.nextAtMs).toBe(Date.parse('2026-11-23T17:00:00Z'));
  });

  it('supervisors read rules, and only campaign managers write them', async () => {
    const { supervisor } = bench;
    expect(await supervisor.call('contactRules')).toHaveLength(1);
    const problem = await problemOf(supervisor.call('createContactRule', { body: { name: 'Mine' } }));
    expect(problem.code).toBe('wrong-role');
  });
});

describe('compliance packs', () => {
  it('are listed with who uses them, made from data, and chosen by a campaign; shipped ones stay', async () => {
    const { manager } = bench;
    const made = await manager.call('createCompliancePack', {
      body: {
        name: 'House rules',
        source: 'Works agreement 12',
        weeklyHours: EVENINGS,
        minRingMs: 20_000,
        attemptCap: { attempts: 2, windowMs: 86_400_000 },
        abandonedLockoutMs: 0,
        abandonCap: 0.01,
      },
    });
    await makeCampaign(bench, [], { name: 'West', furtherPacks: [made.id], abandonTarget: 0.01 });
    const packs = await manager.call('compliancePacks');
    expect(packs.find(({ pack }) => pack.id === made.id)).toMatchObject({ shipped: false, usedBy: [{ name: 'West' }] });
    expect(packs.find(({ pack }) => pack.id === 'fr')).toMatchObject({ shipped: true });
    const params = { packId: made.id };
    expect(await problemOf(manager.call('deleteCompliancePack', { params }))).toMatchObject({ code: 'in-use' });
    const shipped = await problemOf(manager.call('deleteCompliancePack', { params: { packId: 'br' } }));
    expect(shipped.code).toBe('shipped-pack');
    // What campaigns under it would not keep, they change first; what reaches beyond every calendar is a slip.
    const stricter = await problemOf(manager.call('updateCompliancePack', { params, body: { abandonCap: 0.005 } }));
    expect(stricter).toMatchObject({ code: 'invalid-rule' });
    expect(stricter.message).toContain('campaign West, abandonTarget: the pack');
    const endless = { refusalLockoutMs: Number.MAX_SAFE_INTEGER };
    expect(await problemOf(manager.call('updateCompliancePack', { params, body: endless }))).toMatchObject({
      code: 'malformed-body',
    });
    const changed = await manager.call('updateCompliancePack', { params, body: { abandonCap: 0.02 } });
    expect(changed).toMatchObject({ abandonCap: 0.02, minRingMs: 20_000 });
  });

  it('a campaign whose pack wants consent says so when it is saved, and the dry run says so too', async () => {
    const { manager, supervisor } = bench;
    const { id: listId } = await supervisor.call('createList', { body: { name: 'People' } });
    await supervisor.call('importList', { params: { listId }, text: '0199000001\n0199000002\n' });
    const { warnings, id } = await manager.call('createCampaign', {
      body: { name: 'No law', mode: 'power', callerIds: [{ number: '+33199000000' }], listIds: [listId] },
    });
    expect(warnings.join(' ')).toMatch(/The pack strict asks for prior consent.*outdial consents import/);
    const { blocked, callableNow } = await supervisor.call('dryRun', { params: { campaignId: id } });
    expect({ callableNow, blocked }).toEqual({
      callableNow: 0,
      blocked: [{ reason: 'no-consent', contacts: 2, nextAtMs: null, method: 'counted' }],
    });
  });
});
