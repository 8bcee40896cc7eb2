/** What a launch may never pass, whatever the mode wants: pause, lines for each agent, free trunk lines, calls a second. */
import type { PacingRule } from './reasons.ts';
import type { PacingSnapshot } from './types.ts';

export interface Limited {
  readonly launch: number;
  readonly rule: PacingRule;
  /** Rate-cap allowance left after the launch, in calls. */
  readonly rateTokens: number;
}

export function callsInFlight(snapshot: PacingSnapshot): number {
  return snapshot.calls.ringingMs.length + snapshot.calls.screeningMs.length + snapshot.calls.waitingMs.length;
}

function agentsLoggedIn(snapshot: PacingSnapshot): number {
  const { agents } = snapshot;
  return agents.idle + (agents.reserved ?? 0) + agents.talkingMs.length + agents.wrapUpMs.length;
}

/** A call-rate cap is a token bucket that holds one second's worth (and one call at least). */
export function refill(tokens: number, callsPerSecond: number | undefined, elapsedMs: number): number {
  if (callsPerSecond === undefined) return 0;
  if (callsPerSecond <= 0) return 0;
  return Math.min(Math.max(1, callsPerSecond), tokens + (callsPerSecond * elapsedMs) / 1000);
}

export function applyLimits(
  snapshot: PacingSnapshot,
  wanted: { readonly launch: number; readonly rule: PacingRule },
  maxLinesPerAgent: number | undefined,
  rateTokens: number,
): Limited {
  if (snapshot.paused === true) return { launch: 0, rule: 'paused', rateTokens };
  const agents = agentsLoggedIn(snapshot);
  if (agents === 0) return { launch: 0, rule: 'no-agents', rateTokens };
  let launch = wanted.launch;
  let rule = wanted.rule;
  const cap = (most: number, by: PacingRule): void => {
    const whole = Math.max(0, Math.floor(most + 1e-9));
    if (whole >= launch) return;
    launch = whole;
    rule = by;
  };
  const { limits } = snapshot;
  if (maxLinesPerAgent !== undefined) {
    cap(maxLinesPerAgent * agents - snapshot.calls.ringingMs.length, 'most-lines-per-agent');
  }
  if (limits?.freeLines !== undefined) cap(limits.freeLines, 'free-lines');
  if (limits?.callsPerSecond !== undefined) cap(rateTokens, 'calls-per-second');
  return { launch, rule, rateTokens: limits?.callsPerSecond === undefined ? 0 : rateTokens - launch };
}
