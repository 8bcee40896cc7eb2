/** How long screening holds an answered call, and what share of answers it lets through as live. */

export interface ScreeningState {
  screened: number;
  live: number;
  /** Mean of the screening times seen, unit milliseconds. */
  meanMs: number;
}

/** What is believed before the first verdict: everybody is live, at once. */
export function freshScreening(): ScreeningState {
  return { screened: 0, live: 0, meanMs: 0 };
}

const MEMORY = 400;
/** Weight of the prior "all are live", in verdicts. */
const PRIOR_WEIGHT = 3;

export function learnScreening(state: ScreeningState, screeningMs: number, live: boolean): void {
  const keep = state.screened >= MEMORY ? 1 - 1 / MEMORY : 1;
  state.screened = state.screened * keep + 1;
  state.live = state.live * keep + (live ? 1 : 0);
  state.meanMs += (screeningMs - state.meanMs) / state.screened;
}

export function liveShare(state: ScreeningState): number {
  return (state.live + PRIOR_WEIGHT) / (state.screened + PRIOR_WEIGHT);
}
