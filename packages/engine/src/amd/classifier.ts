/**
 * The sequential decision between a person and a machine: two forests give the odds after every 40 ms of a call in which something
 * has been said, and a verdict falls when the odds pass a bar and stay above it. Losing a person costs more than a machine that
 * reaches an agent, so the bar for a machine is high while a person may still finish a sentence; it comes down at five seconds, when a
 * person's first utterance has ended and a machine's mostly has not, and rises again for what is said after that.
 */

import type { ScreeningRule } from '../screening/screening.ts';
import { FEATURES } from './evidence.ts';
import type { Forest } from './forest.ts';
import { FRAME_MS } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';

/** Bars in log-odds, times in milliseconds, streaks in evaluations (40 ms each); tuned on folds of the recipe, see docs/amd.md. */
const POLICY = {
  /** Bar for a machine before `patienceMs`, from then until `lateMs`, and after that. */
  machineEarly: 4.8,
  machineDue: 0.8,
  machineLate: 4.3,
  patienceMs: 4940,
  lateMs: 5000,
  /** Who has just fallen silent then may be a person who has come to the end: so much more is wanted after a pause. */
  machineDueAfterPause: 1.2,
  pauseMs: 120,
  machineStreak: 1,
  /** Bar for a person, and the silence after the last word that it takes; with the silence the bar comes down, for a second. */
  human: 2.9,
  humanSilenceMs: 160,
  humanEaseFromMs: 160,
  humanEase: 2.25,
  humanEaseMs: 1000,
  /** Who has been silent for longer, and was not taken for a person, is heard on: a machine's pause, mostly. */
  humanSilenceAtMostMs: 1380,
  humanStreak: 2,
  /** Share of the other forest in the odds. */
  otherShare: 0.42,
  /** Without a verdict until then the call is unknown. */
  maximumMs: 6500,
} as const;
/** What {@link ScreeningRule.machinesPerPerson} is where nobody says; the bars at five seconds lie about it, on either side. */
const MACHINES_PER_PERSON = 4;

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
  /** Log-odds of the last evaluation. */
  machineLogit = 0;
  humanLogit = 0;
  #machineStreak = 0;
  #humanStreak = 0;
  /** By how much the rule raises the bars for a machine, and when its patience ends. */
  #raise: number;
  maximumMs: number;

  constructor(machine: Forest, human: Forest, rule: ScreeningRule = {}) {
    this.#machine = machine;
    this.#human = human;
    this.#raise = Math.log((rule.machinesPerPerson ?? MACHINES_PER_PERSON) / MACHINES_PER_PERSON);
    this.maximumMs = rule.maximumMs ?? POLICY.maximumMs;
  }

  /** Weighs the features of a frame; null while listening goes on. */
  weigh(features: Float64Array, elapsedMs: number): Decision | null {
    if ((features[WORDS] ?? 0) > 0) {
      // Each forest has its own errors: the odds are those of the one, eased by what the other has against it.
      const [machine, human] = [this.#machine.logit(features), this.#human.logit(features)];
      this.machineLogit = machine - POLICY.otherShare * (machine + human);
      this.humanLogit = human - POLICY.otherShare * (machine + human);
      const silenceMs = (features[SILENCE] ?? 0) * FRAME_MS;
      const eased = Math.min(1, Math.max(0, silenceMs - POLICY.humanEaseFromMs) / POLICY.humanEaseMs);
      const humanBar = POLICY.human - POLICY.humanEase * eased;
      this.#machineStreak =
        this.machineLogit > machineBar(elapsedMs, silenceMs) + this.#raise ? this.#machineStreak + 1 : 0;
      const silent = silenceMs >= POLICY.humanSilenceMs && silenceMs <= POLICY.humanSilenceAtMostMs;
      // Nobody is taken for a person in mid-word.
      this.#humanStreak = silent && this.humanLogit > humanBar ? this.#humanStreak + 1 : 0;
      if (this.#machineStreak >= POLICY.machineStreak)
        return { label: 'machine', confidence: chance(this.machineLogit) };
      if (this.#humanStreak >= POLICY.humanStreak) return { label: 'human', confidence: chance(this.humanLogit) };
    }
    return elapsedMs >= this.maximumMs ? { label: 'unknown', confidence: 1 - chance(this.machineLogit) } : null;
  }

  visit(cursor: StateCursor): void {
    this.machineLogit = cursor.number(this.machineLogit);
    this.humanLogit = cursor.number(this.humanLogit);
    this.#machineStreak = cursor.number(this.#machineStreak);
    this.#humanStreak = cursor.number(this.#humanStreak);
    this.#raise = cursor.number(this.#raise);
    this.maximumMs = cursor.number(this.maximumMs);
  }
}

function machineBar(elapsedMs: number, silenceMs: number): number {
  if (elapsedMs < POLICY.patienceMs) return POLICY.machineEarly;
  const bar = elapsedMs <= POLICY.lateMs ? POLICY.machineDue : POLICY.machineLate;
  return silenceMs < POLICY.pauseMs ? bar : bar + POLICY.machineDueAfterPause;
}

/** Log-odds as a chance, 0 to 1. */
export const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
