/** A call that cannot be screened: it is unknown at once, and says why. */
import type { Clock } from '@outdial/shared';
import type { ScreeningEvent, ScreeningSession } from './screening.ts';

/** The verdict comes by the clock's next turn, never inside `open`. */
export function unscreened(clock: Clock, listener: (event: ScreeningEvent) => void, reason: string): ScreeningSession {
  const timer = clock.after(0, () =>
    listener({ type: 'verdict', verdict: { label: 'unknown', decisionMs: 0, confidence: 0, reasons: [reason] } }),
  );
  return {
    push() {
      // Nobody listens to this call.
    },
    view: () => ({
      elapsedMs: 0,
      levelDbfs: -96,
      floorDbfs: -96,
      speech: false,
      tone: null,
      words: 0,
      greetingMs: 0,
      silenceMs: 0,
      machineEvidence: 0.5,
      decided: true,
    }),
    close: () => timer.cancel(),
  };
}
