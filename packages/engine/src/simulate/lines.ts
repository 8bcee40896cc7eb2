/** What a floor knows of agents and calls: plain records that the event loop writes to. */

import type { Random } from '@outdial/shared';
import type { Pacer } from '../pacing/index.ts';

type AgentState = 'idle' | 'talking' | 'wrap-up' | 'away';

export interface FloorAgent {
  readonly id: string;
  readonly drawTalk: ((random: Random) => number) | null;
  readonly drawWrapUp: ((random: Random) => number) | null;
  state: AgentState;
  sinceMs: number;
  /** The campaign whose call the agent has in hand. */
  campaign: FloorCampaign | null;
  /** On a break as soon as the work in hand is done. */
  leaving: boolean;
  /** Sum of logged-in time up to `loggedInSinceMs`. */
  loggedInMs: number;
  loggedInSinceMs: number;
}

type CallStage = 'ringing' | 'screening' | 'waiting' | 'gone';

export interface FloorCall {
  readonly campaign: FloorCampaign;
  readonly launchedMs: number;
  readonly ending: 'live' | 'machine' | 'no-answer' | 'failed';
  stage: CallStage;
  sinceMs: number;
  /** Place in the campaign's list of its stage. */
  place: number;
}

export interface FloorCampaign {
  readonly pacer: Pacer;
  readonly ringing: FloorCall[];
  readonly screening: FloorCall[];
  /** How calls and talks are drawn now; a change of the scenario puts others here. */
  draws: CampaignDraws;
  /** Launches that the call-rate cap still allows. */
  tokens: number;
}

export interface CampaignDraws {
  readonly random: Random;
  answerRatio(atS: number): number;
  readonly postDial: (random: Random) => number;
  readonly ring: (random: Random) => number;
  readonly ringTimeoutMs: number;
  readonly noAnswer: ((random: Random) => number) | null;
  readonly fastFailRatio: number;
  readonly fastFail: (random: Random) => number;
  readonly talk: (random: Random) => number;
  readonly wrapUp: (random: Random) => number;
  readonly patience: (random: Random) => number;
  readonly screening: ((random: Random) => number) | null;
  readonly screeningLoss: number;
  readonly machineRatio: number;
  readonly machineLeak: number;
  readonly outages: readonly (readonly [number, number])[];
  readonly stalls: readonly (readonly [number, number])[];
}

/** Adds a call to a list and notes its place, so that it leaves in one step. */
export function enter(list: FloorCall[], call: FloorCall): void {
  call.place = list.length;
  list.push(call);
}

export function leave(list: FloorCall[], call: FloorCall): void {
  const last = list.pop();
  if (last === undefined || last === call) return;
  list[call.place] = last;
  last.place = call.place;
}
