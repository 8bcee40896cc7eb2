import type { Intent, LeaseId } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../loadtest/memory-records.ts';
import { agentId, campaignId, MAIN, TestFloor } from '../testing/floor.ts';

const preview = { id: MAIN, mode: 'preview', previewTimeoutMs: 60_000 } as const;
const push = { ...preview, mode: 'push-preview', offerTimeoutMs: 10_000 } as const;

/** Ada reads a record of a preview campaign. */
function reading(floor: TestFloor): void {
  floor.logIn('ada');
  floor.advance(500);
  floor.getRecord('ada');
  floor.advance(10);
}

const inHand = (floor: TestFloor, name = 'ada') => floor.mirror(name).interaction;

describe('a record that was in hand when an earlier engine was lost', () => {
  const seat = { agentId: agentId('ada'), name: 'ada', phone: 'phone-ada' };
  const lease = { leaseId: 'kept' as LeaseId, expiresAtMs: 1_000_000 };

  /** Ada has it at a first engine; what the second one is told. */
  function begun(campaign: typeof preview | typeof push) {
    const before = new TestFloor({ campaigns: [campaign], records: { numbers: 2 } });
    if (campaign.mode === 'preview') reading(before);
    else {
      before.logIn('ada');
      before.advance(2_000);
    }
    const { interaction, presence } = before.mirror('ada');
    if (interaction === null) throw new Error('nothing in hand');
    const restore = presence.kind === 'offered' ? 'offered' : 'preview';
    return { type: 'agent.log-in', seat, joined: [MAIN], restore, interaction, lease } as const;
  }

  it('GW-12: is read on, is called with the lease that was kept, and the next one comes after it', () => {
    const told = begun(preview);
    const intents: Intent[] = [];
    const after = new TestFloor({
      campaigns: [preview],
      records: { numbers: 2, onGranted: (intent) => void intents.push(intent) },
    });
    after.do(told);
    expect(after.mirror('ada')).toMatchObject({
      presence: { kind: 'reserved', interactionId: told.interaction.interactionId, expiresAtMs: 60_000 },
      interaction: { contactId: told.interaction.contactId, state: 'preview', origin: 'outbound campaign preview' },
    });
    after.dials('ada', { number: numberOf(500_000) });
    after.until('ada', 'talking');
    expect(intents[0]).toMatchObject({
      ...{ leaseId: 'kept', contactId: told.interaction.contactId, number: numberOf(500_000) },
      ...{ agentId: 'ada', byHand: true },
    });
    after.on('ada', 'interaction.hang-up');
    after.until('ada', 'wrap-up');
    after.on('ada', 'interaction.done');
    after.until('ada', 'reserved');
  });

  it('GW-12: nobody does anything about it, and it goes to the top of the list, its agent not ready', () => {
    for (const campaign of [preview, push]) {
      const told = begun(campaign);
      const after = new TestFloor({ campaigns: [campaign] });
      after.do(told);
      expect(after.state('ada')).toBe(campaign === push ? 'offered' : 'reserved');
      after.advance(campaign === push ? 10_000 : 60_000);
      expect(after.mirror('ada').presence).toMatchObject({
        kind: 'not-ready',
        reason: expect.stringContaining('pass'),
      });
      expect(after.records.returned).toMatchObject([{ contactIds: [told.interaction.contactId], position: 'top' }]);
    }
  });

  it('GW-12: its campaign hands out no records any more, or not to them: on top of the list, and they are ready', () => {
    const told = begun(preview);
    const pause = { kind: 'not-ready', reason: 'lunch' } as const;
    const elsewhere = { ...preview, agentIds: [agentId('bob')] };
    for (const campaign of [{ id: MAIN, mode: 'progressive' } as const, elsewhere]) {
      const after = new TestFloor({ campaigns: [campaign], records: { numbers: 0 } });
      after.do({ ...told, after: pause });
      expect(after.mirror('ada')).toMatchObject({ presence: pause, interaction: null });
      expect(after.records.returned).toMatchObject([{ contactIds: [told.interaction.contactId], position: 'top' }]);
    }
  });
});

describe('preview', () => {
  it('GW-2: nothing comes before Get record; then the next record, read before any call', () => {
    const floor = new TestFloor({ campaigns: [preview], records: { numbers: 2 } });
    floor.logIn('ada');
    floor.advance(20_000);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.getRecord('ada')).toMatchObject({ ok: true });
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'reserved' });
    floor.advance(10);
    expect(inHand(floor)).toMatchObject({
      ...{ state: 'preview', contactName: 'Contact 0', attempts: 0, callStatus: null, callId: null },
      ...{ origin: 'outbound campaign preview', numbers: [numberOf(0), numberOf(500_000)] },
    });
    floor.advance(30_000);
    expect(floor.engine.picture().calls).toEqual([]);
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('GW-5, WX-10: only a ready agent gets a record; everybody else is told why not', () => {
    const other = campaignId('other');
    const floor = new TestFloor({
      campaigns: [preview, { id: other }, { ...preview, id: campaignId('bobs'), agentIds: [agentId('bob')] }],
    });
    floor.logIn('ada', [MAIN], false);
    expect(floor.getRecord('ada')).toMatchObject({ ok: false, code: 'agent-not-ready' });
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    expect(floor.getRecord('ada', other)).toMatchObject({ ok: false, code: 'no-preview-campaign' });
    expect(floor.getRecord('ada', campaignId('bobs'))).toMatchObject({ ok: false, code: 'agent-not-assigned' });
    floor.do({ type: 'campaign.state', campaignId: MAIN, state: 'paused' });
    expect(floor.getRecord('ada')).toMatchObject({
      ok: false,
      code: 'not-dialing',
      message: expect.stringContaining('paused'),
    });
    expect(floor.state('ada')).toBe('ready');
  });

  it('GW-6: Get record joins the campaign where the agent has not', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    floor.logIn('ada', []);
    floor.getRecord('ada');
    floor.advance(10);
    expect(floor.mirror('ada').joined).toEqual([MAIN]);
    expect(inHand(floor)?.state).toBe('preview');
  });

  it('without a record the agent is ready again and told why', () => {
    const floor = new TestFloor({
      campaigns: [preview],
      records: { contacts: 0, shortBecause: 'outside-hours', nextAtMs: 3_600_000 },
    });
    reading(floor);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.mirror('ada').notice).toMatchObject({
      code: 'no-record',
      text: 'No record now: no contact may be called at this hour; the next one at 1970-01-01T01:00:00.000Z.',
    });
    expect(floor.engine.picture().campaigns[0]?.activity).toMatchObject({ active: false, reason: 'outside-hours' });
    floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'lunch', by: 'agent' });
    expect(floor.mirror('ada').notice).toBeNull();
  });

  it('GW-7, BP-7: Call dials by hand; the call is talked, wrapped up, and Done brings the next record by itself', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    expect(floor.dials('ada')).toMatchObject({ ok: true });
    expect(inHand(floor)).toMatchObject({ state: 'dialing', origin: 'outbound campaign call: connecting…' });
    floor.advance(1_500);
    expect(inHand(floor)).toMatchObject({ state: 'dialing', callStatus: 'ringing' });
    floor.until('ada', 'talking', 2_000);
    expect(inHand(floor)).toMatchObject({ origin: 'outbound campaign call to Contact 0', callStatus: 'connected' });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    floor.on('ada', 'interaction.done');
    floor.advance(10);
    expect(inHand(floor)).toMatchObject({ state: 'preview', contactName: 'Contact 1' });
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'live', liveEnd: 'connected', endedBy: 'agent' }]);
    expect(floor.factsOf('wrapped-up')).toHaveLength(1);
  });

  it('GW-7: Done and stop brings none until Get record', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    floor.dials('ada');
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    const interactionId = floor.interactionId('ada');
    floor.do({ type: 'interaction.done', agentId: agentId('ada'), interactionId, stop: true });
    floor.advance(5_000);
    expect(floor.state('ada')).toBe('ready');
    floor.getRecord('ada');
    floor.advance(10);
    expect(inHand(floor)?.contactName).toBe('Contact 1');
  });

  it('GW-7: Decline: call later keeps the contact away for a while, do not call for good; the next record comes', () => {
    const floor = new TestFloor({ campaigns: [{ ...preview, callLaterMs: 600_000 }] });
    reading(floor);
    expect(floor.declines('ada', 'later')).toMatchObject({ ok: true });
    const laterMs = floor.clock.nowMs() + 600_000;
    floor.advance(10);
    expect(inHand(floor)?.contactName).toBe('Contact 1');
    floor.declines('ada', 'do-not-call', true);
    floor.advance(5_000);
    expect(floor.state('ada')).toBe('ready');
    const who = { campaignId: MAIN, agentId: 'ada' };
    expect(floor.factsOf('declined')).toMatchObject([
      { ...who, contactId: 'main-0', how: 'later', notBeforeMs: laterMs },
      { ...who, contactId: 'main-1', how: 'do-not-call' },
    ]);
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('GW-12: a record that is not called in time goes back to the top of the list, and the agent is not ready', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    floor.advance(59_000);
    expect(floor.state('ada')).toBe('reserved');
    floor.advance(1_100);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'let the time for a record pass' });
    expect(floor.records.returned).toEqual([{ campaignId: MAIN, contactIds: ['main-0'], position: 'top' }]);
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.getRecord('ada');
    floor.advance(10);
    expect(inHand(floor)?.contactName).toBe('Contact 0');
  });

  it('OUT-5: a pause asked for over a record takes effect when it is closed', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'lunch', by: 'agent' });
    expect(inHand(floor)?.state).toBe('preview');
    floor.declines('ada', 'later');
    floor.advance(5_000);
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'lunch' });
  });

  it('an agent over a record is not idle for other campaigns', () => {
    const other = campaignId('other');
    const floor = new TestFloor({ campaigns: [{ id: other, state: 'paused' }, preview] });
    floor.logIn('ada', [MAIN, other]);
    floor.advance(500);
    floor.getRecord('ada');
    floor.advance(10);
    floor.do({ type: 'campaign.state', campaignId: other, state: 'running' });
    floor.advance(5_000);
    expect(floor.engine.picture().calls).toEqual([]);
    floor.declines('ada', 'later', true);
    floor.until('ada', 'talking', 5_000);
    expect(inHand(floor)?.campaignId).toBe(other);
  });

  it('a record goes back when its campaign ends, or the agent is taken off it; the agent is told', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    floor.reconfigure(MAIN, { agentIds: [agentId('bob')] });
    expect(floor.state('ada')).toBe('ready');
    expect(floor.mirror('ada').notice).toMatchObject({ code: 'record-gone' });
    floor.logIn('bob');
    floor.getRecord('bob');
    floor.advance(10);
    expect(inHand(floor, 'bob')?.contactName).toBe('Contact 0');
    floor.do({ type: 'campaign.state', campaignId: MAIN, state: 'ended' });
    expect(floor.state('bob')).toBe('ready');
    expect(floor.records.returned.map(({ position }) => position)).toEqual(['top', 'top']);
  });

  it('what comes too late is not handed out: the record of an agent who left meanwhile is on top again', () => {
    const floor = new TestFloor({ campaigns: [preview], records: { answerMs: 500 } });
    floor.logIn('ada');
    floor.getRecord('ada');
    floor.do({ type: 'agent.log-out', agentId: agentId('ada'), by: 'agent' });
    floor.advance(1_000);
    expect(floor.state('ada')).toBe('logged-out');
    expect(floor.records.returned).toEqual([{ campaignId: MAIN, contactIds: ['main-0'], position: 'top' }]);
  });
});

describe('push-preview', () => {
  it('GW-4, BP-7: a record is pushed to a ready agent, read after Accept, and dialed by hand', () => {
    const floor = new TestFloor({ campaigns: [push] });
    floor.logIn('ada');
    floor.until('ada', 'offered', 1_000);
    expect(inHand(floor)).toMatchObject({ state: 'offered', callId: null, campaignName: 'Campaign main' });
    expect(floor.on('ada', 'interaction.accept')).toMatchObject({ ok: true });
    expect(inHand(floor)).toMatchObject({ state: 'preview', contactName: 'Contact 0' });
    floor.advance(10_000);
    expect(floor.engine.picture().calls).toEqual([]);
    floor.dials('ada');
    floor.until('ada', 'talking', 4_000);
  });

  it('GW-7: the same button closes the record, and the next one is pushed', () => {
    const floor = new TestFloor({ campaigns: [push] });
    floor.logIn('ada');
    floor.until('ada', 'offered', 1_000);
    floor.on('ada', 'interaction.accept');
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
    expect(floor.factsOf('declined')).toMatchObject([{ contactId: 'main-0', how: 'later' }]);
    floor.until('ada', 'offered', 100);
    expect(inHand(floor)?.contactName).toBe('Contact 1');
  });

  it('GW-9, GW-12: rejected, or let pass, the record goes back to the top and the agent is not ready', () => {
    const floor = new TestFloor({ campaigns: [push] });
    floor.logIn('ada');
    floor.until('ada', 'offered', 1_000);
    floor.on('ada', 'interaction.reject');
    expect(floor.mirror('ada').presence).toMatchObject({ kind: 'not-ready', reason: 'rejected an offered record' });
    floor.logIn('bob');
    floor.until('bob', 'offered', 1_000);
    expect(inHand(floor, 'bob')?.contactName).toBe('Contact 0');
    floor.advance(10_001);
    expect(floor.mirror('bob').presence).toMatchObject({ kind: 'not-ready', reason: 'let an offered record pass' });
    expect(floor.records.returned).toHaveLength(2);
  });

  it('when there are records again they are pushed again, without anybody asking', () => {
    const floor = new TestFloor({ campaigns: [push], records: { contacts: 0 } });
    floor.logIn('ada');
    floor.advance(2_000);
    expect(floor.state('ada')).toBe('ready');
    floor.records.giveBack(MAIN, ['main-7' as never], 'top');
    floor.do({ type: 'campaign.state', campaignId: MAIN, state: 'running' });
    floor.until('ada', 'offered', 1_100);
    expect(inHand(floor)?.contactName).toBe('Contact 7');
  });
});

describe('a campaign that changes its mode while it runs', () => {
  it('BP-2: calls under way are finished under the old rules, the stock goes back, agents get records instead', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'predictive', maxLinesPerAgent: 1 }] });
    floor.logIn('ada');
    floor.advance(2_000);
    expect(floor.engine.picture().calls).toHaveLength(1);
    floor.reconfigure(MAIN, { mode: 'preview', answer: 'manual', connectWithinMs: 200 });
    expect(floor.records.returned.at(-1)?.position).toBe('retry');
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    floor.on('ada', 'interaction.done');
    floor.advance(30_000);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.factsOf('connected')).toHaveLength(1);
    floor.getRecord('ada');
    floor.advance(10);
    expect(inHand(floor)?.state).toBe('preview');
  });

  it('BP-2: a record in hand is finished by hand while the engine dials for the others', () => {
    const floor = new TestFloor({ campaigns: [preview] });
    reading(floor);
    floor.reconfigure(MAIN, { mode: 'progressive' });
    floor.logIn('bob');
    floor.until('bob', 'talking', 5_000);
    expect(inHand(floor)?.state).toBe('preview');
    expect(floor.dials('ada')).toMatchObject({ ok: true });
    floor.until('ada', 'talking', 5_000);
    expect(floor.engine.picture().calls).toHaveLength(2);
  });
});
