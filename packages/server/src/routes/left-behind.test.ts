/** What is kept of a contact after it was deleted is nobody else's, and is found when the person is erased. */
import type { CampaignId, ListId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineHand, ended } from '../store/testing/floor.ts';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
let engine: EngineHand;
let listId: ListId;
let campaignId: CampaignId;

const DAY_MS = 86_400_000;
const ANN = '0199000001';

const importText = (text: string, to = listId) =>
  bench.supervisor.call('importList', { params: { listId: to }, text: `name,phone\n${text}\n` });
const contacts = () => bench.supervisor.call('listContacts', { params: { listId } });
const newList = async (name: string) => (await bench.supervisor.call('createList', { body: { name } })).id as ListId;

beforeEach(async () => {
  bench = await openBench();
  engine = new EngineHand(bench.store, bench.clock.nowMs());
  listId = await newList('People');
  const wrapUpCodes = [{ code: 'call-back', label: 'Call back', effect: 'callback' as const }];
  campaignId = (await makeCampaign(bench, [bench.agent], { listIds: [listId], wrapUpCodes })).id;
  await bench.supervisor.call('startCampaign', { params: { campaignId } });
});
afterEach(() => bench.close());

/** Ann is called; her agent writes down what she said. */
async function callAnn() {
  await importText(`Ann,${ANN}`);
  const [attemptId] = await engine.dial(campaignId);
  if (attemptId === undefined) throw new Error('no attempt');
  const [ann] = await contacts();
  const contactId = (ann?.contactId ?? '') as never;
  const worked = { interactionId: 'i-1' as never, campaignId, contactId, attemptId, agentId: bench.agent.user.id };
  const nowMs = engine.nowMs;
  await bench.store.addCaseEntry({ ...worked, nowMs, name: 'illness', value: 'asthma' });
  const asked = { step: 0, questionId: 'q', question: 'How are you?', answer: 'not well', complete: true };
  await bench.store.answerGuide({ ...worked, nowMs, ...asked });
  await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected' }), {
    ...{ type: 'wrapped-up', attemptId, agentId: bench.agent.user.id, interactionId: 'i-1' as never },
    ...{ code: null, notes: 'cried', wrapUpMs: 1 },
  });
  return ann?.contactId ?? '';
}

const deleteAll = () => bench.supervisor.call('deleteContacts', { body: { select: { listId } } });

describe('deleted contacts', () => {
  it('GT-6, GW-11: the next contact of the list is called, and is not taken for the one that was deleted', async () => {
    const before = await callAnn();
    await deleteAll();
    await importText('Bob,0199000002');
    const [bob] = await contacts();
    expect(bob?.contactId).not.toBe(before);
    const params = { contactId: bob?.contactId ?? '' };
    expect(await bench.supervisor.call('caseHistory', { params })).toEqual([]);
    expect(await bench.supervisor.call('attempts', { query: { contactId: params.contactId } })).toEqual([]);
    expect((await engine.lease(campaignId, 9)).records.map(({ name }) => name)).toEqual(['Bob']);
    // Nor is the case of whoever was deleted kept for somebody to read.
    expect(await bench.supervisor.call('caseHistory', { params: { contactId: before } })).toEqual([]);
  });

  it('GT-6: contacts that were moved into a list while a campaign had given it up are called when it has it again', async () => {
    const other = await newList('Others');
    await importText('Ann,0199000001', other);
    await importText('Bob,0199000002');
    const use = (listIds: ListId[]) =>
      bench.manager.call('updateCampaign', { params: { campaignId }, body: { listIds } });
    await use([]);
    await bench.supervisor.call('moveContacts', { body: { select: { listId: other }, toListId: listId } });
    await use([listId]);
    const names = (await engine.lease(campaignId, 9)).records.map(({ name }) => name);
    expect(names.sort()).toEqual(['Ann', 'Bob']);
  });

  it('GT-6: a list is not deleted under an import that brings contacts into it', async () => {
    const other = await newList('Others');
    const first = await bench.store.listById(other);
    expect(first?.contacts).toBe(0);
    await importText('Ann,0199000001', other);
    await expect(bench.store.removeList(other)).rejects.toMatchObject({ code: 'in-use' });
    await bench.supervisor.call('deleteList', { params: { listId: other } });
    expect((await problemOf(importText('Ann,0199000001', other))).code).toBe('unknown-list');
  });
});

describe('personal data', () => {
  it('OUT-8: of a person whose contact was deleted before, nothing is left in any table', async () => {
    await callAnn();
    await deleteAll();
    const query = { number: ANN };
    const kept = await bench.administrator.call('exportPerson', { query });
    expect(kept.others).toMatchObject({ guide_steps: [{ answer: '"not well"' }] });
    const erased = await bench.administrator.call('erasePerson', { body: { number: ANN, reason: 'letter' } });
    expect(erased).toMatchObject({ contacts: 0, attempts: 1, others: 1 });
    const left = await bench.administrator.call('exportPerson', { query });
    expect(left).toMatchObject({ contacts: [], attempts: [], others: {} });
    expect(await bench.supervisor.call('attempts')).toMatchObject([{ number: '', notes: null }]);
    const trail = JSON.stringify(await bench.administrator.call('audit', { query: { limit: 1_000 } }));
    for (const secret of ['199000001', 'asthma', 'cried', 'Ann']) {
      expect(trail).not.toContain(secret);
      expect(bench.log.join('')).not.toContain(secret);
    }
  });

  it('OUT-8: what an agent writes of a person after they were erased is not kept', async () => {
    await importText(`Ann,${ANN}`);
    const [attemptId] = await engine.dial(campaignId);
    if (attemptId === undefined) throw new Error('no attempt');
    await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected', talkMs: 5_000 }));
    const [ann] = await contacts();
    await bench.administrator.call('erasePerson', { body: { number: ANN, reason: 'letter' } });
    const worked = { interactionId: 'i-1' as never, campaignId, contactId: ann?.contactId as never, attemptId };
    const entry = { ...worked, agentId: bench.agent.user.id, nowMs: engine.nowMs, name: 'illness', value: 'asthma' };
    await expect(bench.store.addCaseEntry(entry)).rejects.toMatchObject({ code: 'unknown-interaction' });
    await engine.tell({
      ...{ type: 'wrapped-up', attemptId, agentId: bench.agent.user.id, interactionId: 'i-1' as never },
      ...{ code: 'call-back', notes: 'cried', wrapUpMs: 7 },
    });
    expect(await bench.supervisor.call('attempts')).toMatchObject([
      { number: '', notes: null, talkMs: 5_000, wrapUpCode: 'call-back' },
    ]);
    expect(await bench.supervisor.call('callbacks', { query: { state: 'open' } })).toEqual([]);
  });

  it('OUT-8: closed callbacks and calls that came in are kept no longer than attempts, and their notes than notes', async () => {
    const { administrator, supervisor, clock, services } = bench;
    const told = { number: '0199000005', atMs: clock.nowMs(), campaignId };
    await supervisor.call('reportMissedCall', { body: { id: 'm-1', ...told } });
    const ask = (number: string) =>
      supervisor.call('requestCallback', { body: { campaignId, number, notes: 'about her mother' } });
    const { callbackId } = await ask('0199000006');
    await supervisor.call('cancelCallbackById', { params: { callbackId } });
    const open = await ask('0199000007');
    await administrator.call('setRetention', { body: { attemptsDays: 62, notesDays: 2, recordingsDays: null } });
    clock.advance(3 * DAY_MS);
    await services.keeper.sweep();
    const later = await bench.seat('ada', 'administrator');
    const callbacks = async (state: 'cancelled' | 'open') =>
      (await bench.seat('ada', 'administrator')).call('callbacks', { query: { state } });
    expect(await callbacks('cancelled')).toMatchObject([{ callbackId, notes: '' }]);
    expect(await callbacks('open')).toMatchObject([{ callbackId: open.callbackId, notes: 'about her mother' }]);
    expect(await later.call('missedCalls')).toHaveLength(1);
    clock.advance(60 * DAY_MS);
    await services.keeper.sweep();
    expect(await callbacks('cancelled')).toEqual([]);
    expect(await callbacks('open')).toHaveLength(1);
    expect(await (await bench.seat('ada', 'administrator')).call('missedCalls')).toEqual([]);
  });
});
