/** Puts forests into the source file that the detector loads: bytes in base64. */
import type { Forest } from './boosting.ts';

const base64 = (bytes: Uint8Array | Float32Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const literal = ({ depth, bias, features, thresholds, leaves }: Forest): string => `{
  depth: ${depth},
  bias: ${Math.fround(bias)},
  features:
    '${base64(features)}',
  thresholds:
    '${base64(thresholds)}',
  leaves:
    '${base64(leaves)}',
}`;

/** The text of `model-data.ts`; `made` says by what command. */
export function modelFile(machine: Forest, human: Forest, made: string): string {
  return `/** The trained forests (complete trees; 32-bit floats, little-endian, in base64). Made by: ${made} */
import type { ForestData } from './forest.ts';

export const MACHINE_FOREST: ForestData = ${literal(machine)};

export const HUMAN_FOREST: ForestData = ${literal(human)};
`;
}
