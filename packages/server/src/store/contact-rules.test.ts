/** Contact rules, packs and consent where they are kept: at the lease and at the intent, on the store's port. */
import type { AgentId, AttemptId, InteractionId, ListId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import { contact, demoPack, EngineHand, ended, fill, LIST, numberOf, policy, WEDNESDAY_9H } from './testing/floor.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = WEDNESDAY_9H + 3 * HOUR_MS;
const pack = (id: string) => COMPLIANCE_PACKS.filter((known) => known.id === id);

describe('contact rules in the store', () => {
  let store: Store;
  let engine: EngineHand;

  beforeEach(() => {
    store = openDirectStore(':memory:');
    engine = new EngineHand(store, NOON);
  });
  afterEach(() => store.close());

  const stateOf = async (n: number, campaign = 'a') => {
    const found = await store.contactById(`c${n}` as never);
    return found?.campaigns.find(({ campaignId }) => campaignId === campaign);
  };
  async function call(outcome: Parameters<typeof ended>[1] = {}, campaign = 'a'): Promise<AttemptId> {
    const [attempt] = await engine.dial(campaign);
    if (attempt === undefined) throw new Error('no attempt');
    await engine.tell(ended(attempt, outcome));
    return attempt;
  }
  const numbers = async () => (await engine.lease('a', 9)).records.map(({ number }) => number);
  const atOnce = { action: 'retry', afterMs: 0 } as const;

  it('GCC-9: at most so many attempts a day, and on with it on the contact’s next day', async () => {
    const rule = { maxAttempts: 9, maxAttemptsPerDay: 2, treatments: { 'no-answer': atOnce } };
    await fill(store, [policy('a', { rule })], [contact(1)]);
    await call();
    await call();
    expect(await numbers()).toEqual([]);
    const midnight = Date.parse('2026-10-15T00:00:00+02:00');
    expect(await stateOf(1)).toMatchObject({ status: 'waiting', reason: 'attempts-per-day', nextAtMs: midnight });
    engine.nowMs = midnight;
    expect(await numbers()).toEqual([numberOf(1)]);
  });

  it('GCC-7: an operating error that the rule does not count leaves the day’s attempts as they were', async () => {
    const rule = { maxAttempts: 9, maxAttemptsPerDay: 1, treatments: { 'operating-error': atOnce } };
    await fill(store, [policy('a', { rule })], [contact(1)]);
    await call({ outcome: 'operating-error' });
    expect(await numbers()).toEqual([numberOf(1)]);
  });

  describe('several numbers', () => {
    const two = contact(1, { otherNumbers: [numberOf(11), numberOf(1), numberOf(12), numberOf(11)] });

    it('GCC-9: the next number after the outcomes that say so, and finished after the last', async () => {
      const rule = { maxAttempts: 9, treatments: { busy: { action: 'next-number', afterMs: 60_000 } } } as const;
      await fill(store, [policy('a', { rule })], [two]);
      for (const number of [numberOf(1), numberOf(11), numberOf(12)]) {
        const attempt = await call({ outcome: 'busy' });
        expect(await store.attemptById(attempt)).toMatchObject({ number });
        engine.nowMs += 60_000;
      }
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'numbers-used-up' });
    });

    it('GCC-9: at most so many attempts to one number, then the next', async () => {
      const rule = { maxAttempts: 9, maxAttemptsPerNumber: 2, treatments: { 'no-answer': atOnce } };
      await fill(store, [policy('a', { rule })], [two]);
      const called = [];
      for (let n = 0; n < 6; n++) called.push((await store.attemptById(await call()))?.number);
      expect(called).toEqual([1, 1, 11, 11, 12, 12].map(numberOf));
      expect(await stateOf(1)).toMatchObject({ status: 'finished', reason: 'numbers-used-up' });
    });

    it('a number that must not be called gives way to the next, at the lease and at the intent', async () => {
      await fill(store, [policy('a')], [two]);
      const intents = engine.intents(await engine.lease('a', 1));
      const entry = { campaignId: null, reason: 'asked', atMs: NOON };
      await store.addDoNotCall([{ ...entry, number: numberOf(1) }]);
      expect(await engine.intend(intents)).toMatchObject([{ granted: false }]);
      await store.addDoNotCall([{ ...entry, number: numberOf(11) }]);
      expect(await engine.lease('a', 1)).toMatchObject({ records: [{ number: numberOf(12) }] });
    });

    it('caps are the person’s: a call to one number counts for the others, in every campaign', async () => {
      const packs = [demoPack({ attemptCap: { attempts: 1, windowMs: DAY_MS } })];
      const rule = { treatments: { busy: { action: 'next-number', afterMs: 0 } } } as const;
      await fill(store, [policy('a', { packs, rule }), policy('b', { packs })], [two]);
      await call({ outcome: 'busy' });
      expect(await numbers()).toEqual([]);
      expect(await stateOf(1)).toMatchObject({ reason: 'attempt-cap', nextAtMs: NOON + DAY_MS });
      expect((await engine.lease('b', 1)).records).toEqual([]);
    });
  });

  describe('packs', () => {
    const noHours = (id: string) => pack(id).map((one) => ({ ...one, weeklyHours: null, consent: null }));

    it('Regulation F: none for 7 days after a conversation, whichever campaign had it', async () => {
      const packs = noHours('us-reg-f');
      await fill(store, [policy('a', { packs }), policy('b', { packs })], [contact(1)]);
      await call({ outcome: 'live', liveEnd: 'connected', talkMs: 60_000 });
      expect((await engine.lease('b', 1)).records).toEqual([]);
      expect(await stateOf(1, 'b')).toMatchObject({ reason: 'conversation-lockout', nextAtMs: NOON + 7 * DAY_MS });
    });

    it('France: 60 days after a refusal, told by the wrap-up code', async () => {
      const packs = noHours('fr').map((one) => ({ ...one, publicHolidays: [] }));
      const wrapUpCodes = [{ code: 'not-now', label: 'Not now', effect: 'retry', refusal: true }];
      await fill(store, [policy('a', { packs, campaign: { wrapUpCodes } }), policy('b', { packs })], [contact(1)]);
      const attemptId = await call({ outcome: 'live', liveEnd: 'connected', talkMs: 1 });
      const agent = { agentId: 'agent-1' as AgentId, interactionId: 'i' as InteractionId };
      await engine.tell({ type: 'wrapped-up', attemptId, ...agent, code: 'not-now', notes: '', wrapUpMs: 1 });
      expect((await engine.lease('b', 1)).records).toEqual([]);
      expect(await stateOf(1, 'b')).toMatchObject({ reason: 'refusal-lockout', nextAtMs: NOON + 60 * DAY_MS });
    });

    it('Ofcom: no redial within 24 h of a machine in predictive mode; with an agent reserved it is the rule’s delay', async () => {
      const packs = noHours('uk-ofcom');
      const rule = { treatments: { 'answering-machine': { action: 'retry', afterMs: HOUR_MS } } } as const;
      const progressive = policy('b', { packs, rule, campaign: { mode: 'progressive' } });
      await fill(store, [policy('a', { packs, rule }), progressive], [contact(1), contact(2)]);
      await call({ outcome: 'answering-machine' });
      expect(await stateOf(1)).toMatchObject({ nextAtMs: NOON + DAY_MS });
      const [attempt] = await engine.dial('b');
      if (attempt === undefined) throw new Error('no attempt');
      await engine.tell(ended(attempt, { outcome: 'answering-machine' }));
      expect(await stateOf(1, 'b')).toMatchObject({ nextAtMs: NOON + HOUR_MS });
    });
  });

  describe('consent', () => {
    const given = {
      use: 'marketing',
      givenAtMs: NOON - DAY_MS,
      expiresAtMs: null,
      proof: 'form 7',
      recordedAtMs: NOON,
    };

    it('is asked for at the lease; once it is written down the contact is callable at once', async () => {
      await fill(store, [policy('a', { packs: pack('de') })], [contact(1), contact(2)]);
      expect(await engine.lease('a', 9)).toMatchObject({ records: [], shortBecause: 'no-consent' });
      await store.addConsents([
        { ...given, number: numberOf(1) },
        { ...given, number: numberOf(2), use: 'surveys' },
      ]);
      expect(await numbers()).toEqual([numberOf(1)]);
    });

    it('withdrawn between lease and intent it is none, and the ledger keeps what was', async () => {
      await fill(store, [policy('a', { packs: pack('de') })], [contact(1)]);
      await store.addConsents([{ ...given, number: numberOf(1) }]);
      const intents = engine.intents(await engine.lease('a', 1));
      expect(await store.withdrawConsents({ number: numberOf(1), use: null, atMs: NOON })).toBe(1);
      expect(await engine.intend(intents)).toMatchObject([
        { reasons: ['no-consent: no consent to calls for marketing: it was withdrawn (de)'] },
      ]);
      expect(await store.consentsOf(numberOf(1))).toEqual([
        { ...given, id: 1, number: numberOf(1), withdrawnAtMs: NOON },
      ]);
    });

    it('a grant ends when the consent does', async () => {
      await fill(store, [policy('a', { packs: pack('de') })], [contact(1)]);
      await store.addConsents([{ ...given, number: numberOf(1), expiresAtMs: NOON + 3_000 }]);
      const answers = await engine.intend(engine.intents(await engine.lease('a', 1)));
      expect(answers).toMatchObject([{ granted: true, validUntilMs: NOON + 3_000 }]);
    });
  });

  it('lists share the calls by their weights, over many small leases; higher priority goes first whatever its list', async () => {
    const second = 'list-2' as ListId;
    const campaign = { listIds: [LIST, second], listWeights: { [second]: 3 } };
    await store.createList({ id: second, name: 'Second', createdAtMs: NOON });
    await store.addContacts({ listId: second, contacts: [101, 102, 103, 104, 105, 106, 107].map((n) => contact(n)) });
    const first = [contact(1, { priority: 255 }), ...[2, 3, 4, 5].map((n) => contact(n))];
    await fill(store, [policy('a', { campaign })], first);
    const told: string[] = [];
    for (let n = 0; n < 12; n++) told.push(...(await engine.lease('a', 1)).records.map(({ name }) => name));
    const lists = told.map((name) => (Number(name.split(' ')[1]) > 100 ? '2' : '1')).join('');
    // Two to six of eight, then what is left of the first.
    expect([told[0], lists]).toEqual(['Contact 1', '122222212111']);
    expect(new Set(told).size).toBe(12);
  });
});
