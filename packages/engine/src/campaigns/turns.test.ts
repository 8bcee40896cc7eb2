/** Agents whom other work takes away from the calls that are dialed ahead: records in turn, and callbacks that fall due. */
import type { DialingMode } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import type { PacingSnapshot } from '../pacing/index.ts';
import { agentId, campaignId, type FloorOptions, MAIN, TestFloor } from '../testing/floor.ts';
import { createInlinePacing } from '../workers/index.ts';

const RECORDS = campaignId('records');
const ADA = agentId('ada');
const records = { id: RECORDS, mode: 'push-preview', offerTimeoutMs: 10_000, previewTimeoutMs: 60_000 } as const;
const talk = { dist: 'fixed', mean: 8_000 } as const;
const profile = {
  ...{ answerRatio: 1, postDialMs: { dist: 'fixed', mean: 1_000 }, ringMs: { dist: 'fixed', mean: 2_000 } },
  ...{ talkMs: talk, patienceMs: { dist: 'fixed', mean: 30_000 } },
} as const;

/** A floor, and what its pacers were shown. */
function open(options: FloorOptions) {
  const shown: PacingSnapshot[] = [];
  const inline = createInlinePacing();
  const floor = new TestFloor({
    profile,
    ...options,
    pacing: {
      ...inline,
      decide(tasks, done) {
        shown.push(...tasks.map(({ snapshot }) => snapshot));
        inline.decide(tasks, done);
      },
    },
  });
  return { floor, shown };
}

/** Ada does whatever comes at once; in which campaign she talked, in order, and for how long she was ready in all. */
function works(floor: TestFloor, forMs: number): string[] {
  const talked: string[] = [];
  const endMs = floor.clock.nowMs() + forMs;
  let last = '';
  while (floor.clock.nowMs() < endMs) {
    floor.advance(50);
    const { interaction, presence } = floor.mirror('ada');
    if (interaction === null) continue;
    if (presence.kind === 'talking' && interaction.interactionId !== last) {
      last = interaction.interactionId;
      talked.push(interaction.campaignId);
    }
    if (presence.kind === 'offered') floor.on('ada', 'interaction.accept');
    else if (interaction.state === 'preview') floor.dials('ada');
    else if (presence.kind === 'wrap-up') floor.on('ada', 'interaction.done');
  }
  return talked;
}

describe('an agent of a campaign that pushes records and of one that is dialed for them', () => {
  it.each(['progressive', 'power', 'predictive'] as const)(
    'GW-4, WX-1: has one of each in turn, with %s',
    (mode: DialingMode) => {
      const { floor } = open({ campaigns: [records, { id: MAIN, mode, linesPerAgent: 1, answer: 'automatic' }] });
      floor.logIn('ada', [RECORDS, MAIN]);
      const talked = works(floor, 240_000);
      expect(talked.length).toBeGreaterThan(8);
      for (const [n, campaign] of talked.entries()) if (n > 0) expect(campaign).not.toBe(talked[n - 1]);
      const abandoned = floor.factsOf('ended').filter(({ liveEnd }) => liveEnd === 'abandoned');
      expect(abandoned.length).toBeLessThanOrEqual(1);
    },
  );

  it('GW-4: where nobody is reached records come again after half a minute; where there is nobody to dial, at once', () => {
    const dialed = { id: MAIN, mode: 'progressive' } as const;
    const { floor } = open({
      campaigns: [records, dialed],
      profile: { ...profile, answerRatio: 1, campaigns: { [MAIN]: { answerRatio: 0, fastFailRatio: 1 } } },
    });
    floor.logIn('ada', [RECORDS, MAIN]);
    const talked = works(floor, 240_000);
    expect(new Set(talked)).toEqual(new Set([RECORDS]));
    // Of four minutes half are the dialed campaign's.
    expect(talked.length).toBeGreaterThan(3);
    expect(talked.length).toBeLessThan(8);

    const alone = open({ campaigns: [records, { ...dialed, state: 'paused' }] });
    alone.floor.logIn('ada', [RECORDS, MAIN]);
    expect(works(alone.floor, 240_000).length).toBeGreaterThan(12);
  });

  it('GCC-3: a call that is launched now does not count on who reads a record next', () => {
    const { floor, shown } = open({ campaigns: [records, { id: MAIN, mode: 'predictive', answer: 'automatic' }] });
    floor.logIn('ada', [RECORDS, MAIN]);
    works(floor, 60_000);
    while (floor.mirror('ada').interaction?.campaignId !== MAIN || floor.state('ada') !== 'talking') works(floor, 50);
    shown.length = 0;
    floor.advance(1_000);
    expect(shown.length).toBeGreaterThan(0);
    for (const { agents } of shown) expect(agents).toMatchObject({ idle: 0, talkingMs: [], wrapUpMs: [] });
  });
});

describe('callbacks that fall due soon', () => {
  it('GW-17: who is free until then is a departure, one for anybody too, and who is busy is not counted on', () => {
    const coming = [
      { agentId: ADA, dueAtMs: 20_000 },
      { agentId: null, dueAtMs: 26_000 },
      { agentId: agentId('bob'), dueAtMs: 500_000 },
    ];
    const { floor, shown } = open({
      campaigns: [{ id: MAIN, mode: 'predictive' }],
      records: { contacts: 0, coming },
    });
    floor.logIn('ada');
    floor.logIn('bob');
    floor.advance(5_000);
    const [inMs, anyInMs] = [20_000, 26_000].map((dueAtMs) => dueAtMs - (shown.at(-1)?.nowMs ?? 0));
    expect(shown.at(-1)?.agents).toMatchObject({ idle: 2, departures: [{ inMs: anyInMs }, { inMs }] });

    const busy = open({
      campaigns: [{ id: MAIN, mode: 'power', linesPerAgent: 1, answer: 'automatic' }],
      profile: { ...profile, talkMs: { dist: 'fixed', mean: 60_000 } },
      records: { contacts: 2, coming },
    });
    busy.floor.logIn('ada');
    busy.floor.logIn('bob');
    busy.floor.until('ada', 'talking');
    busy.floor.until('bob', 'talking');
    busy.shown.length = 0;
    busy.floor.advance(3_000);
    expect(busy.shown.at(-1)?.agents.talkingMs).toHaveLength(1);
    expect(busy.shown.at(-1)?.agents.talking).toMatchObject([{ agentId: 'bob' }]);
  });
});
