/**
 * The sequential decision between a person and a machine: two forests give the odds after every 40 ms of a call in which something
 * has been said, and a verdict falls when the odds pass a bar and stay above it. Losing a person costs more than a machine that
 * reaches an agent, so the bar for a machine is high while a person may still finish a sentence; it comes down at five seconds, when a
 * person's first utterance has ended and a machine's mostly has not, and rises again for what is said after that.
 */
import { FEATURES } from './evidence.ts';
import type { Forest } from './forest.ts';
import { FRAME_MS } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** Bars in log-odds, times in milliseconds, streaks in evaluations (40 ms each). */
export interface DecisionPolicy {
  /** Bar for a machine before {@link patienceMs}, from then until {@link lateMs}, and after that. */
  readonly machineEarly: number;
  readonly machineDue: number;
  readonly machineLate: number;
  readonly patienceMs: number;
  readonly lateMs: number;
  readonly machineStreak: number;
  /** Bar for a person, and the silence after the last word that it takes; from some silence on the bar comes down, by a second later. */
  readonly human: number;
  readonly humanSilenceMs: number;
  readonly humanEaseFromMs: number;
  readonly humanEase: number;
  readonly humanStreak: number;
  /** Without a verdict until then the call is unknown. */
  readonly maximumMs: number;
}

export const DEFAULT_POLICY: DecisionPolicy = {
  machineEarly: 5.1,
  machineDue: 1,
  machineLate: 2.9,
  patienceMs: 4900,
  lateMs: 5000,
  machineStreak: 1,
  human: 2.2,
  humanSilenceMs: 240,
  humanEaseFromMs: 450,
  humanEase: 1.4,
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
      const silenceMs = (features[SILENCE] ?? 0) * FRAME_MS;
      const eased = Math.min(1, Math.max(0, silenceMs - policy.humanEaseFromMs) / 1000);
      const humanBar = policy.human - policy.humanEase * eased;
      this.#machineStreak = this.machineLogit > machineBar(policy, elapsedMs) ? this.#machineStreak + 1 : 0;
      const silent = silenceMs >= policy.humanSilenceMs;
      // Nobody is taken for a person in mid-word: the question is not asked then.
      if (silent) this.humanLogit = this.#human.logit(features);
      this.#humanStreak = silent && this.humanLogit > humanBar ? this.#humanStreak + 1 : 0;
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

function machineBar(policy: DecisionPolicy, elapsedMs: number): number {
  if (elapsedMs < policy.patienceMs) return policy.machineEarly;
  return elapsedMs <= policy.lateMs ? policy.machineDue : policy.machineLate;
}

/** Log-odds as a chance, 0 to 1. */
export const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
