/** The abandonment account: live answers and abandoned calls over the legal window, and what may still be abandoned. */

export interface BudgetState {
  /** Slots of a sixtieth of the window, oldest first: when each began, live answers, abandoned calls. */
  slots: [startMs: number, live: number, abandoned: number][];
  /** Slow part of the steering: log of the long-run risk of a call, in units of the target. */
  logRisk: number;
  /** How many would usually find nobody if the answer ratio had just jumped; absent in states of earlier versions. */
  usualStress?: number;
  /** When the last live answer was counted, unit milliseconds. */
  lastLiveMs: number | null;
}

export type AbandonWindow = '24h' | '30d' | 'campaign';

const HOUR_MS = 3_600_000;
const WINDOW_MS: Record<AbandonWindow, number> = {
  '24h': 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  campaign: Number.POSITIVE_INFINITY,
};
const SLOTS = 60;

/** Live answers and abandoned calls within the window. */
export interface Account {
  readonly live: number;
  readonly abandoned: number;
}

/** Counts one live answer; slots that the window has passed are dropped. */
export function countLive(state: BudgetState, window: AbandonWindow, atMs: number, abandoned: boolean): void {
  const length = WINDOW_MS[window];
  const oldest = atMs - length;
  while (state.slots.length > 1 && (state.slots[0]?.[0] ?? 0) < oldest) state.slots.shift();
  let slot = state.slots.at(-1);
  if (slot === undefined || atMs >= slot[0] + length / SLOTS) {
    slot = [atMs, 0, 0];
    state.slots.push(slot);
  }
  slot[1] += 1;
  if (abandoned) slot[2] += 1;
}

export function accountOf(state: BudgetState): Account {
  let live = 0;
  let abandoned = 0;
  for (const slot of state.slots) {
    live += slot[1];
    abandoned += slot[2];
  }
  return { live, abandoned };
}
