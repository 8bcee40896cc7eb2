import { type CampaignId, type Command, type DialingMode, inHand } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentId, campaignId, MAIN, TestFloor } from '../testing/floor.ts';

const OTHER = campaignId('other');
const NAMES = ['ada', 'bob', 'cyd'] as const;
const MODES: readonly DialingMode[] = ['preview', 'push-preview', 'progressive', 'predictive'];

type Place = 'leased' | 'dialed' | 'returned' | 'declined';

/** Where each record is that was ever handed out; a move that makes no sense fails at once. */
function bookOf(floor: TestFloor): Map<string, Place> {
  const book = new Map<string, Place>();
  const { records } = floor;
  const lease = records.lease.bind(records);
  const giveBack = records.giveBack.bind(records);
  records.lease = (id, n, done) =>
    lease(id, n, (grant) => {
      for (const { contactId } of grant?.records ?? []) {
        expect(['leased', 'declined']).not.toContain(book.get(contactId));
        book.set(contactId, 'leased');
      }
      done(grant);
    });
  records.giveBack = (id, contactIds, position) => {
    for (const contactId of contactIds) {
      expect(['leased', 'dialed']).toContain(book.get(contactId));
      book.set(contactId, 'returned');
    }
    giveBack(id, contactIds, position);
  };
  const fact = floor.fact.bind(floor);
  floor.fact = (body) => {
    if (body.type === 'declined') {
      expect(book.get(body.contactId)).toBe('leased');
      book.set(body.contactId, 'declined');
    }
    fact(body);
  };
  return book;
}

function open(seed: number) {
  const book: { now: Map<string, Place> } = { now: new Map() };
  const keepRefused = seed % 3 === 0;
  const manual = { answer: seed % 2 === 0 ? 'manual' : 'automatic', offerTimeoutMs: 2_000 } as const;
  const reading = { previewTimeoutMs: 9_000, callLaterMs: 1_000, wrapUpLimitMs: 3_000, ...manual } as const;
  const floor = new TestFloor({
    seed,
    campaigns: [
      { id: MAIN, mode: 'preview', ...reading },
      { id: OTHER, mode: 'push-preview', ...reading, joinAt: 'live-voice' },
    ],
    profile: {
      ...{ answerRatio: 0.5, fastFailRatio: 0.4, noAnswerMs: { dist: 'fixed', mean: 5_000 } },
      ringMs: { dist: 'uniform', min: 500, max: 4_000 },
      talkMs: { dist: 'exponential', mean: 5_000 },
    },
    records: {
      ...{ answerMs: 40, numbers: 2, keepRefused },
      refuse: ({ contactId, redialOf, byHand = false }) => {
        if (redialOf === undefined) expect(book.now.get(contactId)).toBe('leased');
        if (Number(contactId.split('-').at(-1)) % 5 !== 4) return null;
        // The system of record puts it off by itself, unless the agent keeps it.
        if (redialOf === undefined && !(byHand && keepRefused)) book.now.set(contactId, 'returned');
        return ['attempt-cap: enough for now'];
      },
      onGranted: ({ contactId }) => void book.now.set(contactId, 'dialed'),
    },
  });
  book.now = bookOf(floor);
  return { floor, book: book.now };
}

type Act = (floor: TestFloor) => void;
const byName = fc.constantFrom(...NAMES);
const byCampaign = fc.constantFrom<CampaignId>(MAIN, OTHER);

/** A command of the agent's about what they have in hand. */
const about = fc
  .tuple(
    byName,
    fc.constantFrom<Partial<Command>>(
      { type: 'interaction.accept' },
      { type: 'interaction.reject' },
      { type: 'interaction.call' },
      { type: 'interaction.redial' },
      { type: 'interaction.hang-up' },
      { type: 'interaction.done', stop: false },
      { type: 'interaction.done', stop: true },
      { type: 'interaction.decline', how: 'later', stop: false },
      { type: 'interaction.decline', how: 'do-not-call', stop: true },
    ),
  )
  .map(
    ([name, command]): Act =>
      (floor) => {
        const { interaction } = floor.mirror(name);
        if (interaction === null) return;
        const { interactionId, number } = interaction;
        const chosen = command.type === 'interaction.redial' ? { number } : {};
        floor.engine.command({ ...command, ...chosen, agentId: agentId(name), interactionId } as Command);
      },
  );

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 3_000 }).map(
      (ms): Act =>
        (floor) =>
          floor.advance(ms),
    ),
  },
  { weight: 8, arbitrary: about },
  {
    weight: 4,
    arbitrary: fc.tuple(byName, byCampaign).map(
      ([name, id]): Act =>
        (floor) =>
          void floor.getRecord(name, id),
    ),
  },
  {
    weight: 3,
    arbitrary: byName.map(
      (name): Act =>
        (floor) =>
          void floor.engine.command({ type: 'agent.ready', agentId: agentId(name) }),
    ),
  },
  byName.map(
    (name): Act =>
      (floor) =>
        void floor.engine.command({ type: 'agent.not-ready', agentId: agentId(name), reason: 'tea', by: 'agent' }),
  ),
  fc.tuple(byName, byCampaign).map(
    ([name, id]): Act =>
      (floor) =>
        void floor.engine.command({ type: 'agent.leave', agentId: agentId(name), campaignId: id }),
  ),
  fc.tuple(byCampaign, fc.constantFrom('running' as const, 'paused' as const)).map(
    ([id, state]): Act =>
      (floor) =>
        void floor.engine.command({ type: 'campaign.state', campaignId: id, state }),
  ),
  fc.tuple(byCampaign, fc.constantFrom(...MODES)).map(
    ([id, mode]): Act =>
      (floor) =>
        floor.reconfigure(id, { mode }),
  ),
  fc.constantFrom(['ada'], ['ada', 'bob', 'cyd']).map(
    (names): Act =>
      (floor) =>
        floor.reconfigure(MAIN, { agentIds: names.map(agentId) }),
  ),
  fc.boolean().map(
    (lost): Act =>
      (floor) => {
        floor.records.lost = lost;
      },
  ),
);

/** What an agent has in hand is what their state says. */
function consistent(floor: TestFloor): void {
  const held = new Map<string, string>();
  for (const { agentId: id, presence, interaction } of floor.engine.agents()) {
    expect(interaction === null).toBe(inHand(presence) === null);
    if (interaction === null) continue;
    if (presence.kind === 'reserved') expect(interaction).toMatchObject({ state: 'preview', callId: null });
    if (interaction.state === 'dialing') expect(presence.kind).toBe('connecting');
    if (interaction.state === 'wrap-up') continue;
    expect(held.get(interaction.contactId), 'a record is in one hand').toBeUndefined();
    held.set(interaction.contactId, id);
  }
}

describe('records, whatever happens', () => {
  it('GW-9, GW-12: none is lost or in two hands: each is dialed, declined or back in the list in the end', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.array(act, { minLength: 10, maxLength: 60 }), (seed, acts) => {
        const { floor, book } = open(seed);
        for (const name of NAMES) floor.logIn(name, [MAIN, OTHER]);
        floor.advance(500);
        for (const each of acts) {
          each(floor);
          consistent(floor);
        }
        floor.records.lost = false;
        for (const campaignId of [MAIN, OTHER])
          floor.engine.command({ type: 'campaign.state', campaignId, state: 'ended' });
        floor.advance(5_000);
        floor.do({ type: 'engine.end-calls' });
        floor.advance(10_000);
        expect([...book].filter(([, place]) => place === 'leased')).toEqual([]);
        for (const { presence } of floor.engine.agents()) {
          expect(['ready', 'not-ready', 'logged-out']).toContain(presence.kind);
        }
        const ended = floor.factsOf('ended').map(({ attemptId }) => attemptId);
        expect(new Set(ended).size).toBe(ended.length);
      }),
      { numRuns: 300, endOnFailure: true },
    );
  }, 60_000);
});
