/** A load test in words: its progress, its report, and the thresholds that it missed. */
import type { LoadProgress, LoadReport } from '@outdial/engine/loadtest';

/** Audio is heard by the detector at most so late, in milliseconds, and the event loop stands still at most so long in 99 of 100 turns. */
const LATEST_INPUT_MS = 100;
const LOOP_P99_MS = 50;

export function progressLine({ elapsedMs, callsUnderWay, placed, connected, abandoned }: LoadProgress): string {
  const seconds = String(Math.round(elapsedMs / 1_000)).padStart(5);
  return `${seconds} s  ${callsUnderWay} calls under way, ${placed} placed, ${connected} connected, ${abandoned} abandoned`;
}

const percent = (ratio: number): string => `${(100 * ratio).toFixed(2)} %`;

export function reportLines(report: LoadReport): string[] {
  const { machine, answerToAgentMs: wait } = report;
  const { decisionMs, verdictInputLateMs: late, eventLoopDelayMs: loop } = machine;
  return [
    `${report.agents} agents, ${report.durationS} s on the ${report.clock} clock, seed ${report.seed}`,
    `calls           ${report.placed} placed (${report.callsPerSecond} a second), ${report.answered} answered, ${report.callsUnderWay} under way at the end`,
    `people          ${report.connected} connected, ${report.abandoned} abandoned (${percent(report.abandonRatio)})`,
    `talk            ${report.talkMinutesPerAgentHour} min an agent-hour`,
    `answer → agent  ${wait.p50} ms in the middle, ${wait.p99} ms for 99 of 100, ${wait.max} ms at most`,
    `decisions       ${report.decisions}, ${decisionMs.p50.toFixed(2)} ms in the middle, ${decisionMs.p99.toFixed(2)} ms for 99 of 100`,
    `screening       ${report.screenedFrames} frames (${report.screenedFramesPerSecond} a second), ${machine.framesAnalysed} of them analysed`,
    late === null ? '' : `verdict input   ${late.p99} ms late for 99 of 100, ${late.max} ms at most`,
    loop === null ? '' : `event loop      ${loop.p99} ms late for 99 of 100, ${loop.max} ms at most`,
    `machine         ${machine.speed} × real time, ${machine.wallMs} ms (${machine.cpuMs} ms of processor), ${machine.rssMb} MB`,
  ].filter((line) => line !== '');
}

/** Each threshold that was missed, in words; none on the virtual clock, which has no lateness. */
export function missedThresholds({ machine }: LoadReport): string[] {
  const { verdictInputLateMs: late, eventLoopDelayMs: loop } = machine;
  const missed: string[] = [];
  if (late !== null && late.max > LATEST_INPUT_MS) {
    missed.push(`Threshold missed: verdict input was up to ${late.max} ms late; ${LATEST_INPUT_MS} ms are allowed.`);
  }
  if (loop !== null && loop.p99 > LOOP_P99_MS) {
    missed.push(`Threshold missed: the event loop's delay was ${loop.p99} ms at p99; ${LOOP_P99_MS} ms are allowed.`);
  }
  return missed;
}
