/** What becomes of a call: drawn at its launch. */

import type { Random } from '@outdial/shared';
import { sampler } from '../sim/distribution.ts';
import type { CampaignDraws, FloorCall } from './lines.ts';
import { type CallModel, ratioAt } from './scenario.ts';

export function drawsOf(model: CallModel, random: Random): CampaignDraws {
  return {
    random,
    answerRatio: (atS) => ratioAt(model.answerRatio, atS),
    postDial: sampler(model.postDialMs),
    ring: sampler(model.ringMs),
    ringTimeoutMs: model.ringTimeoutMs,
    noAnswer: model.noAnswerMs === undefined ? null : sampler(model.noAnswerMs),
    fastFailRatio: model.fastFailRatio,
    fastFail: sampler(model.fastFailMs),
    talk: sampler(model.talkMs),
    wrapUp: sampler(model.wrapUpMs),
    patience: sampler(model.patienceMs),
    screening: model.screeningMs === undefined ? null : sampler(model.screeningMs),
    screeningLoss: model.screeningLoss,
    machineRatio: model.machineRatio,
    machineLeak: model.machineLeak,
    outages: model.outages,
    stalls: model.stalls,
  };
}

export interface Fate {
  readonly ending: FloorCall['ending'];
  /** From launch to the answer or the failure. */
  readonly ringMs: number;
}

/** A ring longer than the time-out is drawn again: `answerRatio` is the chance of an answer before it. */
function ringWithin(draws: CampaignDraws): number {
  for (let tries = 0; tries < 50; tries++) {
    const ringMs = draws.ring(draws.random);
    if (ringMs <= draws.ringTimeoutMs) return ringMs;
  }
  return draws.ringTimeoutMs;
}

/** While the trunk stalls nothing is heard of a call; what happened to it meanwhile comes within this long of the end. */
const STALL_RELEASE_MS = 1000;

export function fateOf(draws: CampaignDraws, atMs: number): Fate {
  const fate = promptFate(draws, atMs);
  const endS = (atMs + fate.ringMs) / 1000;
  const stall = draws.stalls.find(([from, to]) => endS >= from && endS < to);
  if (stall === undefined) return fate;
  return { ...fate, ringMs: stall[1] * 1000 - atMs + STALL_RELEASE_MS * draws.random.next() };
}

function promptFate(draws: CampaignDraws, atMs: number): Fate {
  const { random } = draws;
  const atS = atMs / 1000;
  if (draws.outages.some(([from, to]) => atS >= from && atS < to)) {
    return { ending: 'failed', ringMs: draws.fastFail(random) };
  }
  if (random.chance(draws.answerRatio(atS))) {
    const ringMs = draws.postDial(random) + ringWithin(draws);
    return { ending: random.chance(draws.machineRatio) ? 'machine' : 'live', ringMs };
  }
  if (random.chance(draws.fastFailRatio)) return { ending: 'failed', ringMs: draws.fastFail(random) };
  if (draws.noAnswer !== null) return { ending: 'no-answer', ringMs: draws.noAnswer(random) };
  return { ending: 'no-answer', ringMs: draws.postDial(random) + draws.ringTimeoutMs };
}
