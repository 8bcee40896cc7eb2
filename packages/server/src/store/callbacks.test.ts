import type { AgentId, AttemptId, CampaignId, ContactId, E164, LeaseId } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { CallbackWish, CampaignPolicy, Store } from './port.ts';
import {
  codesOf,
  contact,
  demoPack,
  EngineHand,
  ended,
  fill,
  NEXT_EPOCH,
  numberOf,
  policy,
  WEDNESDAY_9H,
} from './testing/floor.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAIN = 'main' as CampaignId;
const ANNA = 'anna' as AgentId;
const BEN = 'ben' as AgentId;
const CONTACT_1 = 'c1' as ContactId;
const NEW_NUMBER = '+33199007777' as E164;

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function open(policies: readonly CampaignPolicy[] = [policy(MAIN)], contacts = 1) {
  const store = openDirectStore(':memory:');
  stores.push(store);
  await fill(
    store,
    policies,
    Array.from({ length: contacts }, (_, i) => contact(i + 1)),
  );
  return { store, engine: new EngineHand(store) };
}

const wishAt = (dueAtMs: number, more: Partial<CallbackWish> = {}): CallbackWish => ({
  number: numberOf(1),
  dueAtMs,
  timeZone: 'Europe/Paris',
  personal: false,
  agentId: null,
  notes: '',
  ...more,
});

let made = 0;
const schedule = (
  store: Store,
  wish: CallbackWish,
  more: Partial<Parameters<Store['scheduleCallback']>[0]> = {},
): ReturnType<Store['scheduleCallback']> =>
  store.scheduleCallback({
    callbackId: `cb-${++made}`,
    interactionId: 'interaction-1',
    campaignId: MAIN,
    contactId: CONTACT_1,
    attemptId: null,
    by: ANNA,
    wish,
    nowMs: WEDNESDAY_9H,
    ...more,
  });

const leaseCallbacks = (engine: EngineHand, agents: readonly AgentId[] = [ANNA], n = 10) =>
  engine.store.leaseCallbacks({
    leaseId: `cb-lease-${++made}` as LeaseId,
    campaignId: MAIN,
    n,
    epoch: engine.epoch,
    agents,
    nowMs: engine.nowMs,
    leaseMs: MINUTE_MS,
  });

const stateOf = async (store: Store, callbackId: string) =>
  (await store.callbacks({ callbackId, limit: 1, nowMs: WEDNESDAY_9H }))[0];

const standing = async (store: Store) => (await store.contactById(CONTACT_1))?.campaigns[0];

/** Contact 1 is called, answers, and is talked to; the agent schedules a callback and is done. */
async function promised(more: { wish?: Partial<CallbackWish>; policies?: readonly CampaignPolicy[] } = {}) {
  const { store, engine } = await open(more.policies);
  const [attemptId = '' as AttemptId] = await engine.dial(MAIN);
  const due = WEDNESDAY_9H + HOUR_MS;
  const callback = await schedule(store, wishAt(due, more.wish), { attemptId });
  const interactionId = 'interaction-1' as never;
  await engine.tell(
    { type: 'answered', attemptId, ringMs: 1 },
    { type: 'connected', attemptId, agentId: ANNA, interactionId, waitMs: 0 },
    ended(attemptId, { outcome: 'live', liveEnd: 'connected', talkMs: 5_000 }),
    { type: 'wrapped-up', attemptId, agentId: ANNA, interactionId, code: null, notes: '', wrapUpMs: 1 },
  );
  return { store, engine, callback, due };
}

describe('callbacks in the store', () => {
  it('GW-13, GW-17: the contact is left alone until its time, then handed out with the number that was asked for', async () => {
    const { store, engine, callback, due } = await promised({ wish: { number: NEW_NUMBER, notes: 'ask for Zoé' } });
    expect(callback).toMatchObject({ state: 'scheduled', reasons: [], tries: 0 });
    expect(await standing(store)).toMatchObject({ status: 'waiting', reason: 'callback' });
    engine.nowMs = due - 1;
    expect((await leaseCallbacks(engine)).records).toEqual([]);
    engine.nowMs = due;
    // Not among the ordinary records, however long it waits.
    expect((await engine.lease(MAIN, 5)).records).toEqual([]);
    const grant = await leaseCallbacks(engine);
    expect(grant.records).toMatchObject([
      {
        contactId: CONTACT_1,
        number: NEW_NUMBER,
        callback: { callbackId: callback.callbackId, personal: false, agentId: null, notes: 'ask for Zoé' },
      },
    ]);
    const [answer] = await engine.intend(engine.intents(grant, { agentId: ANNA }));
    expect(answer?.granted).toBe(true);
    expect((await stateOf(store, callback.callbackId))?.state).toBe('calling');
    // Never twice: while it is called it is neither handed out nor dialed again.
    expect((await leaseCallbacks(engine)).records).toEqual([]);
    expect(codesOf((await engine.intend(engine.intents(grant, { attemptId: 'other' as AttemptId })))[0])).toEqual([
      'under-way',
    ]);
  });

  it('GW-17: one that reached the person is done; one that did not comes again by the rule, as often as it allows', async () => {
    const treatments = { 'no-answer': { action: 'retry', afterMs: HOUR_MS } } as const;
    const { store, engine, callback, due } = await promised({
      policies: [policy(MAIN, { rule: { maxAttempts: 2, treatments } })],
    });
    const callIt = async (atMs: number) => {
      engine.nowMs = atMs;
      const grant = await leaseCallbacks(engine);
      const [intent] = engine.intents(grant);
      if (intent === undefined) throw new Error('nothing was handed out');
      await engine.intend([intent]);
      return intent.attemptId;
    };
    await engine.tell(ended(await callIt(due)));
    const again = await stateOf(store, callback.callbackId);
    expect(again).toMatchObject({ state: 'scheduled', dueAtMs: due + HOUR_MS, tries: 1 });
    expect(await standing(store)).toMatchObject({ status: 'waiting', reason: 'callback' });
    const attemptId = await callIt(due + HOUR_MS);
    await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected' }));
    expect(await stateOf(store, callback.callbackId)).toMatchObject({ state: 'done', tries: 2 });
    expect(await standing(store)).toMatchObject({ status: 'finished', reason: 'processed' });
  });

  it('GW-18: in the past, at night, on a do-not-call number: invalid, with every reason and when it could be', async () => {
    const day = { fromMinute: 9 * 60, toMinute: 18 * 60 };
    const weeklyHours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, ...day }));
    const { store } = await open([policy(MAIN, { packs: [demoPack({ weeklyHours })] })]);
    const past = await schedule(store, wishAt(WEDNESDAY_9H - 1));
    expect(past).toMatchObject({ state: 'invalid', reasons: [{ code: 'callback-in-the-past' }] });
    const night = await schedule(store, wishAt(WEDNESDAY_9H + 13 * HOUR_MS));
    expect(night.callbackId).toBe(past.callbackId);
    expect(night).toMatchObject({ state: 'invalid', reasons: [{ code: 'outside-hours' }] });
    expect(night.nextAtMs).toBe(WEDNESDAY_9H + 24 * HOUR_MS);
    await store.addDoNotCall([{ number: NEW_NUMBER, campaignId: null, reason: 'asked', atMs: 0 }]);
    const blocked = await schedule(store, wishAt(WEDNESDAY_9H + HOUR_MS, { number: NEW_NUMBER }));
    expect(blocked.reasons.map(({ code }) => code)).toEqual(['do-not-call']);
    expect(await schedule(store, wishAt(WEDNESDAY_9H + HOUR_MS))).toMatchObject({ state: 'scheduled', reasons: [] });
    // What was right may be wrong by the time the agent is done.
    const later = await store.recheckCallback({ interactionId: 'interaction-1', nowMs: WEDNESDAY_9H + 2 * HOUR_MS });
    expect(later).toMatchObject({ state: 'invalid', reasons: [{ code: 'callback-in-the-past' }] });
  });

  it('GW-17: the engine is told which fall due soon, of the agents at work and for anybody', async () => {
    const { store, engine } = await open([policy(MAIN)], 4);
    const soon = WEDNESDAY_9H + 30_000;
    const wishes = [
      { dueAtMs: soon, agentId: ANNA },
      { dueAtMs: soon + 1, agentId: null },
      { dueAtMs: soon, agentId: BEN },
      { dueAtMs: WEDNESDAY_9H + HOUR_MS, agentId: ANNA },
    ];
    for (const [i, { dueAtMs, agentId }] of wishes.entries()) {
      const interactionId = `interaction-${i}`;
      const wish = wishAt(dueAtMs, { agentId, personal: agentId !== null, number: numberOf(i + 1) });
      await schedule(store, wish, { interactionId, contactId: `c${i + 1}` as ContactId });
      await store.releaseCallback(interactionId);
    }
    expect((await leaseCallbacks(engine, [ANNA])).coming).toEqual([
      { agentId: ANNA, dueAtMs: soon },
      { agentId: null, dueAtMs: soon + 1 },
    ]);
  });

  it('GCC-2: an agent holds no more callbacks than the rule says; those for any agent are nobody’s', async () => {
    const { store } = await open([policy(MAIN, { rule: { maxCallbacksPerAgent: 1 } })], 3);
    const mine = { personal: true, agentId: ANNA };
    const due = WEDNESDAY_9H + HOUR_MS;
    expect((await schedule(store, wishAt(due, mine))).state).toBe('scheduled');
    // The same one, changed: it does not count against itself.
    expect((await schedule(store, wishAt(due + HOUR_MS, mine))).state).toBe('scheduled');
    const second = { interactionId: 'interaction-2', contactId: 'c2' as ContactId };
    const over = await schedule(store, wishAt(due, mine), second);
    expect(over).toMatchObject({ state: 'invalid', reasons: [{ code: 'too-many-callbacks' }] });
    expect((await schedule(store, wishAt(due), second)).state).toBe('scheduled');
  });

  it('GCC-2: no more callback calls are out at once than the rule allows each agent at work', async () => {
    const { store, engine } = await open([policy(MAIN, { rule: { maxCallbackCallsPerAgent: 1 } })], 3);
    for (const n of [1, 2, 3]) {
      const callback = { interactionId: `interaction-${n}`, contactId: `c${n}` as ContactId };
      await schedule(store, wishAt(WEDNESDAY_9H + n, { number: numberOf(n) }), callback);
      await store.releaseCallback(callback.interactionId);
    }
    engine.nowMs = WEDNESDAY_9H + HOUR_MS;
    expect((await leaseCallbacks(engine, [ANNA, BEN])).records.map(({ contactId }) => contactId)).toEqual(['c1', 'c2']);
    expect((await leaseCallbacks(engine, [ANNA, BEN])).records).toEqual([]);
    await engine.store.giveBack({
      ...{ campaignId: MAIN, contactIds: ['c1' as ContactId], position: 'retry' },
      ...{ epoch: engine.epoch, nowMs: engine.nowMs },
    });
    expect((await leaseCallbacks(engine, [ANNA, BEN])).records).toHaveLength(1);
  });

  it('GW-17: a personal one goes to its agent; away, by the campaign: it waits, goes to any agent, or to a supervisor', async () => {
    const wish = { personal: true, agentId: ANNA };
    const after = async (callbackAgentAway: string, waitedMs: number) => {
      const campaign = { callbackAgentAway, callbackGraceMs: 10 * MINUTE_MS };
      const { store, engine, due } = await promised({ wish, policies: [policy(MAIN, { campaign })] });
      engine.nowMs = due + waitedMs;
      const toBen = (await leaseCallbacks(engine, [BEN])).records.map(({ callback }) => callback?.personal);
      const [overdue] = await store.callbacks({ overdue: true, limit: 9, nowMs: engine.nowMs });
      const toAnna = (await leaseCallbacks(engine, [ANNA])).records.map(({ callback }) => callback?.personal);
      return { toBen, overdue: overdue?.state, toAnna };
    };
    expect(await after('any-agent', 0)).toEqual({ toBen: [], overdue: undefined, toAnna: [true] });
    expect(await after('any-agent', 10 * MINUTE_MS)).toMatchObject({ toBen: [false], toAnna: [] });
    expect(await after('wait', HOUR_MS)).toEqual({ toBen: [], overdue: 'due', toAnna: [true] });
    expect(await after('supervisor', HOUR_MS)).toEqual({ toBen: [], overdue: 'due', toAnna: [true] });
  });

  it('a supervisor gives it to another agent; what is changed while due keeps its time', async () => {
    const { store, engine, callback, due } = await promised({ wish: { personal: true, agentId: ANNA } });
    engine.nowMs = due + HOUR_MS;
    const change = { agentId: BEN, personal: true };
    const changed = await store.changeCallback({ callbackId: callback.callbackId, change, nowMs: engine.nowMs });
    expect(changed).toMatchObject({ agentId: BEN, state: 'scheduled', dueAtMs: due });
    expect((await leaseCallbacks(engine, [ANNA])).records).toEqual([]);
    expect((await leaseCallbacks(engine, [BEN])).records).toHaveLength(1);
    const refused = store.changeCallback({ callbackId: callback.callbackId, change, nowMs: engine.nowMs });
    await expect(refused).rejects.toMatchObject({ code: 'callback-in-hand' });
  });

  it('GW-16: cancelled, the contact goes where its call sends it; a cancelled one that was handed out is not dialed', async () => {
    const { store, engine, callback, due } = await promised();
    await store.cancelCallback({ callbackId: callback.callbackId, nowMs: WEDNESDAY_9H });
    expect(await standing(store)).toMatchObject({ status: 'finished', reason: 'processed' });
    const other = await promised();
    other.engine.nowMs = due;
    const grant = await leaseCallbacks(other.engine);
    await other.store.cancelCallback({ callbackId: other.callback.callbackId, nowMs: due });
    expect(codesOf((await other.engine.intend(other.engine.intents(grant)))[0])).toEqual(['not-leased']);
    engine.nowMs = due;
    expect((await leaseCallbacks(engine)).records).toEqual([]);
    const twice = store.cancelCallback({ interactionId: 'interaction-1', nowMs: due });
    await expect(twice).rejects.toMatchObject({ code: 'unknown-callback' });
  });

  it('GW-14: postponed before any call, the record is given back and comes at its time alone', async () => {
    const { store, engine } = await open();
    const [record] = (await engine.lease(MAIN, 1)).records;
    const callback = await schedule(store, wishAt(WEDNESDAY_9H + HOUR_MS));
    const back = { campaignId: MAIN, contactIds: [record?.contactId ?? CONTACT_1], position: 'retry' } as const;
    await store.giveBack({ ...back, epoch: engine.epoch, nowMs: engine.nowMs });
    await store.releaseCallback('interaction-1');
    expect((await engine.lease(MAIN, 1)).records).toEqual([]);
    engine.nowMs += HOUR_MS;
    expect((await engine.lease(MAIN, 1)).records).toEqual([]);
    const [called] = (await leaseCallbacks(engine)).records;
    expect(called?.callback?.callbackId).toBe(callback.callbackId);
  });

  it('an interaction that is not done keeps its callback back, but not for ever', async () => {
    const { store, engine } = await open();
    await schedule(store, wishAt(WEDNESDAY_9H + MINUTE_MS));
    engine.nowMs = WEDNESDAY_9H + 2 * MINUTE_MS;
    expect((await leaseCallbacks(engine)).records).toEqual([]);
    engine.nowMs = WEDNESDAY_9H + HOUR_MS;
    expect((await leaseCallbacks(engine)).records).toHaveLength(1);
  });

  it('a lost engine loses none and calls none twice: handed out or called, it is due again', async () => {
    const { store, engine, callback, due } = await promised();
    engine.nowMs = due;
    await leaseCallbacks(engine);
    await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: due });
    expect(await stateOf(store, callback.callbackId)).toMatchObject({ state: 'due' });
    expect(await standing(store)).toMatchObject({ status: 'waiting', reason: 'callback' });
    const [counted] = await store.campaignCounts(due);
    expect(counted?.counts).toEqual({ contacts: 1, callableNow: 0, leased: 0, finished: 0, waiting: 1 });
    const second = new EngineHand(store, due, NEXT_EPOCH);
    const grant = await leaseCallbacks(second);
    expect(grant.records).toHaveLength(1);
    await second.intend(second.intents(grant));
    // It dies while it rings: an operating error, which the rule tries again.
    await store.closeUnderWay({ liveEpoch: 'engine-3' as typeof NEXT_EPOCH, nowMs: due + 1 });
    expect(await stateOf(store, callback.callbackId)).toMatchObject({ state: 'scheduled', tries: 0 });
    const third = new EngineHand(store, due + HOUR_MS, 'engine-3' as typeof NEXT_EPOCH);
    expect((await leaseCallbacks(third)).records).toHaveLength(1);
  });

  it('a lease that runs out gives it back; hours that have closed meanwhile keep it until they open', async () => {
    const day = { fromMinute: 9 * 60, toMinute: 10 * 60 + 30 };
    const weeklyHours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, ...day }));
    const { store, engine, callback, due } = await promised({
      policies: [policy(MAIN, { packs: [demoPack({ weeklyHours })] })],
    });
    engine.nowMs = due;
    await leaseCallbacks(engine);
    engine.nowMs = due + 2 * MINUTE_MS;
    await engine.lease(MAIN, 1);
    expect(await stateOf(store, callback.callbackId)).toMatchObject({ state: 'due' });
    engine.nowMs = due + HOUR_MS;
    expect((await leaseCallbacks(engine)).records).toEqual([]);
    const kept = await stateOf(store, callback.callbackId);
    expect(kept).toMatchObject({ state: 'due', reasons: [{ code: 'outside-hours' }] });
    engine.nowMs = WEDNESDAY_9H + 24 * HOUR_MS;
    expect((await leaseCallbacks(engine)).records).toHaveLength(1);
  });

  it('WX-9: a code that asks for a callback, with no time set, promises one for any agent', async () => {
    const wrapUpCodes = [
      { code: 'call-back', label: 'Call back', effect: 'callback' },
      { code: 'never', label: 'Never', effect: 'do-not-call' },
    ];
    const { store, engine } = await open([policy(MAIN, { campaign: { wrapUpCodes } })]);
    const [attemptId = '' as AttemptId] = await engine.dial(MAIN);
    const interactionId = 'interaction-1' as never;
    const wrapped = (code: string) =>
      ({ type: 'wrapped-up', attemptId, agentId: ANNA, interactionId, code, notes: 'n', wrapUpMs: 1 }) as const;
    await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected' }), wrapped('call-back'));
    const [callback] = await store.callbacks({ state: 'open', limit: 9, nowMs: WEDNESDAY_9H });
    expect(callback).toMatchObject({ source: 'wrap-up', personal: false, agentId: null, notes: 'n' });
    expect(callback?.dueAtMs).toBe(WEDNESDAY_9H + 24 * HOUR_MS);
    // Asked not to be called at all, nothing is promised any more.
    await engine.tell(wrapped('never'));
    expect(await store.callbacks({ state: 'open', limit: 9, nowMs: WEDNESDAY_9H })).toEqual([]);
    expect(await store.doNotCallOf(numberOf(1))).toHaveLength(1);
    expect(await standing(store)).toMatchObject({ status: 'finished', reason: 'do-not-call' });
  });

  it('GCC-0: a request makes one callback, whoever it is for; the same key makes no second', async () => {
    const { store, engine } = await open([policy(MAIN, { campaign: { listIds: [], kind: 'callback' } })]);
    const request = (number: string, idempotencyKey: string | null, dueAtMs: number | null = null) =>
      store.requestCallback({
        callbackId: `cb-${++made}`,
        campaignId: MAIN,
        listName: 'Requests',
        contact: { name: 'Noé', country: 'FR', fields: { page: 'prices' } },
        source: 'request',
        by: 'web',
        idempotencyKey,
        wish: { ...wishAt(0, { number: number as E164 }), dueAtMs },
        nowMs: WEDNESDAY_9H,
      });
    const first = await request(NEW_NUMBER, 'key-1');
    expect((await request(NEW_NUMBER, 'key-1')).callbackId).toBe(first.callbackId);
    // Another request of somebody who waits already: the same callback.
    expect((await request(NEW_NUMBER, 'key-2')).callbackId).toBe(first.callbackId);
    const grant = await leaseCallbacks(engine);
    expect(grant.records).toMatchObject([{ name: 'Noé', number: NEW_NUMBER, fields: { page: 'prices' } }]);
    expect((await engine.intend(engine.intents(grant)))[0]?.granted).toBe(true);
    expect(await store.callbacks({ limit: 9, nowMs: WEDNESDAY_9H })).toHaveLength(1);
    await store.addDoNotCall([{ number: numberOf(9), campaignId: null, reason: 'asked', atMs: 0 }]);
    expect(await request(numberOf(9), null)).toMatchObject({ state: 'invalid', reasons: [{ code: 'do-not-call' }] });
  });

  it('GCC-9: a contact on the list whose callback is asked for is not called by the list meanwhile', async () => {
    const { store, engine } = await open([policy(MAIN)], 2);
    await store.requestCallback({
      ...{ callbackId: 'cb-list', campaignId: MAIN, listName: 'Requests', source: 'missed-call', by: 'phones' },
      contact: { name: '', country: 'FR', fields: {} },
      idempotencyKey: null,
      wish: wishAt(WEDNESDAY_9H + HOUR_MS),
      nowMs: WEDNESDAY_9H,
    });
    expect((await engine.lease(MAIN, 5)).records.map(({ contactId }) => contactId)).toEqual(['c2']);
    engine.nowMs += HOUR_MS;
    expect((await leaseCallbacks(engine)).records.map(({ contactId }) => contactId)).toEqual([CONTACT_1]);
  });
});
