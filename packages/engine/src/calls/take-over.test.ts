import {
  type AttemptId,
  type CallId,
  type Command,
  type ContactId,
  type E164,
  type InteractionId,
  type ListId,
  QUIET_LINE,
  type ResumedAttempt,
} from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import type { EarlierLife } from '../telephony/earlier-life.ts';
import type { CallEvent } from '../telephony/port.ts';
import { agentId, campaignOf, MAIN, TestFloor } from '../testing/floor.ts';

const CALL = 'call-1' as CallId;
const ATTEMPT = 'attempt-1' as AttemptId;

/** A floor whose carrier still holds a call of an earlier engine. */
function floorWithLeft() {
  const floor = new TestFloor({ startMs: 100_000 });
  const told: { listener?: (event: CallEvent) => void; letGo: number; took: unknown[] } = { letGo: 0, took: [] };
  const earlierLife: EarlierLife = {
    left: Promise.resolve([]),
    take(agent, request, link, listener) {
      told.took.push([agent, request.callId, request.attemptId, link]);
      told.listener = listener;
    },
    letGo() {
      told.letGo += 1;
    },
  };
  Object.assign(floor.carrier, { earlierLife });
  return { floor, told };
}

const logIn = (restore: 'talking' | 'held', call: Partial<ResumedAttempt> = {}): Command => ({
  ...{ type: 'agent.log-in', seat: { agentId: agentId('ada'), name: 'Ada', phone: 'p' }, joined: [MAIN], restore },
  after: { kind: 'ready' },
  interaction: {
    ...{
      interactionId: 'i-1' as InteractionId,
      campaignId: MAIN,
      campaignName: 'Main',
      attemptId: ATTEMPT,
      callId: CALL,
    },
    ...{ contactId: 'c-1' as ContactId, contactName: 'Eve', number: '+33639980001' as E164, fields: { city: 'Lyon' } },
    ...{ numbers: ['+33639980001' as E164], attempts: 1, callStatus: null, redials: 0 },
    ...{
      origin: 'outbound campaign call to Eve',
      state: 'talking',
      sinceMs: 40_000,
      wrapUpCode: 'sale',
      notes: 'so far',
    },
  },
  call: {
    ...{ callId: CALL, attemptId: ATTEMPT, listId: 'l-1' as ListId, dialedAtMs: 30_000, answeredAtMs: 38_000 },
    ...{ connectedAtMs: 40_000, waitMs: 500, verdict: 'human', ...call },
  },
});

it('a call that outlived its engine goes on in its agent’s hand, and its facts under the same attempt', () => {
  const { floor, told } = floorWithLeft();
  floor.do(logIn('talking'));
  floor.engine.restored();
  expect(told).toMatchObject({ took: [['ada', CALL, ATTEMPT, 'connected']], letGo: 1 });
  expect(floor.mirror('ada')).toMatchObject({
    presence: { kind: 'talking', callId: CALL },
    interaction: { interactionId: 'i-1', wrapUpCode: 'sale', notes: 'so far', fields: { city: 'Lyon' } },
  });
  expect(floor.engine.picture().calls).toMatchObject([{ callId: CALL, state: 'connected', agentId: 'ada' }]);
  expect(floor.factsOf('connected')).toEqual([]);

  floor.advance(20_000);
  told.listener?.({ type: 'ended', atMs: floor.clock.nowMs(), cause: 'hung-up-by-contact' });
  expect(floor.factsOf('ended')).toMatchObject([
    { attemptId: ATTEMPT, outcome: 'live', liveEnd: 'connected', endedBy: 'contact', talkMs: 80_000, waitMs: 500 },
  ]);
  expect(floor.state('ada')).toBe('wrap-up');
  expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
  expect(floor.factsOf('wrapped-up')).toMatchObject([{ attemptId: ATTEMPT, code: 'sale' }]);
  expect(floor.engine.picture().calls.filter(({ callId }) => callId === CALL)).toEqual([]);
});

it('on hold it is on hold again, and WX-11 holds', () => {
  const { floor, told } = floorWithLeft();
  floor.do(logIn('held'));
  expect(told.took).toEqual([['ada', CALL, ATTEMPT, 'held']]);
  expect(floor.state('ada')).toBe('held');
  expect(floor.on('ada', 'interaction.hang-up')).toMatchObject({ ok: false, code: 'call-on-hold' });
});

it('joined in the moment in which the engine was lost: that is told now', () => {
  const { floor } = floorWithLeft();
  floor.do(logIn('talking', { connectedAtMs: null, waitMs: 0 }));
  expect(floor.factsOf('connected')).toMatchObject([{ attemptId: ATTEMPT, agentId: 'ada', interactionId: 'i-1' }]);
});

it('a carrier whose calls die with the engine leaves nothing to go on with: the agent wraps up', () => {
  const floor = new TestFloor({ startMs: 100_000 });
  floor.do(logIn('talking'));
  expect(floor.state('ada')).toBe('wrap-up');
});

it('a call that was recorded is recorded on, and can be stopped', () => {
  const { floor, told } = floorWithLeft();
  const stopped: string[] = [];
  Object.assign(floor.carrier, { stopRecording: (callId: string) => stopped.push(callId) });
  floor.engine.configure({ campaigns: [campaignOf({ id: MAIN, recording: 'on-demand' })] });
  const command = logIn('talking') as Extract<Command, { type: 'agent.log-in' }>;
  const { interaction } = command;
  if (interaction === undefined || interaction === null) throw new Error('no interaction');
  floor.do({ ...command, interaction: { ...interaction, line: { ...QUIET_LINE, recording: true } } });
  const off = {
    type: 'interaction.record',
    agentId: agentId('ada'),
    interactionId: interaction.interactionId,
  } as const;
  expect(floor.engine.command({ ...off, on: false })).toMatchObject({ ok: true });
  expect(stopped).toEqual([CALL]);
  told.listener?.({ type: 'ended', atMs: floor.clock.nowMs(), cause: 'hung-up-by-contact' });
});

describe('GT-4: a call that came in', () => {
  const OURS = '+33199000000' as E164;
  const THEIRS = '+33199005555' as E164;

  const came = (
    restore: 'talking' | 'held',
    number: string = THEIRS,
    connectedAtMs: number | null = 40_000,
  ): Command => {
    const outbound = logIn(restore) as Extract<Command, { type: 'agent.log-in' }>;
    if (outbound.interaction === undefined || outbound.interaction === null) throw new Error('no interaction');
    const none = { attemptId: null, contactId: '' as ContactId, contactName: '', fields: {}, attempts: 0 };
    const unknown = { number: number as E164, numbers: [number as E164], origin: `inbound call from ${number}` };
    return {
      ...outbound,
      interaction: { ...outbound.interaction, ...none, ...unknown, direction: 'inbound' },
      call: {
        ...{ callId: CALL, attemptId: null, calledNumber: OURS },
        ...{ dialedAtMs: 30_000, answeredAtMs: 40_000, connectedAtMs, waitMs: 10_000 },
      },
    };
  };
  const incoming = (floor: TestFloor) => floor.factsOf('incoming').map(({ state }) => state);

  it('GT-4: the caller talks on with their agent, and its facts go on under the same call', () => {
    const { floor, told } = floorWithLeft();
    floor.do(came('talking'));
    expect(told.took).toEqual([['ada', CALL, CALL, 'connected']]);
    expect(floor.mirror('ada')).toMatchObject({
      presence: { kind: 'talking', callId: CALL },
      interaction: { direction: 'inbound', attemptId: null, number: THEIRS, origin: `inbound call from ${THEIRS}` },
    });
    expect(floor.engine.picture().calls).toMatchObject([{ callId: CALL, direction: 'inbound', state: 'connected' }]);
    expect(incoming(floor)).toEqual([]);
    told.listener?.({ type: 'ended', atMs: floor.clock.nowMs(), cause: 'hung-up-by-contact' });
    expect(floor.factsOf('incoming')).toMatchObject([
      ...[{ callId: CALL, number: THEIRS, calledNumber: OURS, campaignId: MAIN, agentId: 'ada', state: 'ended' }],
    ]);
    expect(floor.state('ada')).toBe('wrap-up');
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
    expect(floor.factsOf('incoming-wrapped-up')).toMatchObject([{ callId: CALL, code: 'sale', notes: 'so far' }]);
    // No attempt of the campaign: nobody was dialed.
    expect([...floor.factsOf('ended'), ...floor.factsOf('connected'), ...floor.factsOf('wrapped-up')]).toEqual([]);
    expect(floor.engine.picture().campaigns[0]?.totals.attempts ?? 0).toBe(0);
  });

  it('GT-4: on hold it is on hold again, and who hid the number stays hidden', () => {
    const { floor, told } = floorWithLeft();
    floor.do(came('held', ''));
    expect(told.took).toEqual([['ada', CALL, CALL, 'held']]);
    expect(floor.state('ada')).toBe('held');
    told.listener?.({ type: 'ended', atMs: floor.clock.nowMs(), cause: 'hung-up-by-contact' });
    expect(floor.factsOf('incoming')).toMatchObject([{ number: null, state: 'ended' }]);
  });

  it('GT-4: taken by the agent in the moment in which the engine was lost: that is told now', () => {
    const { floor } = floorWithLeft();
    floor.do(came('talking', THEIRS, null));
    expect(floor.factsOf('incoming')).toMatchObject([{ callId: CALL, agentId: 'ada', state: 'answered' }]);
  });

  it('GT-4: a call that is gone is wrapped up under its own id', () => {
    const floor = new TestFloor({ startMs: 100_000 });
    floor.do(came('talking'));
    expect(floor.state('ada')).toBe('wrap-up');
    floor.on('ada', 'interaction.done');
    expect(floor.factsOf('incoming-wrapped-up')).toMatchObject([{ callId: CALL, code: 'sale' }]);
  });
});
