/** How long to wait before the next try: doubling, bounded, with jitter, so that a floor of agents does not come back in step. */
import type { Random } from '@outdial/shared';

export interface BackOff {
  /** Milliseconds until the next try: half of the step for certain, the other half by chance. */
  nextMs(): number;
  /** The last try worked: start again from the first step. */
  reset(): void;
}

export function createBackOff(random: Random, firstMs = 250, mostMs = 5_000): BackOff {
  let stepMs = firstMs;
  return {
    nextMs() {
      const waitMs = Math.round(stepMs / 2 + (stepMs / 2) * random.next());
      stepMs = Math.min(stepMs * 2, mostMs);
      return waitMs;
    },
    reset() {
      stepMs = firstMs;
    },
  };
}
