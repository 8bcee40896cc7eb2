/** Pacer options with their defaults filled in, and refused where they make no sense. */
import type { AbandonWindow } from './budget.ts';
import type { PacerOptions } from './types.ts';

export interface PacerSettings {
  readonly mode: PacerOptions['mode'];
  readonly linesPerAgent: number;
  readonly maxLinesPerAgent: number | undefined;
  readonly abandonTarget: number;
  readonly abandonWindow: AbandonWindow;
  readonly connectWithinMs: number;
  /** Milliseconds of the world for one unit millisecond: priors and grids are stated for people who wait 2 s, and stretch with it. */
  readonly unit: number;
  readonly ringTimeoutMs: number;
  readonly seed: number;
  readonly alreadyLive: number;
  readonly alreadyAbandoned: number;
}

const DEFAULT_RING_TIMEOUT_MS = 22_000;
const DEFAULT_CONNECT_WITHIN_MS = 2000;

/** Thrown when a pacer option is out of its range. */
export class PacerOptionError extends RangeError {
  readonly code = 'pacer-option-out-of-range';
  readonly option: string;
  constructor(option: string, value: number, range: string) {
    super(`pacer option ${option} is ${value}: give ${range}`);
    this.option = option;
  }
}

export function settingsOf(options: PacerOptions): PacerSettings {
  const number = (name: keyof PacerOptions, fallback: number, low: number, high: number, range: string): number => {
    const value = options[name] ?? fallback;
    if (typeof value !== 'number' || !(value >= low && value <= high)) {
      throw new PacerOptionError(name, Number(value), range);
    }
    return value;
  };
  const connectWithinMs = number('connectWithinMs', DEFAULT_CONNECT_WITHIN_MS, 0, 60_000, 'between 0 and 60000 ms');
  const ringTimeoutMs = number('ringTimeoutMs', DEFAULT_RING_TIMEOUT_MS, 1000, 600_000, 'between 1000 and 600000 ms');
  const count = 'a number of calls, 0 or more';
  return {
    mode: options.mode,
    linesPerAgent: number('linesPerAgent', 2, 0, 100, 'between 0 and 100'),
    maxLinesPerAgent:
      options.maxLinesPerAgent === undefined ? undefined : number('maxLinesPerAgent', 0, 0, 1000, 'between 0 and 1000'),
    abandonTarget: number('abandonTarget', 0.03, 0, 1, 'a ratio between 0 and 1'),
    abandonWindow: options.abandonWindow ?? 'campaign',
    connectWithinMs,
    ringTimeoutMs,
    unit: Math.min(2, Math.max(0.5, connectWithinMs / DEFAULT_CONNECT_WITHIN_MS)),
    seed: number('seed', 1, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a whole number'),
    // Below 0 where answers that the pacer has counted turned out to be machines.
    alreadyLive: number('alreadyLive', 0, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a number of calls'),
    alreadyAbandoned: number('alreadyAbandoned', 0, 0, Number.MAX_SAFE_INTEGER, count),
  };
}
