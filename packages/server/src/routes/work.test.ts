import { type CallGuideDraft, type ContactId, type E164, type ListId, newId } from '@outdial/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const GUIDE: CallGuideDraft = {
  name: 'Renewal',
  questions: [
    {
      id: 'renew',
      text: 'Will you renew?',
      kind: 'single',
      options: [
        { value: 'yes', label: 'Yes', next: 'years' },
        { value: 'no', label: 'No', next: 'why' },
      ],
    },
    { id: 'why', text: 'Why not?', kind: 'text', next: 'end' },
    { id: 'years', text: 'For how many years?', kind: 'number' },
  ],
};

async function talking(options: { guide?: CallGuideDraft } = {}, folder?: string) {
  const bench = await openBench(folder === undefined ? {} : { folder });
  benches.push(bench);
  const listId = newId<ListId>();
  await bench.store.createList({ id: listId, name: 'List', createdAtMs: 0 });
  const zoe = {
    number: '+33199001234' as E164,
    name: 'Zoé Martin',
    country: 'FR',
    timeZone: null,
    priority: 0,
    fields: {},
  };
  await bench.store.addContacts({ listId, contacts: [zoe] });
  const campaign = await makeCampaign(bench, [bench.agent], { listIds: [listId], ...options });
  await bench.agent.call('agentLogIn', { body: {} });
  await bench.agent.call('agentReady', { body: {} });
  const again = (interactionId = newId<never>()) => {
    const more = { contactId: 'c1' as ContactId, attemptId: null, interactionId };
    return bench.bus.deliver(bench.agent.user.id, campaign, 'connected', more);
  };
  const { interactionId } = again();
  return { bench, campaign, again, params: { interactionId }, campaignParams: { campaignId: campaign.id } };
}

describe('work beside the call', () => {
  it('GW-11: case information is added to during the call, shown at once, and there again with the contact’s next call', async () => {
    const { bench, params, again } = await talking();
    const { agent } = bench;
    await agent.call('addCaseEntry', { params, body: { name: 'Contract', value: 'A-17' } });
    await agent.call('addCaseEntry', { params, body: { name: 'Dog', value: 'barks' } });
    const view = await agent.call('addCaseEntry', { params, body: { name: 'Contract', value: 'A-18' } });
    expect(view.interaction?.caseInformation).toMatchObject([
      { name: 'Contract', value: 'A-18', agentName: 'anna name' },
      { name: 'Dog', value: 'barks' },
    ]);
    await agent.call('hangUp', { params, body: {} });
    await agent.call('done', { params, body: {} });
    again();
    const next = await agent.call('agentView');
    expect(next.interaction?.caseInformation.map(({ value }) => value)).toEqual(['A-18', 'barks']);
    const history = await bench.supervisor.call('caseHistory', { params: { contactId: 'c1' } });
    expect(history.map(({ value }) => value)).toEqual(['A-17', 'barks', 'A-18']);
    const late = agent.call('addCaseEntry', { params, body: { name: 'Late', value: 'x' } });
    expect((await problemOf(late)).code).toBe('unknown-interaction');
  });

  it('WX-7: a guide is refused with the question that is wrong, set up, and walked by the answers', async () => {
    const { bench, params, campaignParams } = await talking();
    const { agent, manager, supervisor } = bench;
    const answer = (questionId: string, given: string | number) =>
      agent.call('answerGuide', { params, body: { questionId, answer: given } });
    expect((await problemOf(answer('renew', 'yes'))).code).toBe('no-guide');
    const broken: CallGuideDraft = {
      ...GUIDE,
      questions: [...GUIDE.questions, { id: 'lost', text: 'Lost?', kind: 'text' }],
    };
    const set = (body: CallGuideDraft) => manager.call('setCampaignGuide', { params: campaignParams, body });
    const refused = await problemOf(
      set({ ...broken, questions: broken.questions.map((q) => (q.id === 'years' ? { ...q, next: 'end' } : q)) }),
    );
    expect(refused).toMatchObject({ code: 'invalid-guide', status: 422 });
    expect(refused.message).toContain('question lost is never come to');
    await set(GUIDE);
    expect((await supervisor.call('campaignGuide', { params: campaignParams }))?.questions).toHaveLength(3);
    expect((await problemOf(supervisor.call('setCampaignGuide', { params: campaignParams, body: GUIDE }))).code).toBe(
      'wrong-role',
    );

    expect((await agent.call('agentView')).interaction?.guide?.openQuestionId).toBe('renew');
    expect((await problemOf(answer('renew', 'maybe'))).message).toContain('choose one of yes, no');
    expect((await problemOf(answer('years', 3))).problem?.openQuestionId).toBe('renew');
    expect((await answer('renew', 'no')).interaction?.guide?.openQuestionId).toBe('why');
    await answer('why', 'too dear');
    // She thinks again: what came of the first answer is taken back.
    const other = await answer('renew', 'yes');
    expect(other.interaction?.guide).toMatchObject({ openQuestionId: 'years', steps: [{ answer: 'yes' }] });
    expect((await answer('years', 2)).interaction?.guide?.openQuestionId).toBeNull();
  });

  it('WX-7: answers are kept as they are given, for whatever server comes next, and exported', async () => {
    const { bench, params, campaignParams } = await talking({ guide: GUIDE });
    await bench.agent.call('answerGuide', { params, body: { questionId: 'renew', answer: 'yes' } });
    const rows = await bench.supervisor.call('guideAnswers', { params: campaignParams });
    expect(rows).toMatchObject([
      {
        question: 'Will you renew?',
        answer: 'yes',
        contactName: 'Zoé Martin',
        number: '+33199001234',
        complete: false,
      },
    ]);
    await bench.agent.call('answerGuide', { params, body: { questionId: 'years', answer: 3 } });
    const through = await bench.supervisor.call('guideAnswers', { params: campaignParams });
    expect(through.map(({ answer, complete }) => [answer, complete])).toEqual([
      ['yes', true],
      [3, true],
    ]);
    const page = { contactId: 'c1' as ContactId, attemptId: null, nowMs: 0 };
    const { steps } = await bench.store.interactionPage({ interactionId: params.interactionId, ...page });
    expect(steps).toHaveLength(2);
  });

  it('OUT-4: earlier attempts to the contact stand in the alert; the day’s figures and the next call are told', async () => {
    const { bench, again, params } = await talking();
    await bench.agent.call('hangUp', { params, body: {} });
    await bench.agent.call('done', { params, body: {} });
    again();
    expect((await bench.agent.call('agentView')).interaction?.history).toEqual([]);
    const before = await bench.agent.call('agentDay');
    expect(before).toMatchObject({ expectedNextCallMs: null, because: 'the engine has not told yet', callbacksDue: 0 });
  });

  it('OUT-4, GW-11: whoever asks for the view sees the page of what is in hand, however long the store takes', async () => {
    const { bench, again, params } = await talking();
    const { agent, store } = bench;
    await agent.call('addCaseEntry', { params, body: { name: 'Dog', value: 'barks' } });
    await agent.call('hangUp', { params, body: {} });
    await agent.call('done', { params, body: {} });
    const read = store.interactionPage.bind(store);
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    store.interactionPage = async (asked) => {
      await told;
      return read(asked);
    };
    const { interactionId } = again();
    const views = [agent.call('agentView'), agent.call('hold', { params: { interactionId }, body: {} })];
    // Whatever does not wait for the store has been answered by then.
    await agent.call('agentDay');
    tell();
    for (const { interaction } of await Promise.all(views)) {
      expect(interaction?.caseInformation).toMatchObject([{ name: 'Dog', value: 'barks' }]);
    }
  });

  it('OUT-4: where the store fails the view comes without the page, and is whole when the store is well again', async () => {
    const { bench, again, params } = await talking();
    const { agent, store } = bench;
    await agent.call('addCaseEntry', { params, body: { name: 'Dog', value: 'barks' } });
    await agent.call('hangUp', { params, body: {} });
    await agent.call('done', { params, body: {} });
    const read = store.interactionPage.bind(store);
    store.interactionPage = () => Promise.reject(new Error('the disk is gone'));
    again();
    expect((await agent.call('agentView')).interaction?.caseInformation).toEqual([]);
    store.interactionPage = read;
    expect((await agent.call('agentView')).interaction?.caseInformation).toMatchObject([{ value: 'barks' }]);
  });
});
