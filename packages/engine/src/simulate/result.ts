/** What one seed of a simulation reports. */

export interface SeedResult {
  readonly seed: number;
  readonly agents: number;
  readonly hours: number;
  readonly talkMinutesPerHour: number;
  /** Share of logged-in time in talk or wrap-up. */
  readonly occupancy: number;
  readonly live: number;
  readonly connected: number;
  readonly abandoned: number;
  readonly abandonRatio: number;
  /** The worst quarter of an hour, by the minute. */
  readonly worstWindow: { readonly fromS: number; readonly toS: number; readonly abandonRatio: number };
  /** The highest share abandoned so far at any moment after the 200th live answer; 0 in a run that has fewer. */
  readonly worstAfter200: number;
  readonly dials: number;
  readonly dialsPerConversation: number;
}

/** A mean with the half-width of its 95 % confidence interval. */
export interface Mean {
  readonly mean: number;
  readonly plusMinus: number;
}

export interface Summary {
  readonly policy: string;
  readonly seeds: number;
  readonly talkMinutesPerHour: Mean;
  readonly occupancy: Mean;
  readonly abandonRatio: Mean;
  readonly worstSeedAbandonRatio: number;
  readonly worstAfter200: number;
  readonly dialsPerConversation: Mean;
}

/** Two-sided 95 % quantiles of Student's t by degrees of freedom, 1 to 30; the normal's beyond. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, plusMinus: 0 };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, plusMinus: (T95[n - 2] ?? 1.96) * Math.sqrt(variance / n) };
}

export function summarise(policy: string, results: readonly SeedResult[]): Summary {
  const of = (pick: (result: SeedResult) => number): Mean => meanOf(results.map(pick));
  return {
    policy,
    seeds: results.length,
    talkMinutesPerHour: of((result) => result.talkMinutesPerHour),
    occupancy: of((result) => result.occupancy),
    abandonRatio: of((result) => result.abandonRatio),
    worstSeedAbandonRatio: Math.max(...results.map((result) => result.abandonRatio)),
    worstAfter200: Math.max(...results.map((result) => result.worstAfter200)),
    dialsPerConversation: of((result) => result.dialsPerConversation),
  };
}
