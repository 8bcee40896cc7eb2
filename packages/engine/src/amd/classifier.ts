/**
 * The sequential decision between a person and a machine: two forests give the odds after every 40 ms of a call in which something
 * has been said, and a verdict falls when the odds pass a bar and stay above it. Losing a person costs more than a machine that
 * reaches an agent, so the bar for a machine is high; it comes down when waiting longer would tell no more.
 */
import { FEATURES } from './evidence.ts';
import type { Forest } from './forest.ts';
import { FRAME_MS } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** Bars in log-odds, times in milliseconds, streaks in evaluations (40 ms each). */
export interface DecisionPolicy {
  /** Bar for a machine before {@link patienceMs}, and from then on. */
  readonly machineEarly: number;
  readonly machineLate: number;
  readonly patienceMs: number;
  readonly machineStreak: number;
  /** Bar for a person, and the silence after the last word that it takes. */
  readonly human: number;
  readonly humanSilenceMs: number;
  readonly humanStreak: number;
  /** Without a verdict until then the call is unknown. */
  readonly maximumMs: number;
}

export const DEFAULT_POLICY: DecisionPolicy = {
  machineEarly: 3.8,
  machineLate: 1.5,
  patienceMs: 4580,
  machineStreak: 3,
  human: 1.2,
  humanSilenceMs: 360,
  humanStreak: 2,
  maximumMs: 6500,
};

/** Frames between evaluations. */
export const EVALUATION_FRAMES = 2;
const WORDS = FEATURES.indexOf('any words');
const SILENCE = FEATURES.indexOf('any silence');

export interface Decision {
  readonly label: 'human' | 'machine' | 'unknown';
  readonly confidence: number;
}

export class Classifier implements Stored {
  readonly #machine: Forest;
  readonly #human: Forest;
  readonly #policy: DecisionPolicy;
  /** Log-odds of the last evaluation. */
  machineLogit = 0;
  humanLogit = 0;
  #machineStreak = 0;
  #humanStreak = 0;

  constructor(machine: Forest, human: Forest, policy: DecisionPolicy = DEFAULT_POLICY) {
    this.#machine = machine;
    this.#human = human;
    this.#policy = policy;
  }

  /** Weighs the features of a frame; null while listening goes on. */
  weigh(features: Float64Array, elapsedMs: number): Decision | null {
    const policy = this.#policy;
    if ((features[WORDS] ?? 0) > 0) {
      this.machineLogit = this.#machine.logit(features);
      this.humanLogit = this.#human.logit(features);
      const bar = elapsedMs < policy.patienceMs ? policy.machineEarly : policy.machineLate;
      const silent = (features[SILENCE] ?? 0) * FRAME_MS >= policy.humanSilenceMs;
      this.#machineStreak = this.machineLogit > bar ? this.#machineStreak + 1 : 0;
      this.#humanStreak = silent && this.humanLogit > policy.human ? this.#humanStreak + 1 : 0;
      if (this.#machineStreak >= policy.machineStreak)
        return { label: 'machine', confidence: chance(this.machineLogit) };
      if (this.#humanStreak >= policy.humanStreak) return { label: 'human', confidence: chance(this.humanLogit) };
    }
    return elapsedMs >= policy.maximumMs ? { label: 'unknown', confidence: 1 - chance(this.machineLogit) } : null;
  }

  visit(cursor: StateCursor): void {
    this.machineLogit = cursor.number(this.machineLogit);
    this.humanLogit = cursor.number(this.humanLogit);
    this.#machineStreak = cursor.number(this.#machineStreak);
    this.#humanStreak = cursor.number(this.#humanStreak);
  }
}

/** Log-odds as a chance, 0 to 1. */
export const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
