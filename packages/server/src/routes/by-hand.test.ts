import type { AttemptId, Campaign, E164, LastContact } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

const body = {};
const NUMBERS = ['+33199001234', '+33199005678'];
const CALLERS = [{ number: '+33199000000' }, { number: '+33199000009', name: 'Desk' }];

let bench: Bench;
let campaign: Campaign;
beforeEach(async () => {
  bench = await openBench();
  campaign = await makeCampaign(bench, [bench.agent], { mode: 'preview', callerIds: CALLERS });
  await bench.agent.call('agentLogIn', { body });
  await bench.agent.call('agentReady', { body });
});
afterEach(() => bench.close());

/** Started, and the agent reads a record. */
async function reading() {
  await bench.supervisor.call('startCampaign', { params: { campaignId: campaign.id } });
  const { interactionId } = bench.bus.handOut(bench.agent.user.id, campaign, NUMBERS);
  return { interactionId };
}

describe('records and calls by hand', () => {
  it('GW-2: Get record is there where a preview campaign runs, and asks for it; nobody else’s campaign', async () => {
    const { agent, bus, supervisor } = bench;
    expect((await agent.call('agentView')).allowedActions).not.toContain('get-record');
    await supervisor.call('startCampaign', { params: { campaignId: campaign.id } });
    expect((await agent.call('agentView')).allowedActions).toContain('get-record');
    const view = await agent.call('getRecord', { params: { campaignId: campaign.id }, body });
    expect(view.presence.kind).toBe('reserved');
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'agent.get-record', campaignId: campaign.id });
    const other = await makeCampaign(bench, [], { mode: 'preview' });
    const refused = problemOf(agent.call('getRecord', { params: { campaignId: other.id }, body }));
    expect((await refused).code).toBe('agent-not-assigned');
  });

  it('BP-7, GW-8: the view shows all numbers, caller IDs, attempts and the time left; Call says which', async () => {
    const { agent, bus, clock } = bench;
    const params = await reading();
    const view = await agent.call('agentView');
    expect(view.interaction).toMatchObject({
      ...{ state: 'preview', numbers: NUMBERS, callerIds: CALLERS, attempts: 0, callStatus: null },
      ...{ expiresAtMs: clock.nowMs() + 60_000, redialsLeft: 0 },
    });
    expect(view.allowedActions).toEqual(expect.arrayContaining(['call', 'decline', 'done', 'done-and-stop']));
    await agent.call('call', { params, body: { number: NUMBERS[1] as string, callerId: '+33199000009' } });
    expect(bus.sent.at(-1)?.command).toMatchObject({
      ...{ type: 'interaction.call', number: NUMBERS[1], callerId: '+33199000009' },
    });
    const wrong = problemOf(agent.call('call', { params, body: { number: '12' } }));
    expect((await wrong).code).toBe('malformed-body');
  });

  it('GW-7: Decline says later or do not call, and whether to stop', async () => {
    const { agent, bus } = bench;
    const params = await reading();
    await agent.call('decline', { params, body: { how: 'do-not-call', stop: true } });
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'interaction.decline', how: 'do-not-call', stop: true });
    expect((await problemOf(agent.call('decline', { params, body: { how: 'later' } }))).code).toBe(
      'unknown-interaction',
    );
  });

  it('GCC-4: redials are offered up to the rule’s limit, and refused beyond with the reason', async () => {
    const { agent, bus } = bench;
    const params = await reading();
    const { id } = agent.user;
    await agent.call('call', { params, body });
    bus.over(id, 'no-answer', 0);
    const view = await agent.call('agentView');
    expect(view.interaction).toMatchObject({ state: 'wrap-up', callStatus: 'no-answer', redialsLeft: 1 });
    expect(view.allowedActions).toContain('redial');
    await agent.call('redial', { params, body: { number: NUMBERS[1] as string } });
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'interaction.redial', number: NUMBERS[1] });
    bus.over(id, 'busy', 1);
    expect((await agent.call('agentView')).allowedActions).not.toContain('redial');
    const problem = await problemOf(agent.call('redial', { params, body }));
    expect(problem.code).toBe('redials-used-up');
    expect(problem.problem?.detail).toContain('1 redial by hand');
  });

  it('OUT-4: the last contact stands in the view, is redialed up to the rule’s limit, and refused beyond with the reason', async () => {
    const { agent, bus } = bench;
    expect(await agent.call('agentView')).toMatchObject({ last: null });
    const last = {
      ...{ campaignId: campaign.id, contactName: 'Zoé Martin', number: '+33199001234' as E164 },
      ...{ attemptId: 'a1' as AttemptId, callStatus: 'no-answer' as const, redials: 0 },
    } as LastContact;
    bus.tell(agent.user.id, { last: { ...last, redials: 1 } });
    expect((await agent.call('agentView')).allowedActions).not.toContain('redial-last');
    const used = await problemOf(agent.call('redialLast', { body }));
    expect([used.code, used.problem?.detail]).toEqual(['redials-used-up', expect.stringContaining('1 redial by hand')]);
    bus.tell(agent.user.id, { last });
    const view = await agent.call('agentView');
    expect(view.last).toEqual({ contactName: 'Zoé Martin', number: '+33199001234', redialsLeft: 1 });
    expect(view.allowedActions).toContain('redial-last');
    const dialed = await agent.call('redialLast', { body: { callerId: '+33199000009' } });
    expect(dialed.presence.kind).toBe('connecting');
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'agent.redial-last', callerId: '+33199000009' });
  });

  it('whom somebody answered for is not redialed', async () => {
    const { agent, bus } = bench;
    const params = await reading();
    await agent.call('call', { params, body });
    bus.over(agent.user.id, 'live', 0);
    expect((await agent.call('agentView')).interaction?.redialsLeft).toBe(0);
  });

  it('what the engine has to tell stands in the view, in words', async () => {
    const { agent, bus, clock } = bench;
    const notice = {
      atMs: clock.nowMs(),
      code: 'no-record',
      text: 'No record now: every contact is finished.',
    } as const;
    bus.tell(agent.user.id, { notice });
    expect((await agent.call('agentView')).notice).toEqual(notice);
  });

  it('GW-7: Done and stop is offered in preview, and says so to the engine', async () => {
    const { agent, bus } = bench;
    const params = await reading();
    await agent.call('call', { params, body });
    bus.over(agent.user.id, 'no-answer', 0);
    await agent.call('done', { params, body: { stop: true } });
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'interaction.done', stop: true });
  });
});
