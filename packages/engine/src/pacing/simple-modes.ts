/** The modes that do not forecast: one call, or a fixed number of lines, for each idle agent. */
import { callsInFlight } from './limits.ts';
import type { PacingSnapshot } from './types.ts';

/** Calls in flight that no reserved agent waits for: each of them will want one of the idle agents. */
function uncovered(snapshot: PacingSnapshot): number {
  return Math.max(0, callsInFlight(snapshot) - (snapshot.agents.reserved ?? 0));
}

/** One call for each idle agent (of this campaign's share) that has none on its way yet. */
export function progressiveLaunch(snapshot: PacingSnapshot, idle: number): number {
  return Math.max(0, Math.floor(idle + 1e-9) - uncovered(snapshot));
}

export function powerLaunch(snapshot: PacingSnapshot, idle: number, linesPerAgent: number): number {
  return Math.max(0, Math.floor(linesPerAgent * idle + 1e-9) - uncovered(snapshot));
}
