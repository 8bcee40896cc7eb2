/** Why a call was judged a person or a machine, in sentences with figures. */
import type { Decision } from './classifier.ts';
import type { Evidence } from './evidence.ts';
import { FRAME_MS } from './frame-analysis.ts';

const ms = (frames: number): string => `${Math.max(0, frames) * FRAME_MS} ms`;

/** The odds first, then what was heard. */
export function explain(decision: Decision, evidence: Evidence): string[] {
  const { any, levels } = evidence;
  const percent = `${Math.round(100 * decision.confidence)} %`;
  const speech = any.silenceFrames <= 4 ? 'goes on' : `ended ${ms(any.silenceFrames)} ago`;
  const odds = {
    human: `a person: ${percent}`,
    machine: `a machine: ${percent}`,
    unknown: `neither person nor machine is certain enough`,
  }[decision.label];
  return [
    odds,
    `speech began after ${ms(any.onsetFrames)}, took ${ms(any.greetingFrames)} in ${any.words} ${any.words === 1 ? 'word' : 'words'} and ${speech}`,
    `loudest speech ${Math.round(levels.peakDbfs)} dBFS over a floor of ${Math.round(levels.floorDbfs)} dBFS`,
    ...(evidence.toneFrames > 0 ? [`a steady tone for ${ms(evidence.toneFrames)}`] : []),
  ];
}
