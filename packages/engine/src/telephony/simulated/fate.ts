/** One call's fate, drawn whole from a stream named by its attempt: the same seed gives the same call, whatever was dialed before it. */
import type { CampaignId, Random } from '@outdial/shared';
import { type Sampler, sampler } from '../../sim/distribution.ts';
import { levelAt } from '../../sim/level.ts';
import type { FarEnd, Party, Press, RefusalCause } from '../far-end.ts';
import type { CallProfile, CarrierProfile } from './profile.ts';

/** All times are whole milliseconds since the call arrived, unless they say otherwise. */
export interface Fate {
  readonly ringsAtMs: number | null;
  readonly earlyMediaAtMs: number | null;
  readonly end:
    | { readonly type: 'answer'; readonly atMs: number; readonly taker: Taker }
    | { readonly type: 'refusal'; readonly atMs: number; readonly cause: RefusalCause }
    | { readonly type: 'nobody' };
}

/** Who or what takes the call. Durations; infinite where the far end never tires. */
export interface Taker {
  readonly party: Party;
  /** Two draws, 0 to 1: which clip it sounds like, and over what line. */
  readonly clipDraw: number;
  readonly lineDraw: number;
  readonly talkMs: number;
  readonly patienceMs: number;
  readonly holdPatienceMs: number;
  /** At most this long from the answer, whatever happens. */
  readonly staysMs: number;
  readonly presses: readonly Press[];
  /** What they press when a recorded message is played to them; null: nothing. */
  readonly pressesInMessage: string | null;
}

interface FateRequest {
  readonly campaignId: CampaignId;
  readonly ringTimeoutMs: number;
  /** Since the start of the run. */
  readonly elapsedMs: number;
}

export type FateDrawer = (request: FateRequest, stream: Random) => Fate;

/** Draws of a ringing time that stays under the time-out, before it is cut to it. */
const RING_DRAWS = 20;

const NOBODY: Fate['end'] = { type: 'nobody' };
const NO_PRESSES: readonly Press[] = [];

/** Draws fates by a profile; a campaign without figures of its own gets the standard ones. */
export function fateDrawer(profile: CarrierProfile): FateDrawer {
  const standard = profileDrawer(profile.standard);
  const byCampaign = new Map([...profile.byCampaign].map(([id, own]) => [id, profileDrawer(own)]));
  return (request, stream) => (byCampaign.get(request.campaignId) ?? standard)(request, stream);
}

function profileDrawer(profile: CallProfile): FateDrawer {
  const postDial = whole(profile.postDialMs);
  const ring = whole(profile.ringMs);
  const noAnswer = profile.noAnswerMs === null ? null : whole(profile.noAnswerMs);
  const fastFail = whole(profile.fastFailMs);
  const fastCause = weighted(Object.entries(profile.fastFails) as [RefusalCause, number][]);
  const taker = takerDrawer(profile);

  return (request, stream) => {
    const answered = stream.chance(levelAt(profile.answerRatio, request.elapsedMs));
    const ringsAtMs = postDial(stream);
    if (answered) {
      const atMs = ringsAtMs + ringUnder(request.ringTimeoutMs, ring, stream);
      return { ringsAtMs, earlyMediaAtMs: null, end: { type: 'answer', atMs, taker: taker(stream) } };
    }
    if (stream.chance(profile.fastFailRatio)) return refusal(fastCause(stream), ringsAtMs, fastFail(stream), stream);
    if (noAnswer === null) return { ringsAtMs, earlyMediaAtMs: null, end: NOBODY };
    const atMs = ringsAtMs + noAnswer(stream);
    return { ringsAtMs, earlyMediaAtMs: null, end: { type: 'refusal', atMs, cause: 'unavailable' } };
  };

  /** A phone that is turned off or declines rings first where there is time for it; tones come in place of ringing. */
  function refusal(cause: RefusalCause, ringsAtMs: number, atMs: number, stream: Random): Fate {
    const rings = (cause === 'rejected' || cause === 'unavailable') && ringsAtMs < atMs;
    const tones = cause === 'invalid-number' && stream.chance(profile.earlySitRatio);
    return {
      ringsAtMs: rings ? ringsAtMs : null,
      earlyMediaAtMs: tones ? Math.round(atMs / 3) : null,
      end: { type: 'refusal', atMs, cause },
    };
  }
}

function takerDrawer(profile: CallProfile): (stream: Random) => Taker {
  const talk = whole(profile.talkMs);
  const patience = whole(profile.patienceMs);
  const holdPatience = whole(profile.holdPatienceMs);
  const stays = whole(profile.machineStaysMs);
  const others = profile.machineRatio + profile.faxRatio + profile.modemRatio + profile.sitRatio;
  const party = weighted<Party>([
    ['machine', profile.machineRatio],
    ['fax', profile.faxRatio],
    ['modem', profile.modemRatio],
    ['sit', profile.sitRatio],
    ['human', Math.max(0, 1 - others)],
  ]);
  return (stream) => {
    const chosen = party(stream);
    const human = chosen === 'human';
    return {
      party: chosen,
      clipDraw: stream.next(),
      lineDraw: stream.next(),
      talkMs: talk(stream),
      patienceMs: patience(stream),
      holdPatienceMs: holdPatience(stream),
      staysMs: human ? Number.POSITIVE_INFINITY : stays(stream),
      presses: NO_PRESSES,
      // Drawn last, and only where it can be: the other draws of a call stay what they were.
      pressesInMessage:
        human && profile.optOutRatio > 0 && stream.chance(profile.optOutRatio) ? profile.optOutKey : null,
    };
  };
}

/** The fate that a far end was told to have. */
export function scriptedFate(farEnd: FarEnd, stream: Random): Fate {
  const { ringsAfterMs, earlyMediaAfterMs = null, end } = farEnd;
  const before = { ringsAtMs: ringsAfterMs, earlyMediaAtMs: earlyMediaAfterMs };
  switch (end.does) {
    case 'nothing':
      return { ...before, end: NOBODY };
    case 'refuse':
      return { ...before, end: { type: 'refusal', atMs: end.afterMs, cause: end.cause } };
    case 'answer': {
      const forever = Number.POSITIVE_INFINITY;
      const taker: Taker = {
        party: end.party ?? 'human',
        clipDraw: stream.next(),
        lineDraw: stream.next(),
        talkMs: forever,
        patienceMs: forever,
        holdPatienceMs: forever,
        staysMs: end.hangsUpAfterMs ?? forever,
        presses: end.presses ?? NO_PRESSES,
        pressesInMessage: null,
      };
      return { ...before, end: { type: 'answer', atMs: end.afterMs, taker } };
    }
  }
}

/** Clocks tick in whole milliseconds, and so do fates. */
function whole(distribution: Parameters<typeof sampler>[0]): Sampler {
  const draw = sampler(distribution);
  return (random) => Math.round(draw(random));
}

function ringUnder(timeoutMs: number, ring: Sampler, stream: Random): number {
  for (let i = 0; i < RING_DRAWS; i++) {
    const ringMs = ring(stream);
    if (ringMs < timeoutMs) return ringMs;
  }
  return Math.max(0, timeoutMs - 1);
}

function weighted<T>(parts: readonly [value: T, weight: number][]): (stream: Random) => T {
  const possible = parts.filter(([, weight]) => weight > 0);
  const last = possible.at(-1);
  if (last === undefined) throw new RangeError('weighted choice: at least one weight must be larger than 0');
  const total = possible.reduce((sum, [, weight]) => sum + weight, 0);
  return (stream) => {
    let left = stream.next() * total;
    for (const [value, weight] of possible) {
      if (left < weight) return value;
      left -= weight;
    }
    return last[0];
  };
}
