/** What the tones so far mean: special information tones with their kind, fax and modem, busy and ringback by their cadence. */
import { FRAME_MS } from './frame-analysis.ts';
import type { ToneRun, ToneRuns } from './tone-runs.ts';

type SitKind = 'no-circuit' | 'intercept' | 'vacant-code' | 'reorder' | 'unknown';

/** A tone that has been recognised; `reason` has the figures. */
export interface ToneFinding {
  readonly label: 'fax' | 'modem' | 'sit' | 'busy' | 'ringback';
  readonly sitKind?: SitKind;
  readonly reason: string;
}

const near = (value: number, nominal: number, tolerance: number): boolean => Math.abs(value - nominal) <= tolerance;
const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;
const ms = (frames: number): number => frames * FRAME_MS;
const steady = (run: ToneRun): boolean => run.jitter < 0.012;
/** By how much a tone explains its frames on average, dB: 7 dB is 0.8 of their power. */
const CLEAR_DB = 7;

/** Silence between the end of one run and the start of the next, in frames. */
const gap = (earlier: ToneRun, later: ToneRun): number => later.startFrame - earlier.startFrame - earlier.frames;

/** Telcordia GR-674: first and second tone long (380 ms) or short (274 ms), and their frequencies, say why the call failed. */
function sitKind(first: ToneRun, second: ToneRun): SitKind {
  if (near(first.hz, 950, 15) && near(second.hz, 1400, 20)) return 'unknown'; // ITU-T E.180 carries no kind
  const firstLong = ms(first.frames) >= 330;
  const secondLong = ms(second.frames) >= 330;
  if (!secondLong) return firstLong ? (first.hz > 950 ? 'vacant-code' : 'unknown') : 'intercept';
  if (firstLong) return 'no-circuit';
  return second.hz > 1400 ? 'reorder' : 'no-circuit';
}

function findSit(runs: ToneRuns): ToneFinding | null {
  const third = runs.current;
  const second = runs.past(0);
  const first = runs.past(1);
  if (third.frames < 3 || second === null || first === null) return null;
  const inBand = between(first.hz, 885, 1015) && between(second.hz, 1335, 1465) && between(third.hz, 1725, 1850);
  const inTime = between(ms(first.frames), 180, 460) && between(ms(second.frames), 180, 460);
  if (!inBand || !inTime || gap(first, second) > 6 || gap(second, third) > 6) return null;
  const kind = sitKind(first, second);
  const hz = [first, second, third].map((run) => Math.round(run.hz)).join(', ');
  return { label: 'sit', sitKind: kind, reason: `three rising tones of ${hz} Hz: special information tone, ${kind}` };
}

/** Frames of tones near a frequency among the current run and those before it that belong together. */
function heldFrames(runs: ToneRuns, hz: number, tolerance: number): number {
  let frames = runs.current.frames > 0 && near(runs.current.hz, hz, tolerance) ? runs.current.frames : 0;
  if (frames === 0) return 0;
  let later: ToneRun = runs.current;
  for (let back = 0; back < 4; back++) {
    const run = runs.past(back);
    if (run === null || !near(run.hz, hz, tolerance) || gap(run, later) > 5) break;
    frames += run.frames;
    later = run;
  }
  return frames;
}

/** CED and ANSam are 2100 Hz ± 15 (T.30, V.25), CNG 1100 Hz ± 38 for 500 ms (T.30), answer tones of modems 2225 and 2250 Hz. */
function findDataTone(runs: ToneRuns, words: number): ToneFinding | null {
  const held = (hz: number, tolerance: number, leastMs: number): boolean =>
    ms(heldFrames(runs, hz, tolerance)) >= leastMs;
  if (held(2100, 30, 500)) return { label: 'fax', reason: 'an answer tone of 2100 Hz for 500 ms (T.30, V.25)' };
  if (held(2237, 40, 500))
    return { label: 'modem', reason: 'an answer tone of 2225 to 2250 Hz for 500 ms (Bell 103, V.22)' };
  if (held(1650, 25, 900)) return { label: 'modem', reason: 'a carrier of 1650 Hz for 900 ms (V.21)' };
  if (ms(runs.keyedFrames) >= 800)
    return { label: 'fax', reason: 'frequency keying of 1650 and 1850 Hz for 800 ms (V.21)' };
  const run = runs.past(0);
  if (runs.ended && run !== null && words <= 1 && between(run.hz, 1055, 1145) && steady(run))
    if (between(ms(run.frames), 400, 600) && run.gainDb > CLEAR_DB)
      return { label: 'fax', reason: `a calling tone of ${Math.round(run.hz)} Hz for ${ms(run.frames)} ms (T.30)` };
  return null;
}

const callProgress = (run: ToneRun): boolean => between(run.hz, 340, 660) && steady(run) && run.gainDb > CLEAR_DB;

/** Two gaps and the tone between them say busy or congestion: equal on and off, or the United Kingdom's 0.4/0.35/0.225/0.525 s. */
function findBusy(runs: ToneRuns): ToneFinding | null {
  const third = runs.current;
  const second = runs.past(0);
  const first = runs.past(1);
  if (third.frames < 3 || second === null || first === null) return null;
  if (![first, second, third].every(callProgress)) return null;
  if (!near(first.hz, second.hz, 25) || !near(second.hz, third.hz, 25)) return null;
  const onMs = ms(second.frames);
  const offMs = ms(gap(second, third));
  const earlierOffMs = ms(gap(first, second));
  if (ms(first.frames) > onMs + 80 && ms(first.frames) > 460) return null;
  const even = near(offMs, earlierOffMs, 60) && near(onMs, offMs, 100) && between(onMs, 140, 620);
  const british =
    near(offMs + earlierOffMs, 875, 90) && Math.abs(offMs - earlierOffMs) > 100 && between(onMs, 180, 460);
  if (!even && !british) return null;
  return { label: 'busy', reason: `${Math.round(second.hz)} Hz, ${onMs} ms on and ${offMs} ms off, twice over` };
}

/** A ring lasts 0.9 s and more, or is double (0.4 on, 0.2 off, 0.4 on), and is followed by nothing for a while. */
function findRingback(runs: ToneRuns, frame: number, quietFrames: number): ToneFinding | null {
  const last = runs.past(0);
  if (last === null || runs.current.frames > 0 || !callProgress(last)) return null;
  const sinceMs = ms(frame + 1 - last.startFrame - last.frames);
  if (sinceMs < 900 || ms(quietFrames) < 800) return null;
  const onMs = ms(last.frames);
  const rang = `${Math.round(last.hz)} Hz for ${onMs} ms and a pause`;
  if (between(onMs, 840, 2300)) return { label: 'ringback', reason: `one ring: ${rang}` };
  const before = runs.past(1);
  if (before === null || !callProgress(before) || !near(before.hz, last.hz, 25)) return null;
  const between2 = ms(gap(before, last));
  if (between(onMs, 330, 500) && near(between2, 200, 60))
    return { label: 'ringback', reason: `a double ring: ${rang}` };
  return null;
}

/** Is the network's ringing or busy tone heard, or has it been, if only a part of it? */
export function heardProgress(runs: ToneRuns): boolean {
  if (runs.current.frames >= 5 && callProgress(runs.current)) return true;
  const last = runs.past(0);
  return last !== null && last.frames >= 12 && callProgress(last);
}

/**
 * Looks at the tones after each frame. `words` is the words that speech has had so far (a tone counts as one), `quietFrames` for
 * how long nothing has been loud; a ring after which somebody speaks is the rest of our own ringing.
 */
export function findTone(runs: ToneRuns, frame: number, words: number, quietFrames: number): ToneFinding | null {
  if (runs.current.frames > 0) return findSit(runs) ?? findDataTone(runs, words) ?? findBusy(runs);
  return findDataTone(runs, words) ?? findRingback(runs, frame, quietFrames);
}
