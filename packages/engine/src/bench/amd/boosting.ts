/** Gradient-boosted trees on a logistic loss: histograms of 64 bins, trees of one depth, Newton steps; seeded. */
import type { Random } from '@outdial/shared';

/** Rows of features (row after row), a target of 0 or 1 and a weight each. */
export interface Rows {
  readonly width: number;
  readonly features: Float32Array;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
}

export interface BoostingOptions {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  readonly ridge: number;
  readonly leastWeight: number;
  readonly featureShare: number;
  readonly rowShare: number;
}

/** Complete trees: for each, 2^depth − 1 splits (feature, threshold: ≤ goes left) and 2^depth leaves. */
export interface Forest {
  readonly depth: number;
  readonly bias: number;
  readonly features: Uint8Array;
  readonly thresholds: Float32Array;
  readonly leaves: Float32Array;
}

const BINS = 64;

/** Bin edges by quantile, from a sample of the rows. */
function edgesOf(rows: Rows, feature: number): Float32Array {
  const n = rows.targets.length;
  const step = Math.max(1, Math.floor(n / 20_000));
  const values: number[] = [];
  for (let row = 0; row < n; row += step) values.push(rows.features[row * rows.width + feature] ?? 0);
  values.sort((a, b) => a - b);
  const edges = new Set<number>();
  for (let bin = 1; bin < BINS; bin++) edges.add(Math.fround(values[Math.floor((bin * values.length) / BINS)] ?? 0));
  return Float32Array.from(edges);
}

/** Columns of bins: a value's bin is the number of edges below it. */
function binned(rows: Rows, edges: readonly Float32Array[]): Uint8Array[] {
  const n = rows.targets.length;
  return edges.map((column, feature) => {
    const bins = new Uint8Array(n);
    for (let row = 0; row < n; row++) {
      const value = rows.features[row * rows.width + feature] ?? 0;
      let [low, high] = [0, column.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((column[middle] ?? 0) < value) low = middle + 1;
        else high = middle;
      }
      bins[row] = low;
    }
    return bins;
  });
}

export function boost(
  rows: Rows,
  options: BoostingOptions,
  random: Random,
  progress?: (tree: number, loss: number) => void,
): Forest {
  const { trees, depth, rate, ridge, leastWeight } = options;
  const n = rows.targets.length;
  const edges = Array.from({ length: rows.width }, (_, feature) => edgesOf(rows, feature));
  const columns = binned(rows, edges);
  const nodes = 2 ** depth - 1;
  const features = new Uint8Array(trees * nodes);
  const thresholds = new Float32Array(trees * nodes).fill(Number.POSITIVE_INFINITY);
  const leaves = new Float32Array(trees * 2 ** depth);
  let [positive, total] = [0, 0];
  for (let row = 0; row < n; row++) {
    total += rows.weights[row] ?? 0;
    positive += (rows.weights[row] ?? 0) * (rows.targets[row] ?? 0);
  }
  const bias = Math.log(positive / (total - positive));
  const score = new Float32Array(n).fill(bias);
  const gradient = new Float32Array(n);
  const curvature = new Float32Array(n);
  const node = new Int32Array(n);

  for (let tree = 0; tree < trees; tree++) {
    let loss = 0;
    const used: number[] = [];
    for (let row = 0; row < n; row++) {
      const p = 1 / (1 + Math.exp(-(score[row] ?? 0)));
      const y = rows.targets[row] ?? 0;
      const w = rows.weights[row] ?? 0;
      loss -= w * Math.log(Math.max(1e-9, y === 1 ? p : 1 - p));
      gradient[row] = w * (p - y);
      curvature[row] = w * p * (1 - p);
      node[row] = 0;
      if (random.next() < options.rowShare) used.push(row);
    }
    progress?.(tree, loss / total);
    const sample = Int32Array.from(used);
    const chosen = columns.map((_, feature) => feature).filter(() => random.next() < options.featureShare);
    for (let level = 0; level < depth; level++) {
      const width = 2 ** level;
      const best = splitLevel({
        sample,
        chosen,
        columns,
        node,
        gradient,
        curvature,
        first: width - 1,
        width,
        ridge,
        leastWeight,
      });
      for (let at = 0; at < width; at++) {
        const split = best[at];
        if (split === undefined || split === null) continue;
        features[tree * nodes + width - 1 + at] = split.feature;
        thresholds[tree * nodes + width - 1 + at] = edges[split.feature]?.[split.bin] ?? Number.POSITIVE_INFINITY;
      }
      for (let row = 0; row < n; row++) {
        const at = node[row] ?? 0;
        const split = best[at - (width - 1)] ?? null;
        const right = split !== null && (columns[split.feature]?.[row] ?? 0) > split.bin;
        node[row] = 2 * at + (right ? 2 : 1);
      }
    }
    const sums = new Float64Array(2 ** depth);
    const curves = new Float64Array(2 ** depth);
    for (const row of sample) {
      const leaf = (node[row] ?? 0) - nodes;
      sums[leaf] = (sums[leaf] ?? 0) + (gradient[row] ?? 0);
      curves[leaf] = (curves[leaf] ?? 0) + (curvature[row] ?? 0);
    }
    for (let leaf = 0; leaf < sums.length; leaf++)
      leaves[tree * sums.length + leaf] = (-rate * (sums[leaf] ?? 0)) / ((curves[leaf] ?? 0) + ridge);
    for (let row = 0; row < n; row++)
      score[row] = (score[row] ?? 0) + (leaves[tree * sums.length + (node[row] ?? 0) - nodes] ?? 0);
  }
  return { depth, bias, features, thresholds, leaves };
}

interface Level {
  readonly sample: Int32Array;
  readonly chosen: readonly number[];
  readonly columns: readonly Uint8Array[];
  readonly node: Int32Array;
  readonly gradient: Float32Array;
  readonly curvature: Float32Array;
  readonly first: number;
  readonly width: number;
  readonly ridge: number;
  readonly leastWeight: number;
}

/** The best split of each node of a level, or null where none gains. */
function splitLevel(level: Level): ({ feature: number; bin: number; gain: number } | null)[] {
  const { sample, node, gradient, curvature, first, width, ridge, leastWeight } = level;
  const best: ({ feature: number; bin: number; gain: number } | null)[] = new Array(width).fill(null);
  const g = new Float64Array(width * BINS);
  const h = new Float64Array(width * BINS);
  for (const feature of level.chosen) {
    const column = level.columns[feature];
    if (column === undefined) continue;
    g.fill(0);
    h.fill(0);
    for (let i = 0; i < sample.length; i++) {
      const row = sample[i] ?? 0;
      const at = ((node[row] ?? 0) - first) * BINS + (column[row] ?? 0);
      g[at] = (g[at] ?? 0) + (gradient[row] ?? 0);
      h[at] = (h[at] ?? 0) + (curvature[row] ?? 0);
    }
    for (let at = 0; at < width; at++) {
      let [allG, allH] = [0, 0];
      for (let bin = 0; bin < BINS; bin++) {
        allG += g[at * BINS + bin] ?? 0;
        allH += h[at * BINS + bin] ?? 0;
      }
      const whole = (allG * allG) / (allH + ridge);
      let [leftG, leftH] = [0, 0];
      for (let bin = 0; bin < BINS - 1; bin++) {
        leftG += g[at * BINS + bin] ?? 0;
        leftH += h[at * BINS + bin] ?? 0;
        const rightH = allH - leftH;
        if (leftH < leastWeight || rightH < leastWeight) continue;
        const rightG = allG - leftG;
        const gain = (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (rightH + ridge) - whole;
        if (gain > (best[at]?.gain ?? 1e-6)) best[at] = { feature, bin, gain };
      }
    }
  }
  return best;
}
