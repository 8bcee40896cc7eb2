/** One number or person: do-not-call, consents, look-up. */
import type { CampaignId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineHand, ended } from '../store/testing/floor.ts';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
let engine: EngineHand;
let listId: string;

beforeEach(async () => {
  bench = await openBench();
  engine = new EngineHand(bench.store, bench.clock.nowMs());
  const list = await bench.supervisor.call('createList', { body: { name: 'People' } });
  listId = list.id;
  const text = 'name,phone,mobile,city\nAnn,0199000001,0699000001,Lyon\nBob,0199000002,,Paris\nCyd,0199000003,,Lille\n';
  await bench.supervisor.call('importList', { params: { listId }, text });
});
afterEach(() => bench.close());

const running = async (more: Parameters<typeof makeCampaign>[2] = {}): Promise<CampaignId> => {
  const { id } = await makeCampaign(bench, [], { listIds: [listId as never], ...more });
  await bench.supervisor.call('startCampaign', { params: { campaignId: id } });
  return id;
};
const numbers = async (campaignId: CampaignId) =>
  (await engine.lease(campaignId, 9)).records.map(({ number }) => number);

describe('do-not-call', () => {
  it('OUT-8: numbers come from a file or one by one, hold in every campaign or in one, and only administrators take them off', async () => {
    const { supervisor, administrator } = bench;
    const [east, west] = [await running({ name: 'East' }), await running({ name: 'West' })];
    const report = await supervisor.call('importDoNotCall', {
      query: { reason: 'national list' },
      text: 'number,reason\n0199000001,\n0199000002,wrote a letter\n0199000002,again\nnot a number,\n',
    });
    expect(report).toMatchObject({ rows: 4, accepted: 2, duplicates: 1, refusedTotal: 2 });
    await supervisor.call('addDoNotCall', {
      body: { number: '01 99 00 00 03', campaignId: west, reason: 'not this one' },
    });
    expect(await supervisor.call('doNotCall', { query: { limit: 2 } })).toMatchObject([
      { number: '+33199000001', campaignId: null, reason: 'national list' },
      { number: '+33199000002', campaignId: null, reason: 'wrote a letter' },
    ]);
    expect(await supervisor.call('doNotCall', { query: { after: '+33199000002' } })).toMatchObject([
      { campaignId: west },
    ]);
    // Ann has another number, which nobody has forbidden.
    expect(await numbers(west)).toEqual(['+33699000001']);
    expect(await numbers(east)).toEqual(['+33699000001', '+33199000003']);
    const query = { number: '+33199000001', reason: 'entered by mistake' };
    expect(await problemOf(supervisor.call('removeDoNotCall', { query }))).toMatchObject({ code: 'wrong-role' });
    await administrator.call('removeDoNotCall', { query });
    expect(await supervisor.call('doNotCall', { query: { number: '0199000001' } })).toEqual([]);
    const [last] = await administrator.call('audit');
    expect(last).toMatchObject({ act: 'do-not-call.remove', subject: '…0001', detail: 'entered by mistake' });
  });

  it('a number of nowhere is refused in words', async () => {
    const problem = await problemOf(bench.supervisor.call('addDoNotCall', { body: { number: '0112', reason: 'x' } }));
    expect(problem).toMatchObject({ code: 'invalid-number', status: 422 });
  });
});

describe('the consent ledger', () => {
  it('a campaign under the strict pack calls whose consent is on record, with proof, until it is withdrawn', async () => {
    const { supervisor, bus } = bench;
    // Monday, 10:00 in Paris: the strict pack's hours have begun.
    const campaignId = await running({ compliancePack: 'strict' });
    expect(await engine.lease(campaignId, 9)).toMatchObject({ records: [], shortBecause: 'no-consent' });
    bus.sent.length = 0;
    const report = await supervisor.call('importConsents', {
      text: 'phone,given,expires,proof,use\n0199000001,2026-10-01,,form 7,\n0199000002,2026-10-01,2026-11-01,form 8,\n0199000003,2026-10-01,,form 9,surveys\n0199000009,2027-10-01,,form 10,\n0199000008,yesterday,,form 11,\n0199000007,2026-10-01,,,\n',
    });
    expect(report).toMatchObject({ rows: 6, accepted: 3 });
    expect(report.refused).toEqual([
      { line: 5, column: 'given', reason: 'it lies in the future' },
      { line: 6, column: 'given', reason: expect.stringContaining('2026-10-14') },
      { line: 7, column: 'proof', reason: expect.stringContaining('without one it is no consent') },
    ]);
    // Running campaigns look at once.
    expect(bus.sent.map(({ command }) => command)).toEqual([{ type: 'campaign.state', campaignId, state: 'running' }]);
    expect(await numbers(campaignId)).toEqual(['+33199000001']);
    const found = await supervisor.call('lookUpNumber', { query: { number: '0199000002' } });
    expect(found.contacts[0]?.campaigns[0]?.now.reasons).toContainEqual(
      expect.objectContaining({ code: 'no-consent', sentence: expect.stringContaining('it has expired') }),
    );
    await supervisor.call('addConsent', {
      body: { number: '0199000003', givenAtMs: bench.clock.nowMs() - 1, proof: 'recording 4711' },
    });
    expect(await numbers(campaignId)).toEqual(['+33199000003']);
    expect(await supervisor.call('withdrawConsent', { body: { number: '0199000003' } })).toEqual({ withdrawn: 2 });
    const kept = await supervisor.call('consents', { query: { number: '0199000003' } });
    expect(kept).toMatchObject([
      { use: 'surveys', withdrawnAtMs: bench.clock.nowMs() },
      { use: 'marketing', proof: 'recording 4711', withdrawnAtMs: bench.clock.nowMs() },
    ]);
  });

  it('GT-5: an update from a file without the number that has the consent leaves its contact callable', async () => {
    const { supervisor } = bench;
    const campaignId = await running({ compliancePack: 'strict' });
    const body = { number: '0699000001', givenAtMs: 1, proof: 'form 7' };
    await supervisor.call('addConsent', { body });
    await supervisor.call('addDoNotCall', { body: { number: '0199000001', reason: 'only the mobile' } });
    const text = 'name,phone\nAnn,0199000001\n';
    const params = { listId };
    await supervisor.call('importList', { params, text, query: { duplicates: 'update' } });
    expect(await numbers(campaignId)).toEqual(['+33699000001']);
  });

  it('a consent without proof is none, and the same file twice is one', async () => {
    const { supervisor } = bench;
    const body = { number: '0199000001', givenAtMs: 1, proof: '  ' };
    expect(await problemOf(supervisor.call('addConsent', { body }))).toMatchObject({ code: 'malformed-body' });
    const text = 'phone,given,proof\n0199000001,2026-10-01,form 7\n';
    await supervisor.call('importConsents', { text });
    expect(await supervisor.call('importConsents', { text })).toMatchObject({ accepted: 0, duplicates: 1 });
  });
});

describe('one number looked up', () => {
  it('OUT-1: every attempt with the rule it was made by, and in every campaign why it is not called now', async () => {
    const { supervisor } = bench;
    const east = await running({ name: 'East' });
    const west = await running({ name: 'West' });
    const [attempt] = await engine.dial(east);
    if (attempt === undefined) throw new Error('no attempt');
    await engine.tell(ended(attempt, { outcome: 'busy' }));
    await supervisor.call('pauseCampaign', { params: { campaignId: west } });
    await supervisor.call('addDoNotCall', { body: { number: '0199000001', campaignId: west, reason: 'asked' } });
    const found = await supervisor.call('lookUpNumber', { query: { number: '01 99 00 00 01' } });
    expect(found.attempts).toMatchObject([
      { campaignId: east, outcome: 'busy', because: 'attempt 1, at most 4 by rule Four attempts; packs demo-24h' },
    ]);
    expect(found.contacts).toMatchObject([
      { name: 'Ann', listName: 'People', numbers: ['+33199000001', '+33699000001'], fields: { city: 'Lyon' } },
    ]);
    const [inEast, inWest] = found.contacts[0]?.campaigns ?? [];
    const dueMs = engine.nowMs + 15 * 60_000;
    expect(inEast).toMatchObject({
      ...{ campaignName: 'East', status: 'waiting', progress: 'unfinished', attempts: 1 },
      now: { allowed: false, nextAtMs: dueMs, reasons: [{ code: 'waiting', nextAtMs: dueMs }] },
    });
    expect(inWest?.now.reasons.map(({ code }) => code)).toEqual(['campaign-not-running', 'do-not-call']);
    bench.clock.advance(15 * 60_000);
    const later = await supervisor.call('lookUpNumber', { query: { number: '+33199000001' } });
    expect(later.contacts[0]?.campaigns[0]?.now).toMatchObject({ allowed: true });
  });

  it('OUT-1: a number that is in no list is found with nothing but what was done to it', async () => {
    const found = await bench.supervisor.call('lookUpNumber', { query: { number: '+33199999999' } });
    expect(found).toMatchObject({ contacts: [], attempts: [], doNotCall: [], consents: [] });
  });
});

describe('dry run', () => {
  it('OUT-2: what may be called now, what blocks the rest by reason, and when it is exhausted at this pace', async () => {
    const { supervisor } = bench;
    const campaignId = await running();
    const [one, two] = await engine.dial(campaignId, 2);
    if (one === undefined || two === undefined) throw new Error('two were expected');
    await engine.tell(ended(one, { outcome: 'busy' }), ended(two, { outcome: 'live', liveEnd: 'connected' }));
    const run = await supervisor.call('dryRun', { params: { campaignId } });
    expect(run).toMatchObject({
      ...{ contacts: 3, callableNow: 1, inHand: 0 },
      blocked: [{ reason: 'busy', contacts: 1, nextAtMs: engine.nowMs + 15 * 60_000, method: 'counted' }],
      finished: [{ reason: 'processed', contacts: 1 }],
      progress: { untried: 1, unfinished: 1, processed: 1 },
      // One of three tries made and three left, four left of another: seven at two an hour.
      pace: { attemptsLastHour: 2, attemptsLeft: 7, exhaustedAtMs: engine.nowMs + 3.5 * 3_600_000 },
    });
    await supervisor.call('addDoNotCall', { body: { number: '0199000003', reason: 'asked' } });
    const after = await supervisor.call('dryRun', { params: { campaignId } });
    expect(after).toMatchObject({ callableNow: 0, sample: { contacts: 1, refused: 1 } });
    expect(after.blocked).toContainEqual({ reason: 'do-not-call', contacts: 1, nextAtMs: null, method: 'counted' });
  });
});
