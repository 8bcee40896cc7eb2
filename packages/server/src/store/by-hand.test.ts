/** Records that agents read and calls that they make, through the store's port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, AttemptId, CampaignId, Intent, LeaseGrant } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import { codesOf, contact, EngineHand, ended, fill, LIST, NEXT_EPOCH, numberOf, policy } from './testing/floor.ts';

const ADA = 'ada' as AgentId;
const forAda = { agentId: ADA, keepMs: 400_000 };
const OTHER = numberOf(90_001);
const again = (n: number) => `again-${n}` as AttemptId;

let folder: string;
let store: Store;
let engine: EngineHand;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-store-'));
  store = openDirectStore(join(folder, 'store.sqlite'));
  engine = new EngineHand(store);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const names = ({ records }: LeaseGrant): string[] => records.map(({ name }) => name);
const dialed = (grant: LeaseGrant, changes: Partial<Intent> = {}): Intent[] =>
  engine.intents(grant, { agentId: ADA, byHand: true, ...changes });
const place = async (n: number) =>
  (await store.contactById(`c${n}` as never))?.campaigns.find(({ campaignId }) => campaignId === 'a');

describe('a record that an agent reads', () => {
  it('is kept for as long as they may read it, and is on top of the list where the lease ends unused', async () => {
    await fill(store, [policy('a')], [contact(1, { priority: 9 }), contact(2, { priority: 5 }), contact(3)]);
    const stock = await engine.lease('a', 1);
    const read = await engine.lease('a', 1, forAda);
    expect(names(read)).toEqual(['Contact 2']);
    expect(read.expiresAtMs).toBe(engine.nowMs + 400_000);
    engine.nowMs = stock.expiresAtMs;
    expect(names(await engine.lease('a', 9))).toEqual(['Contact 1', 'Contact 3']);
    engine.nowMs = read.expiresAtMs;
    expect(names(await engine.lease('a', 9))).toEqual(['Contact 2', 'Contact 1', 'Contact 3']);
  });

  it('is on top of the list again when its engine is lost, and no lease stays behind', async () => {
    await fill(store, [policy('a')], [contact(1, { priority: 9 }), contact(2), contact(3)]);
    await engine.lease('a', 2);
    await engine.lease('a', 1, forAda);
    const loss = await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs });
    expect(loss.freed).toBe(3);
    const next = new EngineHand(store, engine.nowMs, NEXT_EPOCH);
    expect(names(await next.lease('a', 3))).toEqual(['Contact 3', 'Contact 1', 'Contact 2']);
  });

  it('GW-12: is kept for the agent who reads it when the engine is lost; for nobody else, and not once it is dialed', async () => {
    await fill(store, [policy('a')], [contact(1), contact(2), contact(3)]);
    const [read] = (await engine.lease('a', 1, forAda)).records;
    const mine = { agentId: ADA, campaignId: 'a' as CampaignId, contactId: read?.contactId ?? fail() };
    const lost = { liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs };
    const bens = { ...mine, agentId: 'ben' as typeof ADA };
    const loss = await store.closeUnderWay({ ...lost, reading: [mine, bens] });
    expect(loss).toMatchObject({ freed: 0, kept: [{ ...mine, lease: { leaseId: expect.any(String) } }] });
    const [kept] = loss.kept;
    expect(kept?.lease.expiresAtMs).toBeGreaterThan(engine.nowMs + 30_000);
    const next = new EngineHand(store, engine.nowMs, NEXT_EPOCH);
    expect(names(await next.lease('a', 3))).toEqual(['Contact 2', 'Contact 3']);
    // Told again, it is the live engine's already.
    expect((await store.closeUnderWay({ ...lost, reading: [mine] })).kept).toEqual([]);
    const grant = { leaseId: kept?.lease.leaseId ?? fail(), campaignId: mine.campaignId, expiresAtMs: 0 };
    const unread = { records: read === undefined ? [] : [read], shortBecause: null, nextAtMs: null };
    const [answer] = await next.intend(next.intents({ ...grant, ...unread }, { agentId: ADA, byHand: true }));
    expect(answer?.granted).toBe(true);
    const later = { liveEpoch: 'engine-3' as typeof NEXT_EPOCH, nowMs: engine.nowMs };
    expect((await store.closeUnderWay({ ...later, reading: [mine] })).kept).toEqual([]);
  });

  it('BP-7: comes with all of the contact’s numbers', async () => {
    await fill(store, [policy('a')], [contact(1), contact(2, { otherNumbers: [OTHER] })]);
    const { records } = await engine.lease('a', 2);
    expect(records.map(({ number, numbers }) => ({ number, numbers }))).toEqual([
      { number: numberOf(1), numbers: undefined },
      { number: numberOf(2), numbers: [numberOf(2), OTHER] },
    ]);
  });

  it('GW-7: declined, it stays away until later, or is on the do-not-call list for good, all numbers of it', async () => {
    await fill(store, [policy('a')], [contact(1, { otherNumbers: [OTHER] }), contact(2)]);
    const who = { type: 'declined', campaignId: 'a' as CampaignId, agentId: ADA } as const;
    const [first] = (await engine.lease('a', 1, forAda)).records;
    const notBeforeMs = engine.nowMs + 900_000;
    const { contactId } = first ?? fail();
    await engine.tell({ ...who, contactId, how: 'later', notBeforeMs });
    expect(await place(1)).toMatchObject({ status: 'waiting', nextAtMs: notBeforeMs, reason: 'called-later' });
    expect(names(await engine.lease('a', 9))).toEqual(['Contact 2']);
    engine.nowMs = notBeforeMs;
    expect(names(await engine.lease('a', 1, forAda))).toEqual(['Contact 1']);
    await engine.tell({ ...who, contactId, how: 'do-not-call', notBeforeMs });
    expect(await place(1)).toMatchObject({ status: 'finished', reason: 'do-not-call' });
    for (const number of [numberOf(1), OTHER]) {
      expect(await store.doNotCallOf(number)).toMatchObject([{ campaignId: null, reason: 'declined by an agent' }]);
    }
  });

  it('GT-10: says where the contacts that are left have not consented', async () => {
    const [pack] = policy('a').packs;
    const strict = { ...(pack ?? fail()), consent: { automaticOnly: false, sinceDate: null } };
    await fill(store, [policy('a', { packs: [strict] })], [contact(1)]);
    expect(await engine.lease('a', 1, forAda)).toMatchObject({ records: [], shortBecause: 'no-consent' });
  });
});

describe('a call by hand', () => {
  it('BP-7: another of the contact’s numbers is dialed, and the attempt stands with the agent', async () => {
    await fill(store, [policy('a')], [contact(1, { otherNumbers: [OTHER] })]);
    const grant = await engine.lease('a', 1, forAda);
    const [byEngine] = await engine.intend(engine.intents(grant, { number: OTHER }));
    expect(codesOf(byEngine)).toEqual(['number-not-leased']);
    const intents = dialed(grant, { number: OTHER });
    expect(await engine.intend(intents)).toMatchObject([{ granted: true }]);
    expect(await store.attemptById(intents[0]?.attemptId ?? again(0))).toMatchObject({ number: OTHER, agentId: ADA });
  });

  it('no number of anybody else, and no caller ID that the campaign does not have', async () => {
    await fill(store, [policy('a')], [contact(1, { otherNumbers: [OTHER] }), contact(2)]);
    const grant = await engine.lease('a', 1, forAda);
    const [foreign] = await engine.intend(dialed(grant, { number: numberOf(2) }));
    expect(codesOf(foreign)).toEqual(['number-not-leased']);
    const [caller] = await engine.intend(dialed(grant, { callerId: numberOf(2) }));
    expect(caller).toMatchObject({ granted: false, kept: true });
    expect(await engine.intend(dialed(grant))).toMatchObject([{ granted: true }]);
  });

  it('a refused number leaves the record with the agent while another may be called, else it goes where the reason sends it', async () => {
    await fill(store, [policy('a')], [contact(1, { otherNumbers: [OTHER] })]);
    const grant = await engine.lease('a', 1, forAda);
    const entry = { campaignId: null, reason: 'asked for', atMs: engine.nowMs };
    await store.addDoNotCall([{ ...entry, number: numberOf(1) }]);
    const [kept] = await engine.intend(dialed(grant));
    expect(kept).toMatchObject({ granted: false, kept: true });
    expect(codesOf(kept)).toEqual(['do-not-call']);
    await store.addDoNotCall([{ ...entry, number: OTHER }]);
    const [gone] = await engine.intend(dialed(grant, { number: OTHER }));
    expect(gone).not.toHaveProperty('kept');
    expect(await place(1)).not.toMatchObject({ status: 'leased' });
  });
});

describe('GCC-4: a redial by hand', () => {
  const rule = { maxManualRedials: 2, maxAttempts: 9 };

  /** Ada calls contact 1, and nobody answers. */
  async function unanswered(): Promise<Intent> {
    await fill(store, [policy('a', { rule })], [contact(1, { otherNumbers: [OTHER] })]);
    const [intent] = dialed(await engine.lease('a', 1, forAda));
    await engine.intend([intent ?? fail()]);
    await engine.tell(ended((intent ?? fail()).attemptId));
    return intent ?? fail();
  }

  it('goes on as often as the rule allows, at any of the numbers, and no further', async () => {
    const first = await unanswered();
    expect(await place(1)).toMatchObject({ status: 'waiting' });
    const second = { ...first, attemptId: again(1), redialOf: first.attemptId, number: OTHER };
    expect(await engine.intend([second])).toMatchObject([{ granted: true }]);
    await engine.tell(ended(again(1), { outcome: 'busy' }));
    const third = { ...first, attemptId: again(2), redialOf: again(1) };
    expect(await engine.intend([third])).toMatchObject([{ granted: true }]);
    await engine.tell(ended(again(2)));
    const [fourth] = await engine.intend([{ ...first, attemptId: again(3), redialOf: again(2) }]);
    expect(codesOf(fourth)).toEqual(['redials-used-up']);
  });

  it('not while the call is under way, after an answer, by another agent, nor after the contact was handed out again', async () => {
    const first = await unanswered();
    const redial = { ...first, attemptId: again(1), redialOf: first.attemptId };
    const [foreign] = await engine.intend([{ ...redial, agentId: 'bob' as AgentId }]);
    expect(codesOf(foreign)).toEqual(['not-redialable']);
    await engine.intend([redial]);
    const [running] = await engine.intend([{ ...redial, attemptId: again(2), redialOf: again(1) }]);
    expect(codesOf(running)).toEqual(['under-way']);
    await engine.tell(ended(again(1), { outcome: 'live', liveEnd: 'connected' }));
    const [answered] = await engine.intend([{ ...redial, attemptId: again(2), redialOf: again(1) }]);
    expect(codesOf(answered)).toEqual(['answered']);
    const [older] = await engine.intend([{ ...redial, attemptId: again(2) }]);
    expect(codesOf(older)).toEqual(['called-since']);
  });

  it('what forbids any call forbids it too', async () => {
    const first = await unanswered();
    await store.addDoNotCall([{ number: numberOf(1), campaignId: null, reason: 'asked for', atMs: engine.nowMs }]);
    const redial = { ...first, attemptId: again(1), redialOf: first.attemptId };
    expect(codesOf((await engine.intend([redial]))[0])).toEqual(['do-not-call']);
    expect(await engine.intend([{ ...redial, number: OTHER }])).toMatchObject([{ granted: true }]);
    expect((await store.lists()).map(({ id }) => id)).toEqual([LIST]);
  });
});

function fail(): never {
  throw new Error('there was none');
}
