import { describe, expect, it } from 'vitest';
import { agentId, campaignId, campaignOf, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';
import { activityOf } from './activity.ts';
import { CampaignRuntime } from './campaign.ts';
import { Gate } from './gate.ts';

const activity = (floor: TestFloor, index = 0) => floor.engine.picture().campaigns[index]?.activity;
const pause = (floor: TestFloor, state: 'paused' | 'running' | 'ended' = 'paused') =>
  floor.engine.command({ type: 'campaign.state', campaignId: MAIN, state });

describe('campaigns', () => {
  it('GT-9: paused, nothing new is dialed and the calls under way are finished; resumed, it goes on', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.advance(1_000);
    expect(pause(floor)).toMatchObject({ ok: true });
    floor.until('ada', 'talking');
    floor.until('ada', 'wrap-up', 80_000);
    floor.on('ada', 'interaction.done');
    floor.advance(20_000);
    expect(floor.factsOf('answered')).toHaveLength(1);
    expect(floor.records.returned.some(({ position }) => position === 'retry')).toBe(true);
    pause(floor, 'running');
    floor.until('ada', 'talking');
  });

  it('GT-9: an intent that is granted after the pause is not dialed, and closed as cancelled', () => {
    const floor = new TestFloor({ records: { answerMs: 500 } });
    floor.logIn('ada');
    while (floor.state('ada') !== 'reserved') floor.advance(1);
    pause(floor);
    floor.advance(1_000);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'cancelled', endedBy: 'us', talkMs: 0 }]);
    expect(floor.records.returned[0]).toMatchObject({ position: 'retry' });
    expect(floor.records.returned).toContainEqual(expect.objectContaining({ position: 'top' }));
    expect(floor.state('ada')).toBe('ready');
  });

  it('a state that the table does not take is refused', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, state: 'loaded' }] });
    expect(pause(floor)).toMatchObject({ ok: false, code: 'campaign-not-started' });
    expect(
      floor.engine.command({ type: 'campaign.state', campaignId: campaignId('none'), state: 'paused' }),
    ).toMatchObject({ ok: false, code: 'unknown-campaign' });
  });

  it('a grant that is too old is not dialed: closed as operating error, the record given back to the top', () => {
    const floor = new TestFloor({ records: { grantMs: -1 } });
    floor.logIn('ada');
    floor.advance(700);
    const [ended] = floor.factsOf('ended');
    expect(ended).toMatchObject({ outcome: 'operating-error', detail: 'not dialed: grant expired' });
    expect(floor.records.returned[0]).toMatchObject({ position: 'top' });
    expect(floor.engine.picture().calls).toEqual([]);
  });

  it('an intent that is refused is not dialed, and the next record is tried', () => {
    const floor = new TestFloor({
      records: { refuse: ({ contactId }) => (contactId.endsWith('-0') ? ['do-not-call'] : null) },
    });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    expect(floor.mirror('ada').interaction?.contactName).toBe('Contact 1');
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('with the server gone calls under way are finished and nothing new is dialed', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.engine.serverLost();
    expect(activity(floor)).toMatchObject({ active: false, reason: 'server-lost' });
    floor.until('ada', 'wrap-up', 80_000);
    floor.on('ada', 'interaction.done');
    floor.advance(20_000);
    expect(floor.factsOf('answered')).toHaveLength(1);
    floor.engine.serverBack();
    floor.until('ada', 'talking');
  });

  it('GT-10: active, or inactive with each of its reasons in words', () => {
    const floor = new TestFloor({ records: { contacts: 1 }, profile: NOBODY_ANSWERS });
    expect(activity(floor)).toMatchObject({
      active: false,
      reason: 'no-agent-ready',
      detail: expect.stringContaining('3'),
    });
    floor.reconfigure(MAIN, { agentIds: [] });
    expect(activity(floor)).toMatchObject({ active: false, reason: 'no-agent-assigned' });
    floor.reconfigure(MAIN, { agentIds: [agentId('ada')] });
    expect(activity(floor)).toMatchObject({ detail: 'its only agent is not logged in, or has not joined' });
    floor.logIn('ada', [MAIN], false);
    expect(activity(floor)).toMatchObject({ reason: 'no-agent-ready', detail: 'its only agent is not ready' });
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.advance(300);
    expect(activity(floor)).toEqual({ active: true });
    floor.do({ type: 'engine.stop-dialing' });
    expect(activity(floor)).toMatchObject({ active: false, reason: 'stopping' });
    floor.do({ type: 'engine.resume-dialing' });
    floor.advance(60_000);
    expect(activity(floor)).toMatchObject({ active: false, reason: 'no-contacts-left' });
    pause(floor);
    expect(activity(floor)).toMatchObject({ active: false, reason: 'not-running', detail: 'the campaign is paused' });
  });

  it('GT-10: outside hours, and contacts that may not be called now, are told with the next moment', () => {
    for (const reason of ['outside-hours', 'no-contacts-callable-now'] as const) {
      const floor = new TestFloor({ records: { contacts: 0, shortBecause: reason, nextAtMs: 3_600_000 } });
      floor.logIn('ada');
      floor.advance(300);
      expect(activity(floor)).toMatchObject({
        active: false,
        reason,
        detail: expect.stringContaining('1970-01-01T01:00'),
      });
    }
  });

  it('GT-10: an emergency stop is told apart from a drain, and a trunk that is down from one that is full', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.advance(300);
    floor.do({ type: 'engine.stop-dialing', because: 'emergency-stop' });
    expect(activity(floor)).toMatchObject({ active: false, reason: 'emergency-stop' });
    const campaign = new CampaignRuntime(campaignOf({ id: MAIN }), 1);
    expect(activityOf(campaign, new Gate(), { free: 0, down: 'north: does not answer' })).toEqual({
      active: false,
      reason: 'trunk-down',
      detail: 'no trunk is up: north: does not answer',
    });
  });

  it('GT-10: no free line', () => {
    const floor = new TestFloor({ limits: { maxLines: 1 }, profile: NOBODY_ANSWERS });
    floor.logIn('ada');
    floor.logIn('bob');
    floor.advance(1_000);
    expect(activity(floor)).toMatchObject({ active: false, reason: 'no-free-line' });
    expect(floor.engine.picture().calls).toHaveLength(1);
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('GT-10: the abandonment cap', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'predictive', abandonTarget: 0 }] });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.advance(1_000);
    expect(activity(floor)).toMatchObject({ active: false, reason: 'abandonment-cap' });
  });

  it('what was abandoned before this engine began weighs on the pacer and on the picture', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'predictive' }] });
    floor.engine.configure({ campaigns: floor.campaigns, history: { [MAIN]: { live: 100, abandoned: 50 } } });
    const fresh = new TestFloor({
      campaigns: [{ id: MAIN, mode: 'predictive' }],
      history: { live: 100, abandoned: 50 },
    });
    fresh.logIn('ada');
    fresh.advance(1_000);
    expect(fresh.engine.picture().campaigns[0]).toMatchObject({ abandonRatio: 0.5 });
    expect(fresh.engine.decisions(MAIN).at(-1)?.figures.budgetLeft).toBeLessThan(-40);
    // Heard once: the engine's own calls would be counted twice.
    expect(floor.engine.picture().campaigns[0]).toMatchObject({ abandonRatio: 0 });
  });

  it('every decision is kept with its sentence and its figures, two hundred of them', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, mode: 'predictive' }] });
    floor.logIn('ada');
    floor.advance(120_000);
    const decisions = floor.engine.decisions(MAIN);
    expect(decisions).toHaveLength(200);
    expect(decisions.at(-1)?.sentence).toMatch(/^Launches /);
    expect(decisions.at(-1)?.figures.expectedFreeAgents).toBeGreaterThanOrEqual(0);
    expect(floor.engine.pacerState(MAIN)?.version).toBe(1);
  });

  it('campaigns that share agents count on their part of them, and both get their turn', () => {
    const other = campaignId('other');
    const floor = new TestFloor({ campaigns: [{ id: MAIN }, { id: other }] });
    for (const name of ['ada', 'bob']) floor.logIn(name, [MAIN, other]);
    floor.advance(60_000 * 10);
    for (const name of ['ada', 'bob']) if (floor.state(name) === 'wrap-up') floor.on(name, 'interaction.done');
    const placed = floor.engine
      .picture()
      .campaigns.map(({ totals, calls }) => totals.attempts + calls.ringing + calls.connected);
    expect(placed.every((count) => count > 0)).toBe(true);
  });
});
