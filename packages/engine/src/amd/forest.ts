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

  /** The log-odds of a yes for these features. */
  logit(features: Float64Array): number {
    const nodes = (1 << this.depth) - 1;
    let sum = this.bias;
    for (let tree = 0; tree < this.#trees; tree++) {
      const first = tree * nodes;
      let node = 0;
      for (let level = 0; level < this.depth; level++) {
        const value = features[this.#features[first + node] ?? 0] ?? 0;
        node = 2 * node + (value > (this.#thresholds[first + node] ?? 0) ? 2 : 1);
      }
      sum += this.#leaves[(tree << this.depth) + node - nodes] ?? 0;
    }
    return sum;
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
