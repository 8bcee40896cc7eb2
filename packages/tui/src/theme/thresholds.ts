/** State times time in state: how long is long. Defaults follow the incumbent's real-time report, which supervisors know. */
import type { AgentState, CallState } from '@outdial/shared';
import type { Tone } from './span.ts';

/** 0: as it should be; 1 to 3: longer than the first, second and third threshold. 3 is a fault. */
export type Severity = 0 | 1 | 2 | 3;

/** Milliseconds in a state after which its severity rises; `null`: never. */
export type Thresholds = readonly [number | null, number | null, number | null];

const s = 1_000;
const min = 60 * s;

export const AGENT_THRESHOLDS: Record<AgentState, Thresholds> = {
  'logged-out': [null, null, null],
  'not-ready': [10 * s, 1 * min, 5 * min],
  ready: [1 * min, 5 * min, 15 * min],
  reserved: [10 * s, 30 * s, 1 * min],
  offered: [5 * s, 10 * s, 20 * s],
  connecting: [2 * s, 5 * s, 10 * s],
  talking: [10 * s, 5 * min, 20 * min],
  held: [30 * s, 1 * min, 3 * min],
  consulting: [30 * s, 1 * min, 3 * min],
  'wrap-up': [10 * s, 1 * min, 5 * min],
};

/** A live person waits two seconds at most (the connect window); a verdict takes four. */
export const CALL_THRESHOLDS: Record<CallState, Thresholds> = {
  dialing: [5 * s, 10 * s, 15 * s],
  ringing: [15 * s, 22 * s, 40 * s],
  screening: [2 * s, 4 * s, 6 * s],
  waiting: [500, 1_500, 2 * s],
  connecting: [1 * s, 2 * s, 5 * s],
  connected: [1 * min, 5 * min, 20 * min],
  held: [30 * s, 1 * min, 3 * min],
  messaging: [30 * s, 1 * min, 2 * min],
  ended: [null, null, null],
};

export function severityOf(thresholds: Thresholds, elapsedMs: number): Severity {
  const [first, second, third] = thresholds;
  if (third !== null && elapsedMs > third) return 3;
  if (second !== null && elapsedMs > second) return 2;
  return first !== null && elapsedMs > first ? 1 : 0;
}

/** What stands behind a timer, so that colour is never alone. */
export const SEVERITY_SIGNS: Record<Severity, string> = { 0: ' ', 1: ' ', 2: '!', 3: '‼' };

const CALM: Record<AgentState | CallState, Tone> = {
  'logged-out': 'dim',
  'not-ready': 'warn',
  ready: 'accent',
  reserved: 'accent',
  offered: 'notice',
  connecting: 'notice',
  talking: 'ok',
  held: 'warn',
  consulting: 'warn',
  'wrap-up': 'plain',
  dialing: 'dim',
  ringing: 'plain',
  screening: 'accent',
  waiting: 'warn',
  connected: 'ok',
  messaging: 'plain',
  ended: 'dim',
};

/** The tone of a state that has lasted so long. */
export function toneOf(state: AgentState | CallState, severity: Severity): Tone {
  return severity === 3 ? 'bad' : severity === 2 ? 'warn' : CALM[state];
}
