/** Boosted trees at work: complete trees of one depth, walked by index, without a branch on anything but the features. */

/** The trees of one question; {@link Forest.logit} answers it. */
export class Forest {
  readonly depth: number;
  readonly bias: number;
  readonly #features: Uint8Array;
  readonly #thresholds: Float32Array;
  readonly #leaves: Float32Array;
  readonly #trees: number;

  constructor(depth: number, bias: number, features: Uint8Array, thresholds: Float32Array, leaves: Float32Array) {
    this.depth = depth;
    this.bias = bias;
    this.#features = features;
    this.#thresholds = thresholds;
    this.#leaves = leaves;
    this.#trees = leaves.length >> depth;
  }

  /** The log-odds of a yes for these features. Four trees are walked side by side, so that none waits for another's memory. */
  logit(features: Float64Array): number {
    const nodes = (1 << this.depth) - 1;
    const leaves = this.#leaves;
    let sum = this.bias;
    let tree = 0;
    for (; tree + 4 <= this.#trees; tree += 4) {
      const [a, b, c, d] = [tree * nodes, (tree + 1) * nodes, (tree + 2) * nodes, (tree + 3) * nodes];
      let [i, j, k, l] = [0, 0, 0, 0];
      for (let level = 0; level < this.depth; level++) {
        i = this.#child(features, a, i);
        j = this.#child(features, b, j);
        k = this.#child(features, c, k);
        l = this.#child(features, d, l);
      }
      // One after another, as if each had been walked by itself: sums of floats depend on their order.
      sum += leaves[(tree << this.depth) + i - nodes] ?? 0;
      sum += leaves[((tree + 1) << this.depth) + j - nodes] ?? 0;
      sum += leaves[((tree + 2) << this.depth) + k - nodes] ?? 0;
      sum += leaves[((tree + 3) << this.depth) + l - nodes] ?? 0;
    }
    for (; tree < this.#trees; tree++) {
      let node = 0;
      for (let level = 0; level < this.depth; level++) node = this.#child(features, tree * nodes, node);
      sum += leaves[(tree << this.depth) + node - nodes] ?? 0;
    }
    return sum;
  }

  /** Left where the feature is no greater than the threshold; as arithmetic, because a branch would be guessed wrong half of the time. */
  #child(features: Float64Array, first: number, node: number): number {
    const value = features[this.#features[first + node] ?? 0] ?? 0;
    return 2 * node + 1 + Number(value > (this.#thresholds[first + node] ?? 0));
  }
}

/** A forest as it is kept: arrays in base64. */
export interface ForestData {
  readonly depth: number;
  readonly bias: number;
  readonly features: string;
  readonly thresholds: string;
  readonly leaves: string;
}

export function loadForest(data: ForestData): Forest {
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
  const floats = (text: string): Float32Array => new Float32Array(bytes(text).buffer);
  const { depth, bias, features, thresholds, leaves } = data;
  return new Forest(depth, bias, bytes(features), floats(thresholds), floats(leaves));
}
