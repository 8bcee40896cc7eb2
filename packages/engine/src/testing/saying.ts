/** A detector that says what a test wants, after so many frames. */
import type { Random } from '@outdial/shared';
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

const ANYTHING = ['human', 'human', 'machine', 'machine', 'unknown', 'fax', 'silence', 'ringback'] as const;

/** A detector that says anything, at any time, and hears beeps where there may be none. */
export function sayingAnything(random: Random): Screening {
  let framesScreened = 0;
  let calls = 0;
  return {
    open(callId, listener) {
      const draw = random.stream(`call ${++calls}`);
      const label = ANYTHING[draw.below(ANYTHING.length)] ?? 'unknown';
      const beepAfterFrames = draw.chance(0.5) ? draw.below(300) : 0;
      const after = 1 + draw.below(150);
      const one = saying(label, after, { beepAfterFrames, silenceMs: draw.chance(0.3) ? 4_000 : 0 });
      const session = one.open(callId, listener);
      return {
        ...session,
        push(frame) {
          framesScreened += 1;
          session.push(frame);
        },
      };
    },
    get framesScreened() {
      return framesScreened;
    },
    close: () => Promise.resolve(),
  };
}
