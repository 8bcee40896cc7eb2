import {
  type Campaign,
  type CampaignDraft,
  type CampaignId,
  type ContactId,
  type E164,
  type ListId,
  newId,
} from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf, type Seat } from '../testing/bench.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

/** The bench's clock begins on a Monday at 10:00 in Paris. */
const TODAY = '2026-11-23';
const ZONE = 'Europe/Paris';

async function open() {
  const bench = await openBench();
  benches.push(bench);
  return bench;
}

/** Anna is at work; somebody of the list is in her hand. */
async function inHand(
  bench: Bench,
  how: 'offered' | 'connected' = 'connected',
  more: Partial<CampaignDraft> = {},
  fields: Record<string, string> = { city: 'Nîmes' },
) {
  const listId = newId<ListId>();
  await bench.store.createList({ id: listId, name: 'List', createdAtMs: 0 });
  const zoe = {
    number: '+33199001234' as E164,
    name: 'Zoé Martin',
    country: 'FR',
    timeZone: null,
    priority: 0,
    fields,
  };
  await bench.store.addContacts({ listId, contacts: [zoe] });
  const campaign = await makeCampaign(bench, [bench.agent], { listIds: [listId], ...more });
  await bench.manager.call('startCampaign', { params: { campaignId: campaign.id } });
  const contactId = 'c1' as ContactId;
  await bench.agent.call('agentLogIn', { body: {} });
  await bench.agent.call('agentReady', { body: {} });
  const { user } = bench.agent;
  const { interactionId } = bench.bus.deliver(user.id, campaign, how, { contactId, attemptId: null, fields });
  return { campaign, contactId, interactionId, params: { interactionId } };
}

const held = async ({ agent }: { agent: Seat }) => (await agent.call('agentView')).interaction;

describe('callbacks over HTTP', () => {
  it('GW-13, GW-15: scheduled at any moment of handling, with date, time, zone, another number; seen and changed', async () => {
    const bench = await open();
    const { params } = await inHand(bench);
    const body = {
      date: TODAY,
      time: '15:30',
      timeZone: ZONE,
      number: '01 99 00 55 66',
      personal: true,
      notes: 'home',
    };
    const view = await bench.agent.call('scheduleCallback', { params, body });
    expect(view.interaction?.callback).toMatchObject({
      state: 'scheduled',
      number: '+33199005566',
      date: TODAY,
      time: '15:30',
      timeZone: ZONE,
      dueAtMs: Date.UTC(2026, 10, 23, 14, 30),
      personal: true,
      agentId: bench.agent.user.id,
      notes: 'home',
    });
    // After hang-up too; the zone left out is that of the contact's country, which has one.
    await bench.agent.call('hangUp', { params, body: {} });
    const changed = await bench.agent.call('scheduleCallback', { params, body: { date: '2026-11-24', time: '09:00' } });
    expect(changed.interaction?.callback).toMatchObject({
      callbackId: view.interaction?.callback?.callbackId,
      dueAtMs: Date.UTC(2026, 10, 24, 8, 0),
      personal: false,
      number: '+33199001234',
    });
    expect(await bench.supervisor.call('callbacks')).toHaveLength(1);
    expect(await bench.agent.call('myCallbacks')).toEqual([]);
  });

  it('GW-14: in preview or on an offer, before any call, just the same', async () => {
    const bench = await open();
    const { params } = await inHand(bench, 'offered');
    const view = await bench.agent.call('scheduleCallback', { params, body: { date: TODAY, time: '18:00' } });
    expect(view.interaction).toMatchObject({ state: 'offered', callback: { state: 'scheduled', time: '18:00' } });
  });

  it('GW-16: cancelled until the interaction is done, and not after', async () => {
    const bench = await open();
    const { params } = await inHand(bench);
    const body = { date: TODAY, time: '15:30' };
    await bench.agent.call('scheduleCallback', { params, body });
    const view = await bench.agent.call('cancelCallback', { params });
    expect(view.interaction?.callback).toBeNull();
    expect(await bench.supervisor.call('callbacks', { query: { state: 'cancelled' } })).toHaveLength(1);
    expect((await problemOf(bench.agent.call('cancelCallback', { params }))).code).toBe('unknown-callback');
    await bench.agent.call('scheduleCallback', { params, body });
    await bench.agent.call('hangUp', { params, body: {} });
    await bench.agent.call('done', { params, body: {} });
    for (const late of [
      bench.agent.call('cancelCallback', { params }),
      bench.agent.call('scheduleCallback', { params, body }),
    ]) {
      expect((await problemOf(late)).code).toBe('unknown-interaction');
    }
  });

  it('GW-18: in the past it is refused and kept as invalid; Done says why, until it is corrected or cancelled', async () => {
    const bench = await open();
    const { params } = await inHand(bench);
    await bench.agent.call('hangUp', { params, body: {} });
    const past = { date: TODAY, time: '09:59' };
    const refused = await problemOf(bench.agent.call('scheduleCallback', { params, body: past }));
    expect(refused).toMatchObject({ code: 'callback-invalid', status: 422 });
    expect(refused.problem?.reasons).toMatchObject([{ code: 'callback-in-the-past' }]);
    expect((await held(bench))?.callback).toMatchObject({ state: 'invalid', time: '09:59' });
    const notDone = await problemOf(bench.agent.call('done', { params, body: {} }));
    expect(notDone).toMatchObject({ code: 'callback-invalid' });
    expect(notDone.message).toContain('in the past');
    await bench.agent.call('scheduleCallback', { params, body: { date: TODAY, time: '10:30' } });
    // Time passes while the agent writes: what was right is wrong by now.
    bench.clock.advance(31 * 60_000);
    expect((await problemOf(bench.agent.call('done', { params, body: {} }))).code).toBe('callback-invalid');
    await bench.agent.call('cancelCallback', { params });
    expect((await bench.agent.call('done', { params, body: {} })).interaction).toBeNull();
  });

  it('GW-18: outside the permitted hours the answer says from when on it may be called', async () => {
    const bench = await open();
    const { params } = await inHand(bench, 'connected', { compliancePack: 'fr' });
    const refused = await problemOf(
      bench.agent.call('scheduleCallback', { params, body: { date: TODAY, time: '23:00' } }),
    );
    expect(refused.problem?.reasons).toContainEqual(expect.objectContaining({ code: 'outside-hours' }));
    expect(refused.message).toContain('outside the hours');
  });

  it('what cannot be read is refused with its field, and nothing is kept', async () => {
    const bench = await open();
    const { params } = await inHand(bench);
    const cases: [object, string][] = [
      [{ date: '2026-02-30', time: '10:00' }, 'date'],
      [{ date: TODAY, time: '24:00' }, 'time'],
      [{ date: TODAY, time: '15:00', timeZone: 'Paris' }, 'timeZone'],
      [{ date: '2027-03-28', time: '02:30', timeZone: ZONE }, 'time'],
      [{ date: TODAY, time: '15:00', number: '12' }, 'number'],
    ];
    for (const [body, field] of cases) {
      const problem = await problemOf(bench.agent.call('scheduleCallback', { params, body: body as never }));
      expect([problem.code, problem.problem?.errors?.[0]?.field], JSON.stringify(body)).toEqual([
        'malformed-body',
        field,
      ]);
    }
    expect((await held(bench))?.callback).toBeNull();
  });

  it('GCC-0: a callback campaign is asked by API; the same key makes no second; agents of other campaigns may ask it', async () => {
    const bench = await open();
    const campaign: Campaign = await makeCampaign(bench, [], { name: 'Please call me', kind: 'callback' });
    const body = { campaignId: campaign.id, number: '01 99 00 77 77', name: 'Noé', idempotencyKey: 'form-17' };
    const first = await bench.agent.call('requestCallback', { body });
    expect(first).toMatchObject({ state: 'scheduled', source: 'request', number: '+33199007777', contactName: 'Noé' });
    expect((await bench.supervisor.call('requestCallback', { body })).callbackId).toBe(first.callbackId);
    const other = await makeCampaign(bench, [], { name: 'Not hers' });
    const refused = await problemOf(bench.agent.call('requestCallback', { body: { ...body, campaignId: other.id } }));
    expect(refused.code).toBe('agent-not-assigned');
    const unknown = { ...body, campaignId: 'nowhere' as CampaignId };
    expect((await problemOf(bench.supervisor.call('requestCallback', { body: unknown }))).code).toBe(
      'unknown-campaign',
    );
    const listed = await problemOf(
      bench.manager.call('updateCampaign', { params: { campaignId: campaign.id }, body: { listIds: ['x' as ListId] } }),
    );
    expect(listed.message).toContain('no call lists');
  });

  it('GCC-2: supervisors list what is overdue, give it to somebody else, and cancel it; every act is written down', async () => {
    const bench = await open();
    const { campaign, params } = await inHand(bench);
    const body = { date: TODAY, time: '10:30', personal: true };
    await bench.agent.call('scheduleCallback', { params, body });
    await bench.agent.call('hangUp', { params, body: {} });
    await bench.agent.call('done', { params, body: {} });
    expect(await bench.supervisor.call('callbacks', { query: { overdue: 'yes' } })).toEqual([]);
    bench.clock.advance(60 * 60_000);
    const [overdue] = await bench.supervisor.call('callbacks', { query: { overdue: 'yes' } });
    expect(overdue).toMatchObject({ overdue: true, personal: true, agentId: bench.agent.user.id });
    const id = { callbackId: overdue?.callbackId ?? '' };
    const ben = await bench.seat('ben', 'agent');
    const give = (agentId: typeof ben.user.id | null) =>
      bench.supervisor.call('changeCallback', { params: id, body: { agentId } });
    expect((await problemOf(give(ben.user.id))).code).toBe('agent-not-assigned');
    await bench.manager.call('updateCampaign', {
      params: { campaignId: campaign.id },
      body: { agentIds: [bench.agent.user.id, ben.user.id] },
    });
    expect(await give(ben.user.id)).toMatchObject({ agentId: ben.user.id, personal: true, state: 'scheduled' });
    expect(await give(null)).toMatchObject({ agentId: null, personal: false });
    const moved = { when: { date: TODAY, time: '09:00', timeZone: ZONE } };
    const past = await problemOf(bench.supervisor.call('changeCallback', { params: id, body: moved }));
    expect(past.code).toBe('callback-invalid');
    expect((await bench.supervisor.call('cancelCallbackById', { params: id })).state).toBe('cancelled');
    expect((await problemOf(bench.agent.call('callbacks'))).code).toBe('wrong-role');
    const acts = (await bench.supervisor.call('audit')).map(({ act }) => act);
    expect(acts.filter((act) => act.startsWith('callback.'))).toEqual([
      'callback.cancel',
      'callback.change',
      'callback.change',
    ]);
  });
});
