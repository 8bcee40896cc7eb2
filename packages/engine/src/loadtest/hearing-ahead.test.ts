import { type CallId, countingIds, seededRandom, VirtualClock } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { createInlineScreening } from '../screening/index.ts';
import type { ScreeningEvent } from '../screening/screening.ts';
import { SoundBank } from '../telephony/simulated/bank.ts';
import type { KnownOpening } from '../telephony/simulated/openings.ts';
import { FRAME_MS } from '../telephony/simulated/recording.ts';
import { type Opening, openingOf, Voice } from '../telephony/simulated/voice.ts';
import { shippedClips } from '../testing/floor.ts';
import { hear } from './hearing.ts';
import { HearingAhead } from './hearing-ahead.ts';
import { startHearingThread } from './hearing-thread.ts';

const PARTIES = ['human', 'machine', 'fax', 'modem', 'sit', 'busy', 'ringback', 'silence', 'noise'] as const;
const SEED = 5;
const START_MS = 1_000;
const LISTENED_MS = 8_000;
const ids = countingIds('call');

type Told = [atMs: number, event: ScreeningEvent][];

/** Calls as the carrier makes them: any party, any clip, over any line. */
function* calls(count: number) {
  const bank = new SoundBank(shippedClips(), seededRandom(SEED).stream('carrier').stream('sounds'));
  const random = seededRandom(11);
  for (let i = 0; i < count; i++) {
    const party = PARTIES[i % PARTIES.length] ?? 'human';
    const line = bank.line(random.next());
    const clipDraw = random.next();
    const voice = new Voice(line, { party, clipDraw, greets: true }, random.stream(`voice ${i}`));
    yield { voice, opening: openingOf(line, party, clipDraw) };
  }
}

/** Up to the verdict: nobody listens any longer. */
const toVerdict = (told: Told): Told => told.slice(0, told.findIndex(([, { type }]) => type === 'verdict') + 1);

function frameByFrame(voice: Voice): Told {
  const told: Told = [];
  let atMs = START_MS;
  const session = createInlineScreening().open(ids<CallId>(), (event) => told.push([atMs, event]));
  for (let index = 0; index < LISTENED_MS / FRAME_MS; index++) {
    atMs += FRAME_MS;
    session.push(voice.frameAt(index));
  }
  return toVerdict(told);
}

/** Null where the call is left to the detector frame by frame. */
function ahead(opening: Opening, how: (sound: Opening) => ReturnType<typeof hear> = hear) {
  const clock = new VirtualClock(START_MS);
  const sound = (): KnownOpening => ({ ...opening, beganMs: START_MS });
  const screening = new HearingAhead({ clock, hear: how, sound, inner: createInlineScreening() });
  const told: Told = [];
  const session = screening.attach(ids<CallId>(), (event) => told.push([clock.nowMs(), event]));
  return { clock, screening, session, told };
}

describe('hearing ahead', () => {
  it('tells what the detector tells frame by frame, at the same moment, or leaves the call to it', () => {
    let known = 0;
    for (const { voice, opening } of calls(120)) {
      const { clock, session, told } = ahead(opening);
      if (session === null) continue;
      known += 1;
      clock.advance(LISTENED_MS);
      expect(told).toEqual(frameByFrame(voice));
    }
    expect(known).toBeGreaterThan(60);
  });

  it('is silent once it is closed, counts the frames until then, and shows what the detector sees', () => {
    for (const { voice, opening } of calls(1)) {
      const { clock, screening, session, told } = ahead(opening);
      clock.advance(410);
      const detector = createInlineScreening().open(ids<CallId>(), () => undefined);
      for (let index = 0; index < 20; index++) detector.push(voice.frameAt(index));
      expect(session?.view()).toEqual(detector.view());
      expect(screening.framesScreened).toBe(20);
      session?.close();
      clock.advance(LISTENED_MS);
      expect(told).toEqual([]);
      expect(screening.framesScreened).toBe(20);
    }
  });

  it('another thread hears the same', async () => {
    const thread = await startHearingThread(SEED);
    try {
      for (const { opening } of calls(27)) {
        thread.ask(opening, 0);
        expect(thread.hear(opening)).toEqual(hear(opening));
      }
    } finally {
      await thread.close();
    }
  });
});
