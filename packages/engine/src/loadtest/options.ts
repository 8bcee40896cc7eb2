/** What a load test is asked: how many agents, how fast, how long, on which clock. */
import type { CarrierProfileInput } from '../telephony/index.ts';

export type LoadPace =
  /** The predictive pacer decides. */
  | { readonly kind: 'auto' }
  /** So many calls a second, whatever becomes of them. */
  | { readonly kind: 'calls-per-second'; readonly calls: number }
  /** So many calls under way at any time. */
  | { readonly kind: 'concurrent-calls'; readonly calls: number };

export interface LoadTestOptions {
  readonly agents: number;
  readonly pace: LoadPace;
  readonly durationMs: number;
  /** 1 unless told; the same seed on the virtual clock gives the same report. */
  readonly seed?: number;
  /** As fast as it goes on the virtual clock, without threads. */
  readonly virtual?: boolean;
  /** Who answers and how; an everyday list unless told. */
  readonly profile?: CarrierProfileInput;
  /** Threads of the pool in real time; one fewer than cores and at least two unless told. */
  readonly poolThreads?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  readonly elapsedMs: number;
  readonly callsUnderWay: number;
  readonly placed: number;
  readonly connected: number;
  readonly abandoned: number;
}

/** Thrown when a load test is asked what it cannot do. */
export class LoadTestOptionError extends RangeError {
  readonly code = 'load-test-option-out-of-range';
}

export function checkOptions({ agents, pace, durationMs }: LoadTestOptions): void {
  const whole = (name: string, value: number, most: number): void => {
    if (Number.isInteger(value) && value >= 1 && value <= most) return;
    throw new LoadTestOptionError(`${name} is ${value}: give a whole number from 1 to ${most}`);
  };
  whole('agents', agents, 20_000);
  whole('duration in milliseconds', durationMs, 24 * 3_600_000);
  if (pace.kind !== 'auto' && !(pace.calls > 0 && pace.calls <= 100_000)) {
    throw new LoadTestOptionError(`${pace.kind} is ${pace.calls}: give a number above 0, up to 100000`);
  }
}
