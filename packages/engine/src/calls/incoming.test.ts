import type { E164 } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { EVERYBODY_ANSWERS, MAIN, NOBODY_ANSWERS, TestFloor } from '../testing/floor.ts';

const OURS = '+33199000000' as E164;
const THEIRS = '+33199005555' as E164;

const quiet = (change: object = {}) => new TestFloor({ campaigns: [{ id: MAIN, state: 'paused', ...change }] });
const states = (floor: TestFloor) => floor.factsOf('incoming').map(({ state }) => state);

const attempts = ({ engine }: TestFloor) =>
  (engine.picture().campaigns[0]?.totals.attempts ?? 0) + engine.picture().calls.length;

describe('GT-4: calls that come in', () => {
  it('GT-4: a free ready agent of the campaign whose number was called takes it; its origin reads inbound', () => {
    const floor = quiet();
    floor.logIn('ada');
    floor.advance(2_000);
    const callId = floor.carrier.comesIn({ from: THEIRS, to: OURS });
    floor.until('ada', 'talking', 10_000);
    const { interaction } = floor.mirror('ada');
    expect(interaction).toMatchObject({ callId, number: THEIRS });
    expect(interaction?.origin).toContain('inbound');
    expect(floor.engine.picture().calls).toMatchObject([{ direction: 'inbound', state: 'connected' }]);
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 500);
    expect(states(floor)).toEqual(['ringing', 'answered', 'ended']);
    // No attempt of the campaign: nobody was dialed.
    expect(attempts(floor)).toBe(0);
    expect(floor.factsOf('ended')).toEqual([]);
  });

  it('GW-9, GT-4: rejected, the caller rings on and the next ready agent is asked', () => {
    const floor = quiet({ answer: 'manual' });
    for (const name of ['ada', 'bob']) floor.logIn(name);
    floor.advance(2_000);
    floor.carrier.comesIn({ from: THEIRS, to: OURS });
    floor.until('ada', 'offered', 1_000);
    floor.on('ada', 'interaction.reject');
    expect(floor.state('bob')).toBe('offered');
    floor.on('bob', 'interaction.accept');
    floor.until('bob', 'talking', 1_000);
    expect(states(floor)).toEqual(['ringing', 'answered']);
  });

  it('GT-4: where nobody answers within the campaign’s time it becomes a missed call', () => {
    const floor = quiet({ inboundRingMs: 12_000 });
    const callId = floor.carrier.comesIn({ from: THEIRS, to: OURS });
    floor.advance(11_000);
    expect(states(floor)).toEqual(['ringing']);
    floor.advance(2_000);
    expect(floor.factsOf('incoming').at(-1)).toMatchObject({
      ...{ callId, number: THEIRS, calledNumber: OURS, campaignId: MAIN, state: 'missed', agentId: null },
    });
    expect(floor.engine.picture().calls).toEqual([]);
  });

  it('GT-4: a caller who gives up is missed too; one who hid the number has none', () => {
    const floor = quiet();
    floor.carrier.comesIn({ from: null, to: OURS, givesUpAfterMs: 3_000 });
    floor.advance(5_000);
    expect(floor.factsOf('incoming').at(-1)).toMatchObject({ state: 'missed', number: null });
  });

  it('GT-4: a number that is no campaign’s is missed at once, and whoever calls hears no endless ringing', () => {
    const floor = quiet();
    floor.carrier.comesIn({ from: THEIRS, to: '+33199007777' as E164 });
    floor.advance(100);
    expect(floor.factsOf('incoming')).toMatchObject([{ state: 'missed', campaignId: null }]);
  });

  it('GT-4: an agent who becomes free while it rings takes it', () => {
    const floor = quiet();
    floor.carrier.comesIn({ from: THEIRS, to: OURS });
    floor.advance(5_000);
    floor.logIn('ada');
    floor.until('ada', 'talking', 10_000);
    expect(states(floor)).toEqual(['ringing', 'answered']);
  });

  it('GT-4: contacts who missed our call ring back at the seeded rate, the same with the same seed', () => {
    const back = (seed: number) => {
      const profile = { ...NOBODY_ANSWERS, ringBackRatio: 0.5 };
      const floor = new TestFloor({ profile, seed, campaigns: [{ id: MAIN, wrapUpLimitMs: 5_000 }] });
      floor.logIn('ada');
      floor.advance(900_000);
      return floor
        .factsOf('incoming')
        .filter(({ state }) => state === 'ringing')
        .map(({ number }) => number);
    };
    expect(back(4).length).toBeGreaterThan(2);
    expect(back(4)).toEqual(back(4));
    const none = new TestFloor({ profile: { ...EVERYBODY_ANSWERS, answerRatio: 0 } });
    none.logIn('ada');
    none.advance(300_000);
    expect(none.factsOf('incoming')).toEqual([]);
  });
});
