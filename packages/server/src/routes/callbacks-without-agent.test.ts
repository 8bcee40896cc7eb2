/** GCC-2 over HTTP: a personal callback whose agent is not there, in a campaign that leaves those to supervisors. */
import { type CallbackEvent, type ContactId, type E164, type ListId, newId, type StreamEvent } from '@outdial/shared';
import { afterEach, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, reader } from '../testing/bench.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const GRACE_MS = 600_000;
const WORDS = 'Its agent is not there: give it to another, to any, or set another time.';

/** Anna has promised Zoé a call at 10:30; it is ten o'clock. */
async function promised(callbackAgentAway: 'supervisor' | 'wait') {
  const bench = await openBench();
  benches.push(bench);
  const ben = await bench.seat('ben', 'agent');
  const listId = newId<ListId>();
  await bench.store.createList({ id: listId, name: 'List', createdAtMs: 0 });
  const zoe = { number: '+33199001234' as E164, name: 'Zoé', country: 'FR', timeZone: null, priority: 0, fields: {} };
  await bench.store.addContacts({ listId, contacts: [zoe] });
  const more = { listIds: [listId], callbackAgentAway, callbackGraceMs: GRACE_MS };
  const campaign = await makeCampaign(bench, [bench.agent, ben], more);
  await bench.manager.call('startCampaign', { params: { campaignId: campaign.id } });
  const enter = async ({ call }: typeof ben) => {
    await call('agentLogIn', { body: {} });
    await call('agentReady', { body: {} });
    await call('agentJoin', { params: { campaignId: campaign.id }, body: {} }).catch(() => undefined);
  };
  await enter(bench.agent);
  const inHand = { contactId: 'c1' as ContactId, attemptId: null };
  const { interactionId } = bench.bus.deliver(bench.agent.user.id, campaign, 'connected', inHand);
  const params = { interactionId };
  await bench.agent.call('scheduleCallback', { params, body: { date: '2026-11-23', time: '10:30', personal: true } });
  await bench.agent.call('hangUp', { params, body: {} });
  await bench.agent.call('done', { params, body: {} });
  const stream = reader(bench.supervisor.client.stream('live'));
  const told: StreamEvent[] = [];
  void stream.rest().then((events) => told.push(...events));
  const open = () => bench.supervisor.call('callbacks', { query: { campaignId: campaign.id } });
  const asked = () => bench.supervisor.call('callbacks', { query: { forSupervisors: 'yes' } });
  /** Time passes, and what it brings is done: the store answers in its turn. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 5_000) {
      bench.clock.advance(Math.min(5_000, left));
      await bench.store.ping();
      await bench.store.ping();
    }
  };
  const eventsOf = async (): Promise<CallbackEvent[]> => {
    bench.services.streams.close();
    await expect.poll(() => told.at(-1)?.event, { timeout: 15_000 }).toBe('end');
    return told.filter(({ event }) => event === 'callback').map(({ data }) => data as CallbackEvent);
  };
  return { bench, ben, enter, campaign, open, asked, pass, eventsOf };
}

it('GCC-2: supervisors are told once, see what to do, give it to somebody else, and are asked again where that comes to nothing', async () => {
  const { bench, ben, enter, campaign, open, asked, pass, eventsOf } = await promised('supervisor');
  // It waits for its agent as long as the campaign says; she is at work, and no supervisor is asked.
  await pass(50 * 60_000);
  expect(await open()).toMatchObject([{ overdue: true, supervisorsToldAtMs: null, remedy: null }]);
  await bench.agent.call('agentLogOut', { body: {} });
  await pass(10_000);
  const [waiting] = await asked();
  expect(waiting).toMatchObject({ contactName: 'Zoé', state: 'due', personal: true, remedy: WORDS });
  const overview = await bench.supervisor.call('campaign', { params: { campaignId: campaign.id } });
  expect(overview.callbacksForSupervisors).toBe(1);
  await pass(60_000);

  await enter(ben);
  const params = { callbackId: waiting?.callbackId ?? '' };
  const given = await bench.supervisor.call('changeCallback', { params, body: { agentId: ben.user.id } });
  expect(given).toMatchObject({ agentId: ben.user.id, supervisorsToldAtMs: null, remedy: null });
  await pass(GRACE_MS + 10_000);
  expect(await asked()).toEqual([]);
  // Ben asks for a pause during a call: from then on he is not there either.
  bench.bus.deliver(ben.user.id, campaign, 'connected', { contactId: 'c1' as ContactId, attemptId: null });
  await ben.call('agentNotReady', { body: { reason: 'lunch' } });
  await pass(10_000);
  expect(await asked()).toMatchObject([{ agentId: ben.user.id, remedy: WORDS }]);

  const events = await eventsOf();
  expect(events.map(({ callback }) => callback.agentId)).toEqual([bench.agent.user.id, ben.user.id]);
  expect(events[0]?.text).toBe(`Zoé (${campaign.name}) waits to be called back. ${WORDS}`);
  const acts = (await bench.supervisor.call('audit')).filter(({ act }) => act === 'callback.without-agent');
  expect(acts).toMatchObject([
    { actor: 'outdial', subject: params.callbackId, detail: campaign.name },
    { actor: 'outdial', subject: params.callbackId, detail: campaign.name },
  ]);
});

it('GCC-2: nobody is asked while the engine is lost, or where the campaign lets it wait', async () => {
  const { bench, asked, pass } = await promised('supervisor');
  await bench.agent.call('agentLogOut', { body: {} });
  bench.bus.loseEngine();
  await pass(50 * 60_000);
  expect(await asked()).toEqual([]);
  bench.bus.returnEngine();
  await pass(10_000);
  expect(await asked()).toHaveLength(1);

  const waits = await promised('wait');
  await waits.bench.agent.call('agentLogOut', { body: {} });
  await waits.pass(50 * 60_000);
  expect(await waits.asked()).toEqual([]);
  expect(await waits.open()).toMatchObject([{ overdue: true, remedy: null }]);
});
