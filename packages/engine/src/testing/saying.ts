/** A detector that says what a test wants, after so many frames. */
import type { DetectorLabel, DetectorView, Screening } from '../screening/screening.ts';

const VIEW: DetectorView = {
  ...{ elapsedMs: 0, levelDbfs: -96, floorDbfs: -96, speech: false, tone: null, words: 0, greetingMs: 0, silenceMs: 0 },
  ...{ machineEvidence: 0.5, decided: false },
};

/** `beepAfterFrames`: where it then hears a beep; the call has been silent for `silenceMs` whenever somebody looks. */
export function saying(
  label: DetectorLabel,
  afterFrames: number,
  { beepAfterFrames = 0, silenceMs = 0 }: { beepAfterFrames?: number; silenceMs?: number } = {},
): Screening {
  let framesScreened = 0;
  return {
    open(_callId, listener) {
      let frames = 0;
      return {
        push() {
          frames += 1;
          framesScreened += 1;
          if (frames === beepAfterFrames) listener({ type: 'beep', atMs: 20 * frames });
          if (frames !== afterFrames) return;
          listener({
            type: 'verdict',
            verdict: { label, decisionMs: 20 * frames, confidence: 0.9, reasons: ['a test said so'] },
          });
        },
        view: () => ({ ...VIEW, elapsedMs: 20 * frames, silenceMs }),
        close: () => undefined,
      };
    },
    get framesScreened() {
      return framesScreened;
    },
    close: () => Promise.resolve(),
  };
}
