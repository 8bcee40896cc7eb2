/** What machines and the abandoned get (BP-10, GCC-5, GCC-3), on the simulated carrier. */
import type { DetectionPolicy, MessageId } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../loadtest/memory-records.ts';
import type { Party } from '../telephony/index.ts';
import { MAIN, shippedClips, type TestCampaign, TestFloor } from '../testing/floor.ts';
import { saying } from '../testing/saying.ts';

const MESSAGE = 'voicemail-1' as MessageId;
const EXCUSE = 'excuse-1' as MessageId;
const MESSAGE_MS = 6_000;
const LEAVE = { enabled: true, onMachine: 'leave-message', messageId: MESSAGE } as const;

interface Setting {
  detection: Partial<DetectionPolicy>;
  /** Who answers every number. */
  party?: Party;
  /** Undefined: the shipped detector on the shipped clips. */
  screening?: ReturnType<typeof saying>;
  campaign?: Partial<TestCampaign>;
  answers?: number;
}

function floorOf({ detection, party = 'machine', screening, campaign, answers = 20 }: Setting): TestFloor {
  const floor = new TestFloor({
    campaigns: [{ id: MAIN, ...campaign, detection }],
    clips: shippedClips(),
    ...(screening === undefined ? {} : { screening }),
  });
  floor.engine.addMessage(MESSAGE, new Int16Array(8 * MESSAGE_MS));
  floor.engine.addMessage(EXCUSE, new Int16Array(8 * 3_000));
  for (let index = 0; index < 40; index++) {
    floor.carrier.plays(numberOf(index), {
      ringsAfterMs: 500,
      end: index < answers ? { does: 'answer', afterMs: 1_000, party } : { does: 'nothing' },
    });
  }
  return floor;
}

function until(floor: TestFloor, happened: () => boolean, withinMs = 120_000): void {
  const endMs = floor.clock.nowMs() + withinMs;
  while (!happened()) {
    if (floor.clock.nowMs() >= endMs) throw new Error(`did not happen within ${withinMs} ms`);
    floor.advance(1);
  }
}

const callOf = (floor: TestFloor, index = 0) =>
  floor.engine.picture().calls.find(({ number }) => number === numberOf(index));
const campaignOf = (floor: TestFloor) => floor.engine.picture().campaigns[0];

describe('a message after the beep', () => {
  it('BP-10, GCC-5: the engine leaves the message after the beep, and the reserved agent is free from the verdict on', () => {
    const screening = saying('machine', 50, { beepAfterFrames: 300 });
    const floor = floorOf({ detection: LEAVE, screening, answers: 1 });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('screened').length > 0);
    expect(floor.state('ada')).toBe('ready');
    const answeredAtMs = floor.clock.nowMs() - 1_000;
    expect(callOf(floor)).toMatchObject({ state: 'messaging', agentId: null, detector: 'waits for the beep' });
    until(floor, () => callOf(floor)?.detector === 'a message is left');
    // The beep was told 6 s after the answer; a second one is waited for, for a moment.
    expect(floor.clock.nowMs() - answeredAtMs).toBeGreaterThanOrEqual(6_200);
    expect(floor.clock.nowMs() - answeredAtMs).toBeLessThan(6_400);
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({
      ...{
        outcome: 'answering-machine',
        liveEnd: null,
        endedBy: 'us',
        detail: expect.stringContaining('message left'),
      },
      message: { messageId: MESSAGE, purpose: 'voicemail', startedAfterMs: expect.closeTo(255, -1), completed: true },
    });
    expect(floor.factsOf('connected')).toEqual([]);
  });

  it('BP-10: on the shipped clips the message begins once the beep is over', () => {
    const clips = shippedClips().filter(({ kind, beepMs }) => kind === 'machine' && beepMs !== null);
    const floor = new TestFloor({
      campaigns: [{ id: MAIN, mode: 'power', linesPerAgent: 20, detection: { ...LEAVE, maxScreeningMs: 10_000 } }],
      clips,
    });
    floor.engine.addMessage(MESSAGE, new Int16Array(8 * MESSAGE_MS));
    for (let index = 0; index < 20; index++) {
      const end = { does: 'answer', afterMs: 1_000, party: 'machine' } as const;
      floor.carrier.plays(numberOf(index), { ringsAfterMs: 500, end });
    }
    floor.logIn('ada');
    floor.advance(60_000);
    const left = floor.factsOf('ended').flatMap(({ message }) => (message?.completed === true ? [message] : []));
    expect(left.length).toBeGreaterThan(10);
    // Told at its end, and a moment for a second one: no message begins under a beep or long after it.
    const soon = left.filter(
      ({ startedAfterMs }) => startedAfterMs !== null && startedAfterMs > 240 && startedAfterMs < 300,
    );
    expect(soon.length / left.length).toBeGreaterThan(0.8);
  });

  it('BP-10: a machine that does not beep hears the message once it has been silent, or when the wait is over', () => {
    const quiet = floorOf({ detection: LEAVE, screening: saying('machine', 50, { silenceMs: 4_000 }), answers: 1 });
    quiet.logIn('ada');
    until(quiet, () => callOf(quiet)?.detector === 'a message is left', 5_000);

    const talking = floorOf({
      detection: { ...LEAVE, beepWaitMs: 10_000 },
      screening: saying('machine', 50),
      answers: 1,
    });
    talking.logIn('ada');
    until(talking, () => talking.factsOf('screened').length > 0);
    talking.advance(9_900);
    expect(callOf(talking)?.detector).toBe('waits for the beep');
    until(talking, () => callOf(talking)?.detector === 'a message is left', 500);
  });

  it('a machine that hangs up under the message was left none: the evidence says so', () => {
    const floor = floorOf({ detection: LEAVE, screening: saying('machine', 50, { beepAfterFrames: 100 }) });
    floor.carrier.plays(numberOf(0), {
      ringsAfterMs: 500,
      end: { does: 'answer', afterMs: 1_000, party: 'machine', hangsUpAfterMs: 4_000 },
    });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({ endedBy: 'contact', message: { completed: false } });
  });

  it('a message that the carrier does not have ends the call, and says why', () => {
    const gone = 'gone' as MessageId;
    const screening = saying('machine', 50, { beepAfterFrames: 60 });
    const floor = floorOf({ detection: { ...LEAVE, messageId: gone }, screening });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({
      detail: expect.stringContaining('could not be played'),
      message: { messageId: gone, startedAfterMs: null, completed: false },
    });
  });
});

describe('an agent and a machine', () => {
  it('BP-10: an agent who speaks to machines is connected after the beep, not before', () => {
    const screening = saying('machine', 50, { beepAfterFrames: 300 });
    const floor = floorOf({ detection: { enabled: true, onMachine: 'connect-after-beep' }, screening });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('screened').length > 0);
    floor.advance(4_900);
    expect(floor.state('ada')).toBe('reserved');
    floor.until('ada', 'talking', 600);
    expect(floor.mirror('ada').interaction).toMatchObject({ verdict: { label: 'machine' } });
    floor.on('ada', 'interaction.hang-up');
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'answering-machine', liveEnd: null });
  });

  it('BP-10: when the agent says so the message is left, and the agent is free for the next call while it plays', () => {
    // The detector takes the machine for a person: the agent hears what it is.
    const floor = floorOf({ detection: { enabled: true, messageId: MESSAGE }, screening: saying('human', 20) });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    expect(floor.on('ada', 'interaction.leave-message')).toMatchObject({ ok: true });
    floor.advance(10);
    expect(floor.state('ada')).not.toBe('wrap-up');
    expect(floor.factsOf('wrapped-up')).toMatchObject([{ code: 'voicemail-left', agentId: 'ada' }]);
    expect(callOf(floor)).toMatchObject({ state: 'messaging', agentId: null });
    floor.until('ada', 'talking', 5_000);
    expect(callOf(floor)).toMatchObject({ detector: 'a message is left' });
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({
      ...{ outcome: 'answering-machine', liveEnd: null, message: { completed: true } },
    });
    expect(floor.state('ada')).toBe('talking');
    expect(campaignOf(floor)?.totals).toMatchObject({ live: 0, connected: 0, abandoned: 0 });
  });

  it('BP-10: a campaign without a message, or a call that is on hold, refuses it in words', () => {
    const none = floorOf({ detection: { enabled: false }, party: 'human' });
    none.logIn('ada');
    none.until('ada', 'talking');
    expect(none.on('ada', 'interaction.leave-message')).toMatchObject({ ok: false, code: 'no-message' });

    const held = floorOf({ detection: { enabled: false, messageId: MESSAGE }, party: 'human' });
    held.logIn('ada');
    held.until('ada', 'talking');
    held.on('ada', 'interaction.hold');
    expect(held.on('ada', 'interaction.leave-message')).toMatchObject({ ok: false, code: 'call-on-hold' });
  });
});

describe('connected first', () => {
  const first = { enabled: true, connect: 'first' } as const;

  it('BP-10: the agent is with the contact at once, and sees the verdict when it comes', () => {
    const detection = { ...first, whileConnected: 'tell' } as const;
    const floor = floorOf({ detection, screening: saying('machine', 100) });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    expect(floor.factsOf('screened')).toEqual([]);
    expect(floor.factsOf('connected')[0]?.waitMs).toBeLessThan(50);
    until(floor, () => floor.factsOf('screened').length > 0);
    expect(floor.state('ada')).toBe('talking');
    expect(floor.mirror('ada').interaction?.verdict).toEqual({ label: 'machine', confidence: 0.9 });
    floor.on('ada', 'interaction.hang-up');
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'answering-machine', liveEnd: null });
    expect(campaignOf(floor)).toMatchObject({ abandonRatio: 0, totals: { live: 0 } });
  });

  it('GCC-5: by policy the verdict ends the call under the agent, or takes it from them to leave the message', () => {
    const ends = floorOf({ detection: first, screening: saying('machine', 100) });
    ends.logIn('ada');
    ends.until('ada', 'talking');
    ends.until('ada', 'wrap-up', 2_100);
    expect(ends.factsOf('ended')[0]).toMatchObject({ outcome: 'answering-machine', endedBy: 'us' });

    const screening = saying('machine', 100, { beepAfterFrames: 250 });
    const leaves = floorOf({ detection: { ...first, ...LEAVE }, screening });
    leaves.logIn('ada');
    leaves.until('ada', 'talking');
    leaves.until('ada', 'ready', 2_100);
    until(leaves, () => callOf(leaves)?.detector === 'a message is left');
    until(leaves, () => leaves.factsOf('ended').length > 0);
    expect(leaves.factsOf('ended')[0]).toMatchObject({ message: { completed: true } });
  });

  it('a person stays with the agent, and counts as connected once the verdict is there', () => {
    const floor = floorOf({ detection: first, party: 'human', screening: saying('human', 50) });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.advance(5_000);
    expect(floor.state('ada')).toBe('talking');
    floor.on('ada', 'interaction.hang-up');
    until(floor, () => floor.factsOf('ended').length > 0);
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'live', liveEnd: 'connected' });
  });
});

describe('the abandoned', () => {
  const power = { mode: 'power', linesPerAgent: 3, abandonMessageId: EXCUSE } as const;

  it('GCC-3: who finds no agent hears the message inside the connect window, and counts as abandoned', () => {
    const floor = floorOf({ detection: { enabled: false }, party: 'human', campaign: power });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('ended').filter(({ liveEnd }) => liveEnd === 'abandoned').length === 2);
    const abandoned = floor.factsOf('ended').filter(({ liveEnd }) => liveEnd === 'abandoned');
    for (const { outcome, endedBy, message, waitMs } of abandoned) {
      expect({ outcome, endedBy }).toEqual({ outcome: 'live', endedBy: 'us' });
      expect(message).toMatchObject({ messageId: EXCUSE, purpose: 'abandonment', completed: true });
      expect(message?.startedAfterMs).toBeGreaterThan(1_800);
      expect(message?.startedAfterMs).toBeLessThanOrEqual(2_000);
      expect(waitMs).toBe(message?.startedAfterMs);
    }
  });

  it('the window is counted from the end of the greeting, not from the verdict', () => {
    const floor = floorOf({
      detection: { enabled: true },
      party: 'human',
      campaign: { ...power, answer: 'automatic' },
    });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('ended').some(({ liveEnd }) => liveEnd === 'abandoned'));
    for (const { message } of floor.factsOf('ended')) {
      if (message !== undefined) expect(message.startedAfterMs).toBeLessThanOrEqual(2_000);
    }
  });

  it('GCC-3: who presses the key of the message is not called any more, and the call is over; another key does nothing', () => {
    const presses = [
      { afterMs: 500, digit: '9' },
      { afterMs: 4_000, digit: '5' },
    ];
    const floor = floorOf({ detection: { enabled: false }, campaign: { ...power, optOutKey: '9' }, answers: 0 });
    const person = (digits: typeof presses) =>
      ({ ringsAfterMs: 500, end: { does: 'answer', afterMs: 1_000, party: 'human', presses: digits } }) as const;
    for (const [index, digits] of [[], presses, [{ afterMs: 3_500, digit: '9' }]].entries())
      floor.carrier.plays(numberOf(index), person(digits));
    floor.logIn('ada');
    const abandoned = () => floor.factsOf('ended').filter(({ liveEnd }) => liveEnd === 'abandoned');
    until(floor, () => abandoned().length === 2);
    // Before the message a key says nothing, and 5 is not the one that it names.
    expect(floor.factsOf('opted-out')).toMatchObject([{ digit: '9', purpose: 'abandonment' }]);
    const [opted] = floor.factsOf('opted-out');
    const byKey = abandoned().find(({ attemptId }) => attemptId === opted?.attemptId);
    expect(byKey).toMatchObject({ endedBy: 'us', message: { completed: false } });
    expect(byKey?.detail).toContain('pressed 9');
    expect(abandoned().find((one) => one !== byKey)).toMatchObject({ message: { completed: true } });
  });

  it('GCC-3: after the message there is time to press; a profile says which share of people do', () => {
    const profile = { answerRatio: 1, talkMs: { dist: 'fixed', mean: 60_000 }, optOutRatio: 1 } as const;
    const quick = { ringMs: { dist: 'fixed', mean: 1_000 }, patienceMs: { dist: 'fixed', mean: 30_000 } } as const;
    const open = (optOutKey: string) => {
      const campaigns = [{ id: MAIN, ...power, detection: { enabled: false }, optOutKey }];
      const floor = new TestFloor({ campaigns, profile: { ...profile, ...quick } });
      floor.engine.addMessage(EXCUSE, new Int16Array(8 * 1_000));
      floor.logIn('ada');
      until(floor, () => floor.factsOf('ended').length === 2);
      return floor;
    };
    // The message is over after a second, and the key is pressed half a second later.
    const pressed = open('9');
    expect(pressed.factsOf('opted-out')).toHaveLength(2);
    for (const { message } of pressed.factsOf('ended')) expect(message?.completed).toBe(true);
    expect(open('#').factsOf('opted-out')).toEqual([]);
  });

  it('without a message they are hung up on, as before', () => {
    const floor = floorOf({
      detection: { enabled: false },
      party: 'human',
      campaign: { ...power, abandonMessageId: null },
    });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('ended').some(({ liveEnd }) => liveEnd === 'abandoned'));
    const [ended] = floor.factsOf('ended').filter(({ liveEnd }) => liveEnd === 'abandoned');
    expect(ended).toMatchObject({ waitMs: expect.closeTo(2_005, -1) });
    expect(ended).not.toHaveProperty('message');
  });
});

describe('people lost to detection', () => {
  it('are estimated from the machine verdicts that ended their calls, and use the budget', () => {
    const floor = floorOf({ detection: { enabled: true }, screening: saying('machine', 20), answers: 40 });
    floor.logIn('ada');
    until(floor, () => floor.factsOf('screened').length === 25);
    // The prior: 2 of 50.
    expect(campaignOf(floor)?.lost).toMatchObject({ people: expect.closeTo(1, 5), ratio: 1, checked: 0 });
    expect(campaignOf(floor)?.totals.abandoned).toBe(0);
    expect(floor.engine.decisions(MAIN).at(-1)?.figures.budgetLeft).toBeCloseTo(0.03 * 0.96 - 0.96, 1);
  });

  it('a share of the machine verdicts goes to an agent, whose code says what it was', () => {
    const detection = { enabled: true, checkedShare: 0.5 } as const;
    const wrapUpCodes = [
      { code: 'sale', label: 'Sale', effect: 'finish' as const },
      { code: 'answering-machine', label: 'Machine', effect: 'retry' as const },
    ];
    const floor = floorOf({ detection, screening: saying('machine', 20), campaign: { wrapUpCodes } });
    floor.logIn('ada');
    const hears = (code: string): void => {
      floor.until('ada', 'talking', 60_000);
      const interactionId = floor.interactionId('ada');
      floor.on('ada', 'interaction.hang-up');
      floor.until('ada', 'wrap-up');
      floor.do({ type: 'interaction.wrap-up', agentId: 'ada' as never, interactionId, code, notes: '' });
      floor.on('ada', 'interaction.done');
    };
    hears('sale');
    const before = campaignOf(floor);
    expect(before?.lost.checked).toBe(1);
    expect(before?.totals).toMatchObject({ live: 1, connected: 1 });
    hears('answering-machine');
    expect(campaignOf(floor)?.lost.checked).toBe(2);
    // The second was no live answer after all.
    expect(campaignOf(floor)?.totals).toMatchObject({ live: 1, connected: 1 });
  });
});
