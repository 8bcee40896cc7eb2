import type { AttemptId, E164, Intent } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../loadtest/memory-records.ts';
import { agentId, type FloorOptions, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

const OTHER_CALLER = '+33199000009' as E164;
const preview = {
  id: MAIN,
  mode: 'preview' as const,
  previewTimeoutMs: 60_000,
  callerIds: [{ number: '+33199000000' as E164 }, { number: OTHER_CALLER }],
};
const BUSY = { ...NOBODY_ANSWERS, noAnswerMs: { dist: 'fixed', mean: 8_000 } } as const;

/** Ada reads a record with two numbers; every intent is kept. */
function reading(options: FloorOptions = {}) {
  const intents: Intent[] = [];
  const floor = new TestFloor({
    campaigns: [preview],
    ...options,
    records: {
      numbers: 2,
      ...options.records,
      refuse: (intent) => {
        intents.push(intent);
        return options.records?.refuse?.(intent) ?? null;
      },
    },
  });
  floor.logIn('ada');
  floor.advance(500);
  floor.getRecord('ada');
  floor.advance(10);
  return { floor, intents };
}

const inHand = (floor: TestFloor) => floor.mirror('ada').interaction;

describe('calls by hand', () => {
  it('BP-7, GW-8: one of the contact’s numbers, shown one of the campaign’s caller IDs, after the intent', () => {
    const { floor, intents } = reading();
    const number = numberOf(500_000);
    expect(floor.dials('ada', { number, callerId: OTHER_CALLER })).toMatchObject({ ok: true });
    floor.advance(1_500);
    expect(intents).toMatchObject([
      { number, callerId: OTHER_CALLER, agentId: 'ada', byHand: true, contactId: 'main-0' },
    ]);
    expect(floor.engine.picture().calls).toMatchObject([{ number, agentId: 'ada', state: 'ringing' }]);
    expect(inHand(floor)).toMatchObject({ number, attemptId: intents[0]?.attemptId });
  });

  it('refuses what the record and the campaign do not offer, and says what they do', () => {
    const { floor, intents } = reading();
    expect(floor.dials('ada', { number: numberOf(3) })).toMatchObject({ ok: false, code: 'unknown-number' });
    const wrong = floor.dials('ada', { callerId: numberOf(3) });
    expect(wrong).toMatchObject({
      ok: false,
      code: 'unknown-caller-id',
      message: expect.stringContaining(OTHER_CALLER),
    });
    floor.do({ type: 'engine.stop-dialing', because: 'emergency-stop' });
    expect(floor.dials('ada')).toMatchObject({
      code: 'not-dialing',
      message: expect.stringContaining('emergency stop'),
    });
    expect(inHand(floor)?.state).toBe('preview');
    expect(intents).toEqual([]);
  });

  it('a refused intent is told in words: the record is gone, and the next one comes', () => {
    const { floor } = reading({
      records: {
        refuse: ({ contactId }) =>
          contactId === 'main-0' ? ['do-not-call: on the do-not-call list: asked for'] : null,
      },
    });
    floor.dials('ada');
    floor.advance(20);
    expect(inHand(floor)).toMatchObject({ state: 'preview', contactName: 'Contact 1' });
    expect(floor.mirror('ada').notice).toMatchObject({
      code: 'call-refused',
      text: 'Not called: on the do-not-call list: asked for.',
    });
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('where only the number is refused the record is kept, and another number is called', () => {
    const { floor } = reading({
      records: {
        keepRefused: true,
        refuse: ({ number }) => (number === numberOf(0) ? ['attempts-per-number: 2 of 2 made'] : null),
      },
    });
    floor.dials('ada');
    floor.advance(20);
    expect(inHand(floor)).toMatchObject({ state: 'preview', contactName: 'Contact 0' });
    expect(floor.mirror('ada').notice?.text).toBe('Not called: 2 of 2 made. Choose another number, or decline.');
    expect(floor.dials('ada', { number: numberOf(500_000) })).toMatchObject({ ok: true });
    floor.until('ada', 'talking', 5_000);
  });

  it('BP-9, WX-12: an attempt that nobody answers is shown, and wrapped up with a code', () => {
    const { floor } = reading({ profile: BUSY });
    floor.dials('ada');
    floor.until('ada', 'wrap-up', 40_000);
    expect(inHand(floor)).toMatchObject({
      ...{ callStatus: 'no-answer', state: 'wrap-up', origin: 'outbound campaign call to Contact 0' },
    });
    const interactionId = floor.interactionId('ada');
    floor.do({ type: 'interaction.wrap-up', agentId: agentId('ada'), interactionId, code: 'sale', notes: 'rang out' });
    floor.on('ada', 'interaction.done');
    const [ended] = floor.factsOf('ended');
    expect(floor.factsOf('wrapped-up')).toMatchObject([
      { attemptId: ended?.attemptId, code: 'sale', notes: 'rang out' },
    ]);
  });

  it('the agent may give up while it rings', () => {
    const { floor } = reading();
    floor.dials('ada');
    floor.advance(1_500);
    expect(floor.on('ada', 'interaction.hang-up')).toMatchObject({ ok: true });
    floor.until('ada', 'wrap-up', 1_000);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'cancelled', endedBy: 'agent' }]);
  });

  it('GCC-4: whom nobody answered for is redialed by hand, on the same or another number, as the server grants', () => {
    const { floor, intents } = reading({
      profile: BUSY,
      records: {
        refuse: ({ redialOf }) =>
          redialOf === undefined || used++ === 0
            ? null
            : ['redials-used-up: 1 of 1 redials by hand of rule Standard made.'],
      },
    });
    let used = 0;
    floor.dials('ada', { callerId: OTHER_CALLER });
    expect(floor.dials('ada', {}, true)).toMatchObject({ ok: false, code: 'nothing-to-redial' });
    floor.until('ada', 'wrap-up', 40_000);
    const first = intents[0]?.attemptId as AttemptId;
    expect(floor.dials('ada', { number: numberOf(500_000) }, true)).toMatchObject({ ok: true });
    expect(floor.factsOf('wrapped-up')).toMatchObject([{ attemptId: first }]);
    floor.until('ada', 'connecting', 10);
    floor.until('ada', 'wrap-up', 40_000);
    expect(intents[1]).toMatchObject({ redialOf: first, number: numberOf(500_000), callerId: OTHER_CALLER });
    expect(inHand(floor)).toMatchObject({ redials: 1, attemptId: intents[1]?.attemptId });

    floor.dials('ada', {}, true);
    floor.advance(20);
    expect(floor.state('ada')).toBe('wrap-up');
    expect(floor.mirror('ada').notice?.text).toBe('Not called again: 1 of 1 redials by hand of rule Standard made.');
    expect(inHand(floor)).toMatchObject({ redials: 1, attemptId: intents[1]?.attemptId, callStatus: 'no-answer' });
  });

  it('GCC-4: who was spoken to is not redialed', () => {
    const { floor } = reading();
    floor.dials('ada');
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    expect(floor.dials('ada', {}, true)).toMatchObject({ ok: false, code: 'nothing-to-redial' });
  });

  const again = (floor: TestFloor) => floor.engine.command({ type: 'agent.redial-last', agentId: agentId('ada') });
  const doneAndStop = (floor: TestFloor) =>
    floor.do({
      type: 'interaction.done',
      agentId: agentId('ada'),
      interactionId: floor.interactionId('ada'),
      stop: true,
    });

  it('OUT-4: whom the agent wrapped up last is redialed from ready or not ready, as an interaction of its own', () => {
    const { floor, intents } = reading({
      profile: BUSY,
      records: {
        refuse: ({ redialOf }) => (redialOf === undefined || used++ === 0 ? null : ['do-not-call: On the list.']),
      },
    });
    let used = 0;
    expect(again(floor)).toMatchObject({ ok: false, code: 'nothing-to-redial' });
    floor.dials('ada');
    floor.until('ada', 'wrap-up', 40_000);
    const first = inHand(floor);
    doneAndStop(floor);
    floor.do({ type: 'agent.not-ready', agentId: agentId('ada'), reason: 'paperwork', by: 'agent' });
    expect(again(floor)).toMatchObject({ ok: true, agent: { presence: { kind: 'connecting' } } });
    expect(again(floor)).toMatchObject({ ok: false, code: 'agent-busy' });
    expect(inHand(floor)?.interactionId).not.toBe(first?.interactionId);
    floor.until('ada', 'wrap-up', 40_000);
    expect(intents[1]).toMatchObject({ redialOf: first?.attemptId, number: first?.number, byHand: true });
    expect(inHand(floor)).toMatchObject({ redials: 1, attemptId: intents[1]?.attemptId, wrapUpCode: null });
    doneAndStop(floor);
    const paperwork = { kind: 'not-ready', reason: 'paperwork' };
    expect(floor.mirror('ada').presence).toMatchObject(paperwork);

    expect(again(floor)).toMatchObject({ ok: true });
    floor.advance(20);
    expect(floor.mirror('ada')).toMatchObject({
      ...{ presence: paperwork, interaction: null, last: { attemptId: intents[1]?.attemptId, redials: 1 } },
      notice: { text: 'Not called again: On the list.' },
    });
  });

  it('OUT-4: the last contact, whom somebody answered for, is not redialed', () => {
    const { floor } = reading();
    floor.dials('ada');
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up');
    doneAndStop(floor);
    expect(again(floor)).toMatchObject({ ok: false, code: 'nothing-to-redial' });
    expect(floor.state('ada')).toBe('ready');
  });

  it('screened as the campaign says, where the agent is joined on a live voice alone', () => {
    const detection = { enabled: true, onMachine: 'hang-up', maxScreeningMs: 1_000 } as const;
    const { floor } = reading({
      campaigns: [{ ...preview, joinAt: 'live-voice', detection }],
    });
    floor.dials('ada');
    while (floor.factsOf('answered').length === 0) floor.advance(1);
    expect(inHand(floor)).toMatchObject({ callStatus: 'screening', state: 'connecting' });
    floor.until('ada', 'talking', 1_100);
    expect(floor.factsOf('screened')).toHaveLength(1);
  });

  it('with the server gone a call by hand is not made, and the agent is told', () => {
    const { floor } = reading();
    floor.records.lost = true;
    floor.dials('ada');
    floor.advance(20);
    expect(floor.state('ada')).toBe('ready');
    expect(floor.mirror('ada').notice?.text).toContain('server');
    expect(floor.engine.picture().calls).toEqual([]);
  });
});
