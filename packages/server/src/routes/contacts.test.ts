/** Lists and contacts through the API: imports by policy, counts, and many at once. */
import type { CampaignId, ListId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineHand, ended } from '../store/testing/floor.ts';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
let engine: EngineHand;
beforeEach(async () => {
  bench = await openBench();
  engine = new EngineHand(bench.store, bench.clock.nowMs());
});
afterEach(() => bench.close());

async function listOf(name: string, text: string, query: Record<string, string> = {}): Promise<ListId> {
  const { id } = await bench.supervisor.call('createList', { body: { name } });
  await bench.supervisor.call('importList', { params: { listId: id }, text, query });
  return id as ListId;
}
const campaignOf = async (name: string, ...listIds: ListId[]): Promise<CampaignId> => {
  const { id } = await makeCampaign(bench, [], { name, listIds });
  await bench.supervisor.call('startCampaign', { params: { campaignId: id } });
  return id;
};
const contactsOf = (listId: ListId, query = {}) => bench.supervisor.call('listContacts', { params: { listId }, query });
const names = async (listId: ListId, query = {}) => (await contactsOf(listId, query)).map(({ name }) => name);
const leased = async (campaignId: CampaignId) => (await engine.lease(campaignId, 9)).records.map(({ name }) => name);

describe('imports', () => {
  const text = [
    'name,phone,mobile,urgency,zone,city',
    'Ann,0199000001,+44 20 7946 0958,7,America/New_York,Lyon',
    'Bob,+44 20 7946 0999,not known,300,,Leeds',
  ].join('\n');

  it('GT-5, GCC-6: several numbers, priority and time zone by column; the preview shows the rows as they would be read', async () => {
    const query = { otherColumns: 'mobile', priorityColumn: 'urgency', timeZoneColumn: 'zone' };
    const report = await bench.supervisor.call('checkList', { text, query });
    const [ann, bob] = report.contacts ?? [];
    expect(ann).toMatchObject({
      ...{ number: '+33199000001', otherNumbers: ['+442079460958'], name: 'Ann', country: 'FR', priority: 7 },
      ...{ timeZone: 'America/New_York', fields: { city: 'Lyon', mobile: '+44 20 7946 0958' } },
    });
    // A number of another country is called by that country's hours; what is no priority is none.
    expect(bob).toMatchObject({
      number: '+442079460999',
      otherNumbers: [],
      country: 'GB',
      priority: 0,
      timeZone: null,
    });
    expect(await bench.supervisor.call('lists')).toEqual([]);
    const listId = await listOf('People', text, query);
    expect(await contactsOf(listId)).toMatchObject([
      { otherNumbers: ['+442079460958'], priority: 7 },
      { country: 'GB' },
    ]);
  });

  it('GT-5: without being told, further columns of numbers are found by their headings, and `none` wants none', async () => {
    const others = async (query: Record<string, string>) =>
      (await bench.supervisor.call('checkList', { text, query })).contacts?.map(
        ({ otherNumbers }) => otherNumbers.length,
      );
    expect(await others({})).toEqual([1, 0]);
    expect(await others({ otherColumns: 'none' })).toEqual([0, 0]);
    const problem = await problemOf(bench.supervisor.call('checkList', { text, query: { otherColumns: 'fax' } }));
    expect(problem).toMatchObject({ code: 'invalid-file' });
    expect(problem.message).toContain('There is no column "fax"');
  });

  const again = 'name,phone,city\nNew,0199000001,Nice\nNew,0199000001,Brest\nEve,0199000005,Metz\n';

  it.each([
    ['keep-first', ['Ann', 'Eve'], { accepted: 1, duplicates: 2 }],
    ['update', ['New', 'Eve'], { accepted: 3, duplicates: 0, updated: 2 }],
    ['keep-all', ['Ann', 'New', 'New', 'Eve'], { accepted: 3, duplicates: 0, updated: 0 }],
  ] as const)('GT-5: duplicates within the list by policy: %s', async (duplicates, expected, report) => {
    const listId = await listOf('People', 'name,phone,city,plan\nAnn,0199000001,Lyon,gold\n');
    const done = await bench.supervisor.call('importList', { params: { listId }, text: again, query: { duplicates } });
    expect(done).toMatchObject(report);
    const contacts = await contactsOf(listId);
    expect(contacts.map(({ name }) => name)).toEqual(expected);
    expect((await bench.supervisor.call('lists'))[0]?.contacts).toBe(expected.length);
    // What the file does not have stays.
    if (duplicates === 'update') expect(contacts[0]?.fields).toEqual({ name: 'New', city: 'Brest', plan: 'gold' });
  });

  it('GT-5: within the campaign, a number that another of its lists has is a duplicate too', async () => {
    const first = await listOf('First', 'name,phone\nAnn,0199000001\n');
    const second = await listOf('Second', 'name,phone\nBob,0199000002\n');
    await campaignOf('West', first, second);
    const params = { listId: second };
    const text = 'name,phone\nAnn again,0199000001\n';
    const within = { within: 'campaign' } as const;
    expect(await bench.supervisor.call('importList', { params, text, query: within })).toMatchObject({ duplicates: 1 });
    expect(await bench.supervisor.call('importList', { params, text })).toMatchObject({ accepted: 1, duplicates: 0 });
  });
});

describe('lists of a campaign', () => {
  const text = 'name,phone\nAnn,0199000001\nBob,0199000002\nCyd,0199000003\nDan,0199000004\n';

  it('GT-3: processed once an agent had the person, unfinished where nobody answered; with one attempt both leave the list', async () => {
    const listId = await listOf('People', text);
    const rule = await bench.manager.call('createContactRule', { body: { name: 'Once', maxAttempts: 1 } });
    const { id } = await makeCampaign(bench, [], { listIds: [listId], contactRuleId: rule.id });
    await bench.supervisor.call('startCampaign', { params: { campaignId: id } });
    const [one, two, three] = await engine.dial(id, 3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('three were expected');
    await engine.tell(
      ended(one, { outcome: 'live', liveEnd: 'connected' }),
      ended(two, { outcome: 'no-answer' }),
      ended(three, { outcome: 'live', liveEnd: 'abandoned' }),
    );
    const params = { campaignId: id };
    expect(await bench.supervisor.call('campaignLists', { params })).toEqual([
      {
        ...{ listId, name: 'People', total: 4, callable: 1, blocked: 0, inHand: 0, finished: 3 },
        ...{ untried: 1, unfinished: 2, processed: 1, blockedBy: [] },
      },
    ]);
    expect(await names(listId, { progress: 'processed' })).toEqual(['Ann']);
    expect(await names(listId, { progress: 'unfinished', campaignId: id })).toEqual(['Bob', 'Cyd']);
    expect(await names(listId, { outcome: 'live', status: 'finished' })).toEqual(['Ann', 'Cyd']);
  });

  it('GT-6: entries are moved to another campaign one by one or many at once; there they begin anew', async () => {
    const from = await listOf('From', text);
    const to = await listOf('To', 'name,phone\nDan there,0199000004\n');
    const [east, west] = [await campaignOf('East', from), await campaignOf('West', to)];
    const [first] = (await engine.lease(east, 1)).records;
    const [, bob] = await contactsOf(from);
    const some = { select: { contactIds: [bob?.contactId ?? ''] }, toListId: to };
    expect(await bench.supervisor.call('moveContacts', { body: some })).toEqual({ done: 1, skipped: [] });
    const all = { select: { listId: from }, toListId: to };
    expect(await bench.supervisor.call('moveContacts', { body: all })).toEqual({
      done: 1,
      skipped: [
        { reason: 'in-hand', contacts: 1 },
        { reason: 'duplicate', contacts: 1 },
      ],
    });
    expect(first?.name).toBe('Ann');
    expect(await names(from)).toEqual(['Ann', 'Dan']);
    // By key, which is the order in which they came to us.
    expect(await names(to)).toEqual(['Bob', 'Cyd', 'Dan there']);
    expect(await leased(west)).toEqual(['Bob', 'Cyd', 'Dan there']);
    expect(await leased(east)).toEqual(['Dan']);
    expect((await bench.supervisor.call('lists')).map(({ contacts }) => contacts)).toEqual([2, 3]);
    const [entry] = await bench.supervisor.call('audit');
    expect(entry).toMatchObject({ act: 'contacts.move', detail: '1 done, 1 left (in-hand), 1 left (duplicate) to To' });
  });

  it('GT-6: entries are deleted by filter, their attempts stay; a list in use stays too', async () => {
    const { supervisor } = bench;
    const listId = await listOf('People', text);
    const west = await campaignOf('West', listId);
    const [attempt] = await engine.dial(west);
    if (attempt === undefined) throw new Error('no attempt');
    await engine.tell(ended(attempt, { outcome: 'fax' }));
    const select = { listId, campaignId: west, outcome: 'fax' as const };
    expect(await supervisor.call('deleteContacts', { body: { select } })).toEqual({ done: 1, skipped: [] });
    expect(await names(listId)).toEqual(['Bob', 'Cyd', 'Dan']);
    expect(await supervisor.call('attempts')).toMatchObject([
      { attemptId: attempt, number: '+33199000001', contactName: '' },
    ]);
    expect((await supervisor.call('campaign', { params: { campaignId: west } })).counts.contacts).toBe(3);
    expect(await problemOf(supervisor.call('deleteList', { params: { listId } }))).toMatchObject({ code: 'in-use' });
    await bench.manager.call('updateCampaign', { params: { campaignId: west }, body: { listIds: [] } });
    await supervisor.call('deleteList', { params: { listId } });
    expect(await supervisor.call('lists')).toEqual([]);
  });

  it('GT-6: contacts of one outcome are reset and called again, and no more than the law allows', async () => {
    const { supervisor } = bench;
    const listId = await listOf('People', text);
    const packs = {
      name: 'Two a day',
      source: '',
      weeklyHours: null,
      minRingMs: 0,
      abandonedLockoutMs: 0,
      abandonCap: 1,
    };
    const pack = await bench.manager.call('createCompliancePack', {
      body: { ...packs, attemptCap: { attempts: 2, windowMs: 86_400_000 } },
    });
    const { id } = await makeCampaign(bench, [], { listIds: [listId], compliancePack: pack.id });
    await supervisor.call('startCampaign', { params: { campaignId: id } });
    const reset = { select: { listId, campaignId: id, outcome: 'fax' as const }, campaignId: id };
    for (const done of [1, 1]) {
      const [attempt] = await engine.dial(id);
      if (attempt === undefined) throw new Error('no attempt');
      await engine.tell(ended(attempt, { outcome: 'fax' }));
      expect(await supervisor.call('resetContacts', { body: reset })).toEqual({ done, skipped: [] });
    }
    // Ann is untried again, and has been called twice today.
    expect(await leased(id)).toEqual(['Bob', 'Cyd', 'Dan']);
    const found = await supervisor.call('lookUpNumber', { query: { number: '0199000001' } });
    expect(found.contacts[0]?.campaigns[0]).toMatchObject({ progress: 'untried', reason: 'attempt-cap' });
  });

  it('GCC-6: priority, time zone and custom fields of a contact are changed, and hold at the next lease', async () => {
    const { supervisor } = bench;
    const listId = await listOf('People', text);
    const west = await campaignOf('West', listId);
    const [, , cyd] = await contactsOf(listId);
    const params = { contactId: cyd?.contactId ?? '' };
    const body = { priority: 200, timeZone: 'Europe/London', fields: { plan: 'gold' } };
    expect(await supervisor.call('changeContact', { params, body })).toMatchObject({ ...body, name: 'Cyd' });
    expect((await leased(west))[0]).toBe('Cyd');
    const odd = { params, body: { timeZone: 'Mars/Base' } };
    expect(await problemOf(supervisor.call('changeContact', odd))).toMatchObject({ code: 'malformed-parameter' });
    const nobody = await problemOf(supervisor.call('contact', { params: { contactId: 'c999' } }));
    expect(nobody.code).toBe('unknown-contact');
  });

  it('pages go on where the last one ended', async () => {
    const listId = await listOf('People', text);
    const [first, second] = await contactsOf(listId, { limit: 2 });
    expect([first?.name, second?.name]).toEqual(['Ann', 'Bob']);
    expect(await names(listId, { limit: 2, after: second?.contactId })).toEqual(['Cyd', 'Dan']);
  });
});
