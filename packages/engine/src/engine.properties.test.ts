import {
  type CampaignId,
  type Command,
  type DetectionPolicy,
  type E164,
  inHand,
  MACHINE_TREATMENTS,
  type MessageId,
  seededRandom,
} from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentId, campaignId, campaignOf, MAIN, TestFloor } from './testing/floor.ts';
import { sayingAnything } from './testing/saying.ts';

const SHARED = campaignId('shared');
const NAMES = ['ada', 'bob', 'cyd'] as const;

const MESSAGE = 'message-1' as MessageId;

/** Every policy has its turn. */
function policyOf(seed: number): Partial<DetectionPolicy> {
  return {
    enabled: seed % 3 > 0,
    connect: seed % 2 === 0 ? 'first' : 'after-verdict',
    whileConnected: seed % 4 < 2 ? 'act' : 'tell',
    onMachine: MACHINE_TREATMENTS[seed % MACHINE_TREATMENTS.length] ?? null,
    messageId: seed % 7 === 0 ? null : MESSAGE,
    beepWaitMs: 2_000,
    checkedShare: 0.3,
  };
}

/** A rough world: fast fails, impatient people, short talks, mandatory codes, both ways of answering. */
function roughFloor(seed: number): TestFloor {
  const ringing = seed % 4 === 0 ? ({ joinAt: 'ringing' } as const) : {};
  const floor = new TestFloor({
    seed,
    campaigns: [
      {
        ...{ id: MAIN, mode: 'power', linesPerAgent: 3, answer: 'manual', offerTimeoutMs: 1_000 },
        ...{ detection: policyOf(seed), abandonMessageId: seed % 5 < 3 ? MESSAGE : null },
      },
      {
        ...{ id: SHARED, mode: seed % 2 === 0 ? 'progressive' : 'predictive' },
        ...{ wrapUpLimitMs: 4_000, wrapUpMandatory: true, detection: policyOf(seed + 7) },
        recording: 'on-demand',
        ...ringing,
      },
    ],
    screening: sayingAnything(seededRandom(seed)),
    profile: {
      ...{ answerRatio: 0.6, fastFailRatio: 0.4, noAnswerMs: { dist: 'fixed', mean: 9_000 } },
      ringMs: { dist: 'uniform', min: 500, max: 6_000 },
      talkMs: { dist: 'exponential', mean: 8_000 },
      patienceMs: { dist: 'uniform', min: 200, max: 4_000 },
      holdPatienceMs: { dist: 'exponential', mean: 3_000 },
    },
    records: { answerMs: 30 },
  });
  floor.engine.addMessage(MESSAGE, new Int16Array(8_000));
  return floor;
}

type Act = (floor: TestFloor) => void;

const byName = fc.constantFrom(...NAMES);
const onInteraction = fc.constantFrom(
  'interaction.accept',
  'interaction.reject',
  'interaction.hold',
  'interaction.resume',
  'interaction.hang-up',
  'interaction.complete-transfer',
  'interaction.return',
  'interaction.leave-message',
  'interaction.done',
);
const CALLER = '+33199000777' as E164;
const target = fc.oneof(
  byName.map((name) => ({ kind: 'agent' as const, agentId: agentId(name) })),
  fc.constant({ kind: 'number' as const, number: CALLER }),
);
/** What is said of a control beside whose and of which interaction it is. */
const control = fc.oneof(
  fc.boolean().map((muted) => ({ type: 'interaction.mute', muted })),
  fc.constant({ type: 'interaction.dtmf', digits: '1#' }),
  fc.boolean().map((on) => ({ type: 'interaction.record', on })),
  target.map((to) => ({ type: 'interaction.transfer', to })),
  target.map((to) => ({ type: 'interaction.consult', to })),
);
const send =
  (command: Command): Act =>
  (floor) =>
    void floor.engine.command(command);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 4_000 }).map(
      (ms): Act =>
        (floor) =>
          floor.advance(ms),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(byName, onInteraction).map(
      ([name, type]): Act =>
        (floor) => {
          if (floor.engine.agents().some((agent) => agent.agentId === name && agent.interaction !== null))
            floor.on(name, type);
        },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(byName, control).map(
      ([name, make]): Act =>
        (floor) => {
          const { interaction } = floor.mirror(name);
          if (interaction === null) return;
          floor.engine.command({
            agentId: agentId(name),
            interactionId: interaction.interactionId,
            ...make,
          } as Command);
        },
    ),
  },
  fc.integer({ min: 100, max: 9_000 }).map(
    (givesUpAfterMs): Act =>
      (floor) =>
        void floor.carrier.comesIn({ from: CALLER, to: '+33199000000' as E164, givesUpAfterMs }),
  ),
  byName.map((name) => send({ type: 'agent.ready', agentId: agentId(name) })),
  byName.map((name) => send({ type: 'agent.not-ready', agentId: agentId(name), reason: 'tea', by: 'agent' })),
  byName.map((name) => send({ type: 'agent.log-out', agentId: agentId(name), by: 'supervisor' })),
  byName.map((name) =>
    send({
      type: 'agent.log-in',
      seat: { agentId: agentId(name), name, phone: `phone-${name}` },
      joined: [MAIN, SHARED],
    }),
  ),
  fc
    .tuple(byName, fc.constantFrom<CampaignId>(MAIN, SHARED))
    .map(([name, id]) => send({ type: 'agent.leave', agentId: agentId(name), campaignId: id })),
  fc
    .tuple(byName, fc.constantFrom<CampaignId>(MAIN, SHARED))
    .map(([name, id]) => send({ type: 'agent.join', agentId: agentId(name), campaignId: id })),
  fc
    .constantFrom('running' as const, 'paused' as const)
    .map((state) => send({ type: 'campaign.state', campaignId: MAIN, state })),
  byName.map(
    (name): Act =>
      (floor) =>
        floor.carrier.dropPhone(agentId(name)),
  ),
  fc.boolean().map(
    (lost): Act =>
      (floor) =>
        lost ? floor.engine.serverLost() : floor.engine.serverBack(),
  ),
  fc.constant<Act>((floor) => floor.engine.configure({ campaigns: floor.campaigns.map((c) => campaignOf(c)) })),
);

/** Everything is let run out: nothing new is dialed, calls end, whoever wraps up sets a code and is done. */
function runOut(floor: TestFloor): void {
  floor.do({ type: 'engine.stop-dialing' });
  floor.advance(20_000);
  floor.do({ type: 'engine.end-calls' });
  floor.advance(1_000);
  for (const { agentId: id, interaction } of floor.engine.agents()) {
    if (interaction === null) continue;
    const { interactionId } = interaction;
    floor.engine.command({ type: 'interaction.wrap-up', agentId: id, interactionId, code: 'sale', notes: '' });
    floor.engine.command({ type: 'interaction.done', agentId: id, interactionId });
  }
  floor.advance(1_000);
}

describe('whatever happens', () => {
  it('no agent is stuck, no call lives on, each attempt ends once, and the counts add up', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.array(act, { minLength: 5, maxLength: 50 }), (seed, acts) => {
        const floor = roughFloor(seed);
        for (const name of NAMES) floor.logIn(name, [MAIN, SHARED]);
        for (const each of acts) {
          each(floor);
          consistent(floor);
        }
        runOut(floor);
        expect(floor.engine.picture().calls).toEqual([]);
        for (const { presence } of floor.engine.agents()) {
          expect(['ready', 'not-ready', 'logged-out']).toContain(presence.kind);
        }
        accountFor(floor);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);

  it('the same seed gives the same facts, byte for byte', () => {
    const run = () => {
      const floor = roughFloor(7);
      for (const name of NAMES) floor.logIn(name, [MAIN, SHARED]);
      floor.advance(60_000);
      return JSON.stringify([floor.facts, floor.engine.picture()]);
    };
    expect(run()).toBe(run());
  });
});

/** Agent and call agree on who is on what, at any moment. */
function consistent(floor: TestFloor): void {
  const { calls } = floor.engine.picture();
  for (const { agentId: id, presence, interaction } of floor.engine.agents()) {
    const work = inHand(presence);
    expect(interaction === null).toBe(work === null);
    const call = calls.find((each) => each.callId === work?.callId);
    // The carrier needs a moment to let go of an agent who leaves the call to a message.
    if (presence.kind === 'talking') {
      expect(call?.agentId).toBe(id);
      expect(['connected', 'messaging']).toContain(call?.state);
    }
    if (presence.kind === 'held') expect(call).toMatchObject({ state: 'held', agentId: id });
    if (presence.kind === 'offered') expect(call).toMatchObject({ state: 'waiting', agentId: id });
    if (presence.kind === 'consulting') expect(call).toMatchObject({ state: 'held', agentId: id });
    if (presence.kind !== 'connecting') continue;
    // Being joined, hearing it ring, or asked by whoever has it.
    const asked = interaction?.origin.startsWith('consultation with') === true;
    if (asked) expect(call).toMatchObject({ state: 'held' });
    else expect(call?.agentId).toBe(id);
    if (!asked) expect(['connecting', 'dialing', 'ringing', 'ended']).toContain(call?.state);
  }
}

function accountFor(floor: TestFloor): void {
  const rings = floor.campaigns.some(({ joinAt }) => joinAt === 'ringing');
  const ended = floor.factsOf('ended');
  expect(new Set(ended.map((fact) => fact.attemptId)).size).toBe(ended.length);
  for (const fact of ended) expect(fact.liveEnd !== null).toBe(fact.outcome === 'live');
  const connected = floor.factsOf('connected').map((fact) => fact.attemptId);
  // Who talked with an agent was connected, or was a machine.
  for (const { attemptId, liveEnd, outcome } of ended) {
    if (liveEnd === 'connected') expect(connected).toContain(attemptId);
    if (connected.includes(attemptId)) expect([liveEnd, outcome]).not.toContain('abandoned');
  }
  const wrapped = floor.factsOf('wrapped-up').map((fact) => fact.attemptId);
  // Attempts that an agent heard ring are wrapped up whatever came of them (BP-9); all others only where somebody talked.
  const heardRinging = wrapped.filter((attemptId) => !connected.includes(attemptId));
  expect(ended.map((fact) => fact.attemptId)).toEqual(expect.arrayContaining(heardRinging));
  expect(wrapped).toEqual(expect.arrayContaining(connected));
  if (!rings) expect(heardRinging).toEqual([]);
  const handedOn = floor.factsOf('transferred').filter((fact) => fact.toAgentId !== null && fact.attemptId !== null);
  expect(wrapped.length).toBe(connected.length + handedOn.length + heardRinging.length);
  for (const { callId } of floor.factsOf('incoming')) {
    const states = floor.factsOf('incoming').flatMap((fact) => (fact.callId === callId ? [fact.state] : []));
    expect([
      ['ringing', 'missed'],
      ['ringing', 'answered', 'ended'],
    ]).toContainEqual([...new Set(states)]);
  }
  const { campaigns } = floor.engine.picture();
  const sum = (pick: (totals: (typeof campaigns)[number]['totals']) => number): number =>
    campaigns.reduce((total, { totals }) => total + pick(totals), 0);
  expect(sum((totals) => totals.attempts)).toBe(ended.length);
  expect(sum((totals) => totals.live)).toBe(sum((totals) => totals.connected + totals.abandoned));
  // While a contact goes from one agent to another nobody talks to them for a moment.
  const between = ended.reduce((total, fact) => total + fact.talkMs, 0) - sum((totals) => totals.talkMs);
  expect(between).toBeGreaterThanOrEqual(0);
  expect(between).toBeLessThanOrEqual(100 * handedOn.length);
}
