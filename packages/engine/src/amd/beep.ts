/** Finds the beep that ends a greeting: one tone or two at once, still or gliding, 400 to 2000 Hz, 120 to 700 ms. */
import { FRAME_MS, type FrameFacts } from './frame-analysis.ts';
import type { StateCursor, Stored } from './stored.ts';
import type { ToneRun, ToneRuns } from './tone-runs.ts';

/** After its end nothing but silence, the same tone again or speech may follow at once; so long the verdict waits, in frames. */
const CONFIRM_FRAMES = 3;
const LEAST_MS = 100;
const MOST_MS = 820;
/** A tone of so many frames may be less pure, and an unsteady one must be purer, by so many dB. */
const SURE_FRAMES = 9;
const JITTER_DB = 500;
/** Keys are pressed for a moment; a chord that lasts longer is a beep whatever its tones. */
const KEYPRESS_FRAMES = 12;
const DTMF_LOW_HZ = [697, 770, 852, 941] as const;
const DTMF_HIGH_HZ = [1209, 1336, 1477, 1633] as const;

function isKeypress(run: ToneRun): boolean {
  const close = (hz: number) => (nominal: number) => Math.abs(hz - nominal) < 0.035 * nominal;
  return (
    run.frames <= KEYPRESS_FRAMES &&
    run.pair > 0.5 &&
    DTMF_LOW_HZ.some(close(run.lowHz)) &&
    DTMF_HIGH_HZ.some(close(run.highHz))
  );
}

/** Is this run, taken by itself, as a beep is? */
function looksLikeBeep(run: ToneRun, peakDbfs: number): boolean {
  const lengthMs = run.frames * FRAME_MS;
  if (lengthMs < LEAST_MS || lengthMs > MOST_MS) return false;
  if (run.hz < 370 || run.hz > 2050 || run.levelDbfs < Math.max(-40, peakDbfs - 25)) return false;
  if (isKeypress(run)) return false;
  // A generator is pure and steady; a voice that hums may be one of the two, for a moment.
  return run.gainDb > (run.frames >= SURE_FRAMES ? 14 : 19) + JITTER_DB * run.jitter && run.jitter < 0.03;
}

export class BeepFinder implements Stored {
  /** Frame in which the run that may be a beep began and ended; −1 where there is none. */
  #start = -1;
  #end = -1;
  #hz = 0;

  /** The frame in which a beep began, told once it is certain, or −1. `expected` is false where a beep would be the network's tone. */
  push(runs: ToneRuns, facts: FrameFacts, frame: number, peakDbfs: number, expected: boolean): number {
    const run = runs.current;
    if (this.#start >= 0) {
      const other = run.frames >= 3 && Math.abs(run.hz - this.#hz) > 0.1 * this.#hz && facts.toneGainDb > 15;
      if (other) this.#start = -1;
      else if (frame >= this.#end + CONFIRM_FRAMES) {
        const began = this.#start;
        this.#start = -1;
        return began;
      }
    }
    const last = runs.ended ? runs.past(0) : null;
    if (last === null || !looksLikeBeep(last, peakDbfs)) return -1;
    if (!expected && last.hz > 330 && last.hz < 660) return -1;
    this.#start = last.startFrame;
    this.#end = frame;
    this.#hz = last.hz;
    return -1;
  }

  visit(cursor: StateCursor): void {
    this.#start = cursor.number(this.#start);
    this.#end = cursor.number(this.#end);
    this.#hz = cursor.number(this.#hz);
  }
}
