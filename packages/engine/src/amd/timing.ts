/** The classical timing method: initial silence, length of the greeting, words, and the silence after it. */
import type { Verdict } from '../screening/screening.ts';
import type { Evidence } from './evidence.ts';
import { heardProgress } from './tone-bank.ts';
import type { ToneRuns } from './tone-runs.ts';

const INITIAL_SILENCE_MS = 4500;
const GREETING_MS = 3400;
const AFTER_GREETING_SILENCE_MS = 520;
const MAXIMUM_MS = 7000;

/** A verdict, or null while listening goes on. A person says little and waits; a machine says much, or beeps. */
export function timingVerdict(
  { any: activity, levels }: Evidence,
  runs: ToneRuns,
  beep: boolean,
  elapsedMs: number,
): Verdict | null {
  const verdict = (label: Verdict['label'], confidence: number, reason: string): Verdict => ({
    label,
    decisionMs: elapsedMs,
    confidence,
    reasons: [reason],
  });
  const { greetingMs } = activity;
  if (beep && activity.words > 1) return verdict('machine', 0.95, 'a beep after a greeting');
  if (runs.current.frames > 4) return null;
  if (activity.words === 0) {
    if (elapsedMs < (heardProgress(runs) ? MAXIMUM_MS : INITIAL_SILENCE_MS)) return null;
    const noisy = levels.floorDbfs > -50;
    return verdict(noisy ? 'noise' : 'silence', 0.8, `nobody spoke in ${elapsedMs} ms`);
  }
  if (greetingMs >= GREETING_MS) return verdict('machine', 0.8, `a greeting of ${greetingMs} ms goes on`);
  if (activity.silenceMs >= AFTER_GREETING_SILENCE_MS && activity.speechFrames > 4)
    return verdict('human', 0.8, `${greetingMs} ms of greeting, then ${activity.silenceMs} ms of silence`);
  if (elapsedMs >= MAXIMUM_MS) return verdict('unknown', 0.5, `undecided after ${MAXIMUM_MS} ms`);
  return null;
}
