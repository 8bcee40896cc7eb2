/** Room to compute in, shared by the pacers of a batch: nothing in it outlives a decision but what options alone make. */
import { type RingPrior, ringPrior } from './estimators/ring-times.ts';
import { PredictiveMode } from './predictive.ts';

export class PacingRoom {
  readonly predictive = new PredictiveMode();
  readonly #priors = new Map<number, RingPrior>();

  /** The prior ring curves for a ring time-out in unit milliseconds; the last few are kept. */
  ringPrior(ringTimeoutMs: number): RingPrior {
    const known = this.#priors.get(ringTimeoutMs);
    if (known !== undefined) return known;
    if (this.#priors.size >= 8) this.#priors.clear();
    const prior = ringPrior(ringTimeoutMs);
    this.#priors.set(ringTimeoutMs, prior);
    return prior;
  }
}
