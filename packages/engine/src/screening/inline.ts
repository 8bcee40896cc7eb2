/** Screening without a thread: the same detector, at once, in the frame that it is given. */
import { Detector } from '../amd/detector.ts';
import { FRAME_SAMPLES } from '../amd/frame-analysis.ts';
import type { Screening } from './screening.ts';

/** For the virtual clock, the command line and tests; events come from inside `push`. */
export function createInlineScreening(): Screening {
  let framesScreened = 0;
  return {
    open(_callId, listener, rule) {
      const detector = new Detector(rule);
      let open = true;
      return {
        push(frame) {
          if (!open || frame.length !== FRAME_SAMPLES) return;
          framesScreened += 1;
          detector.push(frame, 0, (event) => {
            if (open) listener(event);
          });
        },
        view: () => detector.view(),
        close() {
          open = false;
        },
      };
    },
    get framesScreened() {
      return framesScreened;
    },
    close: () => Promise.resolve(),
  };
}
