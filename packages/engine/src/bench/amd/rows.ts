/** From generated calls to rows of features: what the forests learn from, and what their policy is tried on. */

import { EVALUATION_FRAMES } from '../../amd/classifier.ts';
import { FEATURES } from '../../amd/evidence.ts';
import { FRAME_SAMPLES } from '../../amd/frame-analysis.ts';
import { Hearing } from '../../amd/hearing.ts';
import type { Rows } from './boosting.ts';
import type { RecipeCall } from './recipe.ts';

/** No verdict comes later. */
const MOST_FRAMES = 400;
/** Neighbouring rows say the same: every fourth is learned from. */
const LEARN_EVERY = 4;

/** A call as the classifier sees it: one row an evaluation. */
export interface CallRows extends Omit<RecipeCall, 'samples'> {
  readonly rows: Float32Array;
}

export function rowsOf({ samples, ...call }: RecipeCall): CallRows {
  const hearing = new Hearing();
  const features = new Float64Array(FEATURES.length);
  const frames = Math.min(MOST_FRAMES, Math.floor(samples.length / FRAME_SAMPLES));
  const rows = new Float32Array(Math.floor(frames / EVALUATION_FRAMES) * FEATURES.length);
  for (let frame = 0; frame < frames; frame++) {
    hearing.push(samples, frame * FRAME_SAMPLES, frame, true);
    if ((frame + 1) % EVALUATION_FRAMES !== 0) continue;
    hearing.evidence.fill(features);
    rows.set(features, ((frame + 1) / EVALUATION_FRAMES - 1) * FEATURES.length);
  }
  return { ...call, rows };
}

/** Rows in which something has been said, each call with the same weight but the shortest. */
export function learningRows(calls: readonly CallRows[], target: (call: CallRows) => boolean): Rows {
  const width = FEATURES.length;
  const words = FEATURES.indexOf('any words');
  const chosen: { from: Float32Array; target: number; weight: number }[] = [];
  let before = 0;
  for (const call of calls) {
    const own: Float32Array[] = [];
    for (let row = before % LEARN_EVERY; (row + 1) * width <= call.rows.length; row += LEARN_EVERY)
      if ((call.rows[row * width + words] ?? 0) > 0) own.push(call.rows.subarray(row * width, (row + 1) * width));
    for (const from of own) chosen.push({ from, target: target(call) ? 1 : 0, weight: 40 / Math.max(20, own.length) });
    before += call.rows.length / width;
  }
  const features = new Float32Array(chosen.length * width);
  chosen.forEach(({ from }, i) => {
    features.set(from, i * width);
  });
  return {
    width,
    features,
    targets: Float32Array.from(chosen, (row) => row.target),
    weights: Float32Array.from(chosen, (row) => row.weight),
  };
}
