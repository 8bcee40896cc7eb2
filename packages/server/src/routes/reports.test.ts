import {
  type AgentId,
  type AttemptId,
  type CampaignId,
  type E164,
  type EngineEpoch,
  type FactBody,
  type InteractionId,
  type LeaseId,
  type ListId,
  newId,
} from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const EPOCH = 'engine-1' as EngineEpoch;
const MINUTE_MS = 60_000;

/** Anna talks with one of two contacts for ten minutes, and the other does not answer; she takes a break in between. */
async function workedDay() {
  const bench = await openBench();
  benches.push(bench);
  const listId = newId<ListId>();
  await bench.store.createList({ id: listId, name: 'List', createdAtMs: 0 });
  await bench.store.addContacts({
    listId,
    contacts: ['+33199001234', '+33199001235'].map((number, n) => ({
      ...{ number: number as E164, name: `Contact ${n}`, country: 'FR', timeZone: null, priority: 0, fields: {} },
    })),
  });
  const wrapUpCodes = [{ code: 'sale', label: 'Sale', effect: 'finish' as const }];
  const name = '=HYPERLINK("x")';
  const campaign = await makeCampaign(bench, [bench.agent], { name, listIds: [listId], wrapUpCodes });
  await bench.manager.call('startCampaign', { params: { campaignId: campaign.id } });
  const agentId = bench.agent.user.id;
  let seq = 0;
  const tell = (...bodies: FactBody[]) =>
    bench.store.applyFacts({
      epoch: EPOCH,
      facts: bodies.map((body) => ({ ...body, seq: ++seq, atMs: bench.clock.nowMs() })),
      nowMs: bench.clock.nowMs(),
    });
  const presence = (kind: 'ready' | 'not-ready' | 'logged-out') =>
    tell({
      ...{ type: 'agent', agentId, version: 1, joined: [campaign.id as CampaignId] },
      presence: { kind, sinceMs: bench.clock.nowMs(), reason: 'lunch' } as never,
    });
  await presence('ready');
  const grant = await bench.store.lease({
    ...{ leaseId: 'lease-1' as LeaseId, campaignId: campaign.id, n: 2, epoch: EPOCH },
    ...{ nowMs: bench.clock.nowMs(), leaseMs: MINUTE_MS },
  });
  const attemptOf = (n: number): AttemptId => `attempt-${n}` as AttemptId;
  await bench.store.intend({
    epoch: EPOCH,
    nowMs: bench.clock.nowMs(),
    intents: grant.records.map(({ contactId, number }, n) => ({
      ...{ attemptId: attemptOf(n), leaseId: grant.leaseId, campaignId: campaign.id, contactId, number },
      ...{ callerId: '+33199000000' as E164, agentId: null },
    })),
  });
  const interactionId = 'interaction-1' as InteractionId;
  await tell({ type: 'connected', attemptId: attemptOf(0), agentId, interactionId, waitMs: 500 });
  bench.clock.advance(10 * MINUTE_MS);
  const end = { type: 'ended', endedBy: 'agent', detail: '', waitMs: 500 } as const;
  await tell(
    { ...end, attemptId: attemptOf(0), outcome: 'live', liveEnd: 'connected', talkMs: 10 * MINUTE_MS },
    { ...end, attemptId: attemptOf(1), outcome: 'no-answer', liveEnd: null, talkMs: 0, waitMs: null },
    { type: 'wrapped-up', attemptId: attemptOf(0), agentId, interactionId, code: 'sale', notes: '', wrapUpMs: 30_000 },
  );
  await presence('not-ready');
  bench.clock.advance(5 * MINUTE_MS);
  await presence('ready');
  bench.clock.advance(5 * MINUTE_MS);
  await presence('logged-out');
  return { bench, campaign, agentId: agentId as AgentId };
}

describe('the report of a day', () => {
  it('OUT-6: by campaign and by agent: calls, talk, breaks, codes and what an hour of work came to', async () => {
    const { bench, agentId } = await workedDay();
    const report = await bench.supervisor.call('dayReport', { query: { timeZone: 'Europe/Paris' } });
    expect(report).toMatchObject({ date: '2026-11-23', timeZone: 'Europe/Paris' });
    expect(report.campaigns).toMatchObject([
      {
        ...{ attempts: 2, live: 1, connected: 1, abandoned: 0, abandonRatio: 0, answerRatio: 0.5, meanWaitMs: 500 },
        ...{ talkMs: 600_000, wrapUpMs: 30_000, workedMs: 900_000, talkMinutesPerHour: 40 },
        ...{ outcomes: { live: 1, 'no-answer': 1 }, codes: { sale: 1, 'no-answer': 1 } },
      },
    ]);
    expect(report.agents).toMatchObject([
      {
        ...{ agentId, connected: 1, talkMs: 600_000, loggedInMs: 1_200_000, workedMs: 900_000, notReadyMs: 300_000 },
        ...{ breaks: { lunch: 300_000 }, codes: { sale: 1 }, talkMinutesPerHour: 40 },
      },
    ]);
    const before = await bench.supervisor.call('dayReport', {
      query: { date: '2026-11-22', timeZone: 'Europe/Paris' },
    });
    expect(before.agents).toEqual([]);
    expect(before.campaigns).toMatchObject([{ attempts: 0, talkMs: 0 }]);
  });

  it('OUT-6: the day is that of the time zone, with its twenty-three or twenty-five hours', async () => {
    const { bench } = await workedDay();
    const long = await bench.supervisor.call('dayReport', { query: { date: '2026-10-25', timeZone: 'Europe/Paris' } });
    expect(long.toMs - long.fromMs).toBe(25 * 3_600_000);
    // In Beirut and elsewhere the clock has leapt over midnight.
    const leapt = await bench.supervisor.call('dayReport', { query: { date: '2026-03-29', timeZone: 'Asia/Beirut' } });
    expect(leapt.toMs - leapt.fromMs).toBe(23 * 3_600_000);
    const wrong = await problemOf(bench.supervisor.call('dayReport', { query: { timeZone: 'Nowhere' } }));
    expect(wrong.code).toBe('malformed-body');
    expect((await problemOf(bench.agent.call('dayReport'))).code).toBe('wrong-role');
  });

  it('OUT-6: as CSV, in which no name is taken for a formula', async () => {
    const { bench } = await workedDay();
    const csv = async (part: string) =>
      new TextDecoder().decode(await bench.supervisor.client.download('dayReportCsv', { params: { part } }));
    const [headings = '', campaign = ''] = (await csv('campaigns.csv')).split('\r\n');
    expect(headings.split(',').slice(0, 5)).toEqual(['date', 'campaign', 'mode', 'attempts', 'live']);
    expect(campaign).toContain(`2026-11-23,"'=HYPERLINK(""x"")",progressive,2,1,1,0,0.0000,0.5000,1,600,30,900,40.0`);
    expect((await csv('agents.csv')).split('\r\n')[1]).toContain('anna name');
    const unknown = await problemOf(bench.supervisor.client.download('dayReportCsv', { params: { part: 'x.csv' } }));
    expect(unknown.message).toContain('campaigns.csv or agents.csv');
  });
});
