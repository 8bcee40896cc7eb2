/** Leases, intents and facts through the store's port, on files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, CampaignId, InteractionId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import {
  codesOf,
  contact,
  demoPack,
  EngineHand,
  EPOCH,
  ended,
  fill,
  LIST,
  NEXT_EPOCH,
  numberOf,
  policy,
  WEDNESDAY_9H,
} from './testing/floor.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** French hours, holidays and caps, for people who have consented. */
const fr = COMPLIANCE_PACKS.filter(({ id }) => id === 'fr').map((pack) => ({ ...pack, consent: null }));

describe('dialing', () => {
  let folder: string;
  let store: Store;
  let engine: EngineHand;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-store-'));
    store = openDirectStore(join(folder, 'store.sqlite'));
    engine = new EngineHand(store);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const stateOf = async (n: number, campaign = 'a') => {
    const found = await store.contactById(`c${n}` as never);
    return found?.campaigns.find(({ campaignId }) => campaignId === campaign);
  };

  describe('leases', () => {
    it('GCC-6: 255 comes first where the rule honours priority, else the order of the list', async () => {
      const contacts = [contact(1, { priority: 3 }), contact(2, { priority: 255 }), contact(3, { priority: 3 })];
      await fill(store, [policy('a'), policy('b', { rule: { honourPriority: false } })], contacts);
      const order = async (campaign: string) => (await engine.lease(campaign, 9)).records.map(({ name }) => name);
      expect(await order('a')).toEqual(['Contact 2', 'Contact 1', 'Contact 3']);
      expect(await order('b')).toEqual(['Contact 1', 'Contact 2', 'Contact 3']);
    });

    it('GW-9, GW-12: a rejected record returns to the top of the list, one merely given back to where it was', async () => {
      await fill(store, [policy('a')], [contact(1, { priority: 9 }), contact(2), contact(3)]);
      const grant = await engine.lease('a', 3);
      const [one, two, three] = grant.records.map(({ contactId }) => contactId);
      if (one === undefined || two === undefined || three === undefined) throw new Error('three were expected');
      const back = { campaignId: grant.campaignId, epoch: EPOCH, nowMs: engine.nowMs };
      await store.giveBack({ ...back, contactIds: [one, two], position: 'retry' });
      await store.giveBack({ ...back, contactIds: [three], position: 'top' });
      expect((await engine.lease('a', 3)).records.map(({ contactId }) => contactId)).toEqual([three, one, two]);
    });

    it('hands each record out once until its lease expires, and takes back only what this engine holds', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const grant = await engine.lease('a', 1);
      expect(grant).toMatchObject({ records: [{ number: numberOf(1), attempts: 0 }], shortBecause: null });
      expect((await engine.lease('a', 1)).records).toEqual([]);
      const contactIds = grant.records.map(({ contactId }) => contactId);
      const foreign = { campaignId: grant.campaignId, contactIds, epoch: NEXT_EPOCH, nowMs: engine.nowMs };
      expect(await store.giveBack({ ...foreign, position: 'top' })).toBe(0);
      engine.nowMs = grant.expiresAtMs;
      expect((await engine.lease('a', 1)).records).toHaveLength(1);
    });

    it('GT-10: says why there are fewer than asked for, and when there are more', async () => {
      await fill(store, [policy('a'), policy('night', { packs: fr })], [contact(1)]);
      const opens = Date.parse('2026-10-14T10:00:00+02:00');
      expect(await engine.lease('night', 1)).toMatchObject({ shortBecause: 'outside-hours', nextAtMs: opens });
      const [attempt] = await engine.dial('a');
      if (attempt === undefined) throw new Error('no attempt');
      await engine.tell(ended(attempt, { outcome: 'busy' }));
      const busy = { shortBecause: 'no-contacts-callable-now', nextAtMs: engine.nowMs + 600_000 };
      expect(await engine.lease('a', 1)).toMatchObject(busy);
      engine.nowMs = opens;
      expect((await engine.lease('night', 1)).records).toHaveLength(1);
    });

    it('refuses a campaign that does not run, and one that is not there', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      await store.setCampaignState({ campaignId: 'a' as CampaignId, state: 'paused' });
      await expect(engine.lease('a', 1)).rejects.toMatchObject({ code: 'campaign-not-running' });
      await expect(engine.lease('x', 1)).rejects.toMatchObject({ code: 'unknown-campaign' });
    });

    it('contacts that come into the list later are callable, those of a list that is untied are not', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      await store.addContacts({ listId: LIST, contacts: [contact(1), contact(2)] });
      const [before] = await store.campaignCounts(engine.nowMs);
      expect(before?.counts).toMatchObject({ contacts: 2, callableNow: 2 });
      await store.setPolicies([policy('a', { campaign: { listIds: [] } })]);
      expect((await engine.lease('a', 5)).records).toEqual([]);
      await store.setPolicies([policy('a')]);
      expect((await engine.lease('a', 5)).records).toHaveLength(2);
    });
  });

  describe('intents', () => {
    it('a resent batch gets the same answer and makes no second attempt', async () => {
      await fill(store, [policy('a')], [contact(1), contact(2)]);
      const intents = engine.intents(await engine.lease('a', 2));
      const first = await engine.intend(intents);
      engine.nowMs += 5_000;
      expect(await engine.intend([...intents, ...intents])).toEqual([...first, ...first]);
      expect(first.every((answer) => answer.granted)).toBe(true);
      expect(await store.attempts({ limit: 10 })).toHaveLength(2);
    });

    it('OUT-8: a number on the do-not-call list is refused at the intent, though it was leased before', async () => {
      await fill(store, [policy('a'), policy('b')], [contact(1), contact(2)]);
      const grant = await engine.lease('a', 2);
      const entry = { reason: 'asked by letter', atMs: engine.nowMs };
      await store.addDoNotCall([{ ...entry, number: numberOf(1), campaignId: null }]);
      await store.addDoNotCall([{ ...entry, number: numberOf(2), campaignId: 'b' as CampaignId }]);
      const [one, two] = await engine.intend(engine.intents(grant));
      expect(one).toMatchObject({ granted: false, reasons: ['do-not-call: on the do-not-call list: asked by letter'] });
      expect(two).toMatchObject({ granted: true });
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'do-not-call' });
    });

    it('caps attempts to one number across campaigns, acknowledged intents counted whatever came of them', async () => {
      const packs = [demoPack({ id: 'two-a-day', attemptCap: { attempts: 2, windowMs: DAY_MS } })];
      const rule = { treatments: { 'operating-error': { action: 'retry', afterMs: 0 } } } as const;
      await fill(store, [policy('a', { packs, rule }), policy('b', { packs, rule })], [contact(1)]);
      const leased = await engine.lease('b', 1);
      for (let call = 0; call < 2; call++) {
        const [attempt] = await engine.dial('a');
        if (attempt === undefined) throw new Error('no attempt');
        await engine.tell(ended(attempt, { outcome: 'operating-error' }));
      }
      const [answer] = await engine.intend(engine.intents(leased));
      expect(codesOf(answer)).toEqual(['attempt-cap']);
      expect(await stateOf(1, 'b')).toMatchObject({ status: 'waiting', nextAtMs: WEDNESDAY_9H + DAY_MS });
    });

    it('an abandoned call locks its number out for as long as the pack says, in every campaign', async () => {
      const packs = [demoPack({ abandonedLockoutMs: 72 * HOUR_MS })];
      await fill(store, [policy('a', { packs }), policy('b', { packs })], [contact(1)]);
      const leased = await engine.lease('b', 1);
      const [attempt] = await engine.dial('a');
      if (attempt === undefined) throw new Error('no attempt');
      await engine.tell(ended(attempt, { outcome: 'live', liveEnd: 'abandoned', endedBy: 'us', waitMs: 2_000 }));
      const [answer] = await engine.intend(engine.intents(leased));
      expect(codesOf(answer)).toEqual(['abandoned-lockout']);
      expect(await stateOf(1, 'b')).toMatchObject({ nextAtMs: WEDNESDAY_9H + 72 * HOUR_MS });
    });

    it('GCC-8: hours that end between lease and intent are kept', async () => {
      engine.nowMs = Date.parse('2026-10-14T12:59:58+02:00');
      await fill(store, [policy('a', { packs: fr })], [contact(1), contact(2)]);
      const [one, two] = engine.intents(await engine.lease('a', 2));
      if (one === undefined || two === undefined) throw new Error('two were expected');
      const noon = Date.parse('2026-10-14T13:00:00+02:00');
      expect(await engine.intend([one])).toEqual([{ attemptId: one.attemptId, granted: true, validUntilMs: noon }]);
      engine.nowMs = noon;
      expect(codesOf((await engine.intend([two]))[0])).toEqual(['outside-hours']);
    });

    it('GT-9: a campaign paused meanwhile is refused, and its record stays callable', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const intents = engine.intents(await engine.lease('a', 1));
      await store.setCampaignState({ campaignId: 'a' as CampaignId, state: 'paused' });
      expect(codesOf((await engine.intend(intents))[0])).toEqual(['campaign-not-running']);
      expect(await stateOf(1)).toMatchObject({ status: 'callable' });
    });

    it('a number that is being called is called by no other campaign', async () => {
      await fill(store, [policy('a'), policy('b')], [contact(1)]);
      const leased = await engine.lease('b', 1);
      await engine.dial('a');
      expect(codesOf((await engine.intend(engine.intents(leased)))[0])).toEqual(['under-way']);
    });

    it.each([
      ['another lease', { leaseId: 'lease-x' as never }, 'not-leased'],
      ['another number', { number: numberOf(7) }, 'number-not-leased'],
      ['a contact that is not there', { contactId: 'c99' as never }, 'not-leased'],
      ['an id that is none', { contactId: "c1'; DROP TABLE work" as never }, 'not-leased'],
      ['another caller ID', { callerId: numberOf(8) }, 'caller-id-not-allowed'],
      ['a campaign that is not there', { campaignId: 'x' as never }, 'unknown-campaign'],
    ])('refuses %s', async (_what, changes, code) => {
      await fill(store, [policy('a')], [contact(1)]);
      const intents = engine.intents(await engine.lease('a', 1), changes);
      expect(codesOf((await engine.intend(intents))[0])).toEqual([code]);
      expect(await store.attempts({ limit: 1 })).toEqual([]);
    });

    it('refuses a lease that has run out, and one of another engine', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const intents = engine.intents(await engine.lease('a', 1));
      const other = new EngineHand(store, engine.nowMs, NEXT_EPOCH);
      expect(codesOf((await other.intend(intents))[0])).toEqual(['not-leased']);
      engine.nowMs += 60_000;
      expect(codesOf((await engine.intend(intents))[0])).toEqual(['lease-expired']);
    });
  });

  describe('facts', () => {
    const agentId = 'agent-1' as AgentId;
    const interactionId = 'interaction-1' as InteractionId;
    const code = (effect: string) => ({ code: 'the-code', label: 'The code', effect });

    /** Dials one contact and ends it; answers the attempt's id. */
    async function call(outcome: Partial<Parameters<typeof ended>[1]> = {}) {
      const [attempt] = await engine.dial('a');
      if (attempt === undefined) throw new Error('no attempt');
      await engine.tell(ended(attempt, outcome));
      return attempt;
    }

    it('tell a call from answer to wrap-up, each applied once', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [attemptId] = await engine.dial('a');
      if (attemptId === undefined) throw new Error('no attempt');
      const screened = { verdict: 'human', screeningMs: 700, confidence: 0.9, reasons: ['short greeting'], frames: 35 };
      const facts = engine.facts(
        { type: 'answered', attemptId, ringMs: 4_000 },
        { type: 'screened', attemptId, ...screened },
        { type: 'connected', attemptId, agentId, interactionId, waitMs: 300 },
        ended(attemptId, { outcome: 'live', liveEnd: 'connected', endedBy: 'contact', talkMs: 60_000, waitMs: 300 }),
        { type: 'wrapped-up', attemptId, agentId, interactionId, code: 'sale', notes: 'glad', wrapUpMs: 9_000 },
      );
      const batch = { epoch: EPOCH, facts, nowMs: engine.nowMs };
      expect(await store.applyFacts(batch)).toEqual({ ackedSeq: 5, applied: 5, passedOver: [] });
      expect(await store.applyFacts(batch)).toEqual({ ackedSeq: 5, applied: 0, passedOver: [] });
      expect(await store.attemptById(attemptId)).toMatchObject({
        state: 'closed',
        outcome: 'live',
        liveEnd: 'connected',
        agentId,
        talkMs: 60_000,
        verdict: 'human',
        wrapUpCode: 'sale',
        notes: 'glad',
      });
      const [figures] = await store.figuresSince(0);
      expect(figures).toMatchObject({ attempts: 1, live: 1, connected: 1, talkMs: 60_000, screenedFrames: 35 });
    });

    it('stop at a gap, and go on when it is filled', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [attemptId] = await engine.dial('a');
      if (attemptId === undefined) throw new Error('no attempt');
      const [one, two, three] = engine.facts(
        { type: 'answered', attemptId, ringMs: 1 },
        { type: 'connected', attemptId, agentId, interactionId, waitMs: 1 },
        ended(attemptId, { outcome: 'live', liveEnd: 'connected' }),
      );
      if (one === undefined || two === undefined || three === undefined) throw new Error('three were expected');
      const apply = (facts: (typeof one)[]) => store.applyFacts({ epoch: EPOCH, facts, nowMs: engine.nowMs });
      expect(await apply([one, three])).toMatchObject({ ackedSeq: 1, applied: 1 });
      expect(await store.attemptById(attemptId)).toMatchObject({ state: 'under-way' });
      expect(await apply([two, three])).toMatchObject({ ackedSeq: 3, applied: 2 });
      expect(await store.attemptById(attemptId)).toMatchObject({ state: 'closed' });
    });

    it('a fact that makes no sense is passed over and holds up no other', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [attemptId] = await engine.dial('a');
      if (attemptId === undefined) throw new Error('no attempt');
      const nonsense = ended(attemptId, { outcome: { not: 'an outcome' } as never });
      const told = await engine.tell(nonsense, ended(attemptId, { outcome: 'busy' }));
      expect(told).toMatchObject({ ackedSeq: 2, passedOver: [{ seq: 1 }] });
      expect(await store.attemptById(attemptId)).toMatchObject({ outcome: 'busy' });
    });

    it.each([
      ['busy', 10 * 60_000],
      ['no-answer', 2 * HOUR_MS],
      ['answering-machine', 4 * HOUR_MS],
      ['operating-error', 5 * 60_000],
    ] as const)('GCC-9: after %s the contact is tried again', async (outcome, afterMs) => {
      await fill(store, [policy('a')], [contact(1)]);
      await call({ outcome });
      expect(await stateOf(1)).toMatchObject({ status: 'waiting', nextAtMs: engine.nowMs + afterMs, reason: outcome });
      engine.nowMs += afterMs;
      expect((await engine.lease('a', 1)).records).toMatchObject([{ attempts: 1 }]);
    });

    it('GCC-9: a rule of one’s own goes before the defaults', async () => {
      const treatments = { busy: { action: 'finish', afterMs: 0 } } as const;
      await fill(store, [policy('a', { rule: { treatments } })], [contact(1)]);
      await call({ outcome: 'busy' });
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'busy' });
    });

    it('GT-3: a rule with one attempt removes the entry, whoever answered or nobody', async () => {
      await fill(store, [policy('a', { rule: { maxAttempts: 1 } })], [contact(1), contact(2)]);
      await call({ outcome: 'no-answer' });
      await call({ outcome: 'live', liveEnd: 'connected', talkMs: 1 });
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'attempts-used-up' });
      expect(await stateOf(2)).toMatchObject({ status: 'finished', reason: 'processed' });
    });

    it.each([
      [false, 'waiting'],
      [true, 'finished'],
    ])(
      'GCC-7: where operating errors count is %s, one of one attempt leaves the contact %s',
      async (counts, status) => {
        await fill(store, [policy('a', { rule: { maxAttempts: 1, countOperatingErrors: counts } })], [contact(1)]);
        await call({ outcome: 'operating-error' });
        expect(await stateOf(1)).toMatchObject({ status });
      },
    );

    it.each([
      ['finish', { status: 'finished', reason: 'wrapped-up' }],
      ['retry', { status: 'waiting', nextAtMs: WEDNESDAY_9H + DAY_MS }],
      ['callback', { status: 'waiting', reason: 'callback' }],
      ['do-not-call', { status: 'finished', reason: 'do-not-call' }],
    ])('WX-9: a wrap-up code that says %s does so to the contact', async (effect, expected) => {
      await fill(store, [policy('a', { campaign: { wrapUpCodes: [code(effect)] } })], [contact(1)]);
      const attemptId = await call({ outcome: 'live', liveEnd: 'connected', talkMs: 1 });
      const wrapUp = { attemptId, agentId, interactionId, code: 'the-code', notes: '', wrapUpMs: 1 };
      await engine.tell({ type: 'wrapped-up', ...wrapUp });
      expect(await stateOf(1)).toMatchObject(expected);
      expect(await store.doNotCallOf(numberOf(1))).toHaveLength(effect === 'do-not-call' ? 1 : 0);
    });

    it.each([
      ['busy', undefined, { status: 'waiting', reason: 'busy' }],
      ['busy', 'finish', { status: 'finished', reason: 'wrapped-up' }],
      ['fax', undefined, { status: 'finished', reason: 'fax' }],
      ['fax', 'retry', { status: 'waiting', reason: 'fax' }],
      ['no-answer', 'callback', { status: 'waiting', reason: 'callback' }],
      ['answering-machine', 'do-not-call', { status: 'finished', reason: 'do-not-call' }],
    ] as const)(
      'WX-9: the system sets %s; an effect of %s does so, one left out leaves it to the rule',
      async (outcome, effect, expected) => {
        const wrapUpCodes = [{ code: outcome, label: outcome, ...(effect === undefined ? {} : { effect }) }];
        await fill(store, [policy('a', { campaign: { wrapUpCodes } })], [contact(1)]);
        const attemptId = await call({ outcome });
        expect(await stateOf(1)).toMatchObject(expected);
        // An agent who was on it and has no word for it leaves the system's.
        const noWord = { attemptId, agentId, interactionId, code: null, notes: '', wrapUpMs: 1 };
        await engine.tell({ type: 'wrapped-up', ...noWord });
        expect(await stateOf(1)).toMatchObject(expected);
        expect(await store.attemptById(attemptId)).toMatchObject({ wrapUpCode: outcome });
      },
    );

    it('WX-9: an agent who says that it was a machine leaves the contact to the rule, unless the code says more', async () => {
      const wrapUpCodes = [{ code: 'answering-machine', label: 'Machine' }];
      await fill(store, [policy('a', { campaign: { wrapUpCodes } })], [contact(1)]);
      const attemptId = await call({ outcome: 'live', liveEnd: 'connected', talkMs: 1 });
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'processed' });
      const machine = { attemptId, agentId, interactionId, code: 'answering-machine', notes: '', wrapUpMs: 1 };
      await engine.tell({ type: 'wrapped-up', ...machine });
      expect(await stateOf(1)).toMatchObject({ status: 'waiting', reason: 'answering-machine' });
    });
  });
});
