/** What the machine did during a load test, in wall time: speed, decision time, lateness, event-loop delay, memory. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cpuUsage, hrtime, memoryUsage } from 'node:process';
import type { PacingService } from '../workers/index.ts';
import { newHistogram, type Percentiles, percentilesOf } from './tally.ts';

const NS_PER_MS = 1_000_000;

export const wallMs = (): number => Number(hrtime.bigint()) / NS_PER_MS;

export interface MachineReport {
  readonly wallMs: number;
  /** Processor time of all threads, which a busy machine does not stretch as it does wall time. */
  readonly cpuMs: number;
  /** Simulated time over wall time. */
  readonly speed: number;
  /** From asking for a decision to having it, in milliseconds. */
  readonly decisionMs: Percentiles;
  /** From the end of the oldest audio frame of a batch to the moment that the detector had heard it; null without threads. */
  readonly verdictInputLateMs: Percentiles | null;
  /** Null on the virtual clock. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number } | null;
  readonly framesScreenedPerWallSecond: number;
  /** Frames that the detector itself was given: on the virtual clock, passages that sound alike are heard once. */
  readonly framesAnalysed: number;
  readonly rssMb: number;
  readonly heapUsedMb: number;
}

export class MachineWatch {
  #beganMs = wallMs();
  #cpuBefore = cpuUsage();
  #tookMs = 0;
  #spent = { user: 0, system: 0 };
  readonly #decisionUs = newHistogram();
  readonly #lateMs = newHistogram();
  readonly #loop: ReturnType<typeof monitorEventLoopDelay> | null;

  constructor(realTime: boolean) {
    this.#loop = realTime ? monitorEventLoopDelay({ resolution: 1 }) : null;
    this.#loop?.enable();
  }

  timed(pacing: PacingService): PacingService {
    return {
      decide: (tasks, done) => {
        const askedMs = wallMs();
        pacing.decide(tasks, (results) => {
          this.#decisionUs.recordValue(Math.round((wallMs() - askedMs) * 1_000));
          done(results);
        });
      },
    };
  }

  readonly heardLate = (lateMs: number): void => {
    this.#lateMs.recordValue(Math.max(0, Math.round(lateMs)));
  };

  /** Forgets what came before: the start of threads and the log-in of everybody at once are not the test. */
  begin(): void {
    this.#beganMs = wallMs();
    this.#cpuBefore = cpuUsage();
    this.#loop?.reset();
  }

  /** The run is over: what follows is the report's. */
  end(): void {
    this.#tookMs = wallMs() - this.#beganMs;
    this.#spent = cpuUsage(this.#cpuBefore);
    this.#loop?.disable();
  }

  report(simulatedMs: number, frames: { screened: number; analysed: number }): MachineReport {
    const tookMs = this.#tookMs;
    const { user, system } = this.#spent;
    const { rss, heapUsed } = memoryUsage();
    const mb = (bytes: number): number => Math.round(bytes / 1_048_576);
    const us = percentilesOf(this.#decisionUs);
    const loop = this.#loop;
    return {
      wallMs: Math.round(tookMs),
      cpuMs: Math.round((user + system) / 1_000),
      speed: rounded(simulatedMs / tookMs, 1),
      decisionMs: { p50: us.p50 / 1_000, p90: us.p90 / 1_000, p99: us.p99 / 1_000, max: us.max / 1_000 },
      verdictInputLateMs: loop === null ? null : percentilesOf(this.#lateMs),
      eventLoopDelayMs:
        loop === null
          ? null
          : {
              p50: rounded(loop.percentile(50) / NS_PER_MS, 2),
              p99: rounded(loop.percentile(99) / NS_PER_MS, 2),
              max: rounded(loop.max / NS_PER_MS, 2),
            },
      framesScreenedPerWallSecond: Math.round((frames.screened * 1_000) / tookMs),
      framesAnalysed: frames.analysed,
      rssMb: mb(rss),
      heapUsedMb: mb(heapUsed),
    };
  }
}

export function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
