/** What operators ask after a load test: a part that the seed decides, and a part that the machine does. */
import type { LivePicture, Outcome } from '@outdial/shared';
import { type MachineReport, rounded } from './machine-edge.ts';
import type { LoadPace, LoadTestOptions } from './options.ts';
import { type Percentiles, percentilesOf, type Tally } from './tally.ts';

export interface LoadReport {
  readonly agents: number;
  readonly pace: LoadPace;
  readonly durationS: number;
  readonly seed: number;
  readonly clock: 'virtual' | 'real';
  /** Calls placed, those under way at the end included. */
  readonly placed: number;
  readonly answered: number;
  /** Closed as live, and what became of them; `connected` counts conversations under way as well. */
  readonly live: number;
  readonly connected: number;
  readonly abandoned: number;
  /** Abandoned over live answers so far, 0 to 1. */
  readonly abandonRatio: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly callsUnderWay: number;
  readonly callsPerSecond: number;
  readonly talkMinutesPerAgentHour: number;
  readonly answerToAgentMs: Percentiles;
  readonly decisions: number;
  readonly screenedFrames: number;
  readonly screenedFramesPerSecond: number;
  readonly facts: number;
  /** Differs from run to run and from machine to machine. */
  readonly machine: MachineReport;
}

export function reportOf(
  options: LoadTestOptions,
  tally: Tally,
  picture: LivePicture,
  machine: MachineReport,
): LoadReport {
  const durationS = options.durationMs / 1_000;
  const totals = picture.campaigns[0]?.totals;
  const liveSoFar = tally.connected + tally.abandoned;
  const agentHours = (totals?.agentMs ?? 0) / 3_600_000;
  const screenedFrames = picture.engine.framesScreened;
  return {
    agents: options.agents,
    pace: options.pace,
    durationS,
    seed: options.seed ?? 1,
    clock: options.virtual === true ? 'virtual' : 'real',
    placed: tally.placed,
    answered: tally.answered,
    live: totals?.live ?? 0,
    connected: tally.connected,
    abandoned: tally.abandoned,
    abandonRatio: liveSoFar === 0 ? 0 : rounded(tally.abandoned / liveSoFar, 4),
    outcomes: totals?.outcomes ?? {},
    callsUnderWay: picture.engine.callsUnderWay,
    callsPerSecond: rounded(tally.placed / durationS, 1),
    talkMinutesPerAgentHour: agentHours === 0 ? 0 : rounded((totals?.talkMs ?? 0) / 60_000 / agentHours, 2),
    answerToAgentMs: percentilesOf(tally.answerToAgentMs),
    decisions: picture.engine.decisionsMade,
    screenedFrames,
    screenedFramesPerSecond: Math.round(screenedFrames / durationS),
    facts: tally.facts,
    machine,
  };
}
