import type { DetectionPolicy } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../loadtest/memory-records.ts';
import type { Party } from '../telephony/index.ts';
import { MAIN, shippedClips, TestFloor } from '../testing/floor.ts';
import { saying } from '../testing/saying.ts';

const detection = { enabled: true, onMachine: 'hang-up', maxScreeningMs: 4_000 } as const;

/** One number after another is this party. */
function floorOf(party: Party, overrides: Partial<DetectionPolicy> = {}): TestFloor {
  const campaign = { id: MAIN, detection: { ...detection, ...overrides } };
  // Whether a machine is told from a person is the detector's own test; here it says so.
  const screening = party === 'machine' ? { screening: saying('machine', 50) } : {};
  const floor = new TestFloor({ campaigns: [campaign], clips: shippedClips(), ...screening });
  for (let index = 0; index < 20; index++) {
    floor.carrier.plays(numberOf(index), { ringsAfterMs: 500, end: { does: 'answer', afterMs: 1_000, party } });
  }
  return floor;
}

describe('screening', () => {
  it('a person is screened, then connected, and the frames that were heard are told', () => {
    const floor = floorOf('human');
    floor.logIn('ada');
    floor.until('ada', 'talking');
    const [screened] = floor.factsOf('screened');
    expect(screened?.verdict).toMatch(/human|unknown/);
    expect(screened?.frames).toBeGreaterThan(10);
    expect(screened?.screeningMs).toBeLessThanOrEqual(4_000);
    expect(floor.engine.picture().campaigns[0]?.totals.screenedFrames).toBe(screened?.frames);
  });

  it('GCC-5: a machine is hung up on by default, and the reserved agent is free at once', () => {
    const floor = floorOf('machine');
    floor.logIn('ada');
    while (floor.factsOf('screened').length === 0) floor.advance(1);
    expect(floor.factsOf('screened')[0]).toMatchObject({ verdict: 'machine', screeningMs: 1_000, frames: 50 });
    expect(floor.state('ada')).toBe('ready');
    floor.advance(10);
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'answering-machine', liveEnd: null, endedBy: 'us' });
    expect(floor.factsOf('connected')).toEqual([]);
  });

  it('GCC-5, BP-10: where the campaign says so a machine is connected', () => {
    const floor = floorOf('machine', { onMachine: 'connect' });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 100);
    expect(floor.factsOf('ended')).toMatchObject([{ outcome: 'answering-machine', liveEnd: null, endedBy: 'agent' }]);
  });

  it('a fax is hung up on and told as such', () => {
    const floor = floorOf('fax');
    floor.logIn('ada');
    while (floor.factsOf('ended').length === 0) floor.advance(1);
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'fax', liveEnd: null });
  });

  it('doubt goes to the person: without a verdict in time the call is unknown, and an agent gets it', () => {
    const floor = floorOf('human', { maxScreeningMs: 200 });
    floor.logIn('ada');
    floor.until('ada', 'talking');
    expect(floor.factsOf('screened')[0]).toMatchObject({ verdict: 'unknown', screeningMs: 200 });
  });

  it('a call that ends under the detector says that there was no verdict', () => {
    const floor = floorOf('human');
    floor.carrier.plays(numberOf(0), {
      ringsAfterMs: 500,
      end: { does: 'answer', afterMs: 1_000, party: 'silence', hangsUpAfterMs: 300 },
    });
    floor.logIn('ada');
    while (floor.factsOf('ended').length === 0) floor.advance(1);
    expect(floor.factsOf('screened')[0]).toMatchObject({ verdict: 'none', screeningMs: 300 });
    expect(floor.factsOf('ended')[0]).toMatchObject({ outcome: 'live', liveEnd: 'abandoned', endedBy: 'contact' });
    expect(floor.state('ada')).toBe('ready');
  });

  it('tones before the answer tell what became of the number, whatever the network says at the end', () => {
    const floor = floorOf('human');
    floor.carrier.plays(numberOf(0), {
      ringsAfterMs: null,
      earlyMediaAfterMs: 500,
      end: { does: 'refuse', afterMs: 4_000, cause: 'unavailable' },
    });
    floor.logIn('ada');
    while (floor.factsOf('ended').length === 0) floor.advance(1);
    const [ended] = floor.factsOf('ended');
    expect(ended?.detail).toMatch(/^sit.* heard before any answer/);
    expect(ended?.outcome).toMatch(/^(invalid-number|operating-error)$/);
  });
});
