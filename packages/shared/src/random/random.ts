/** Chance as an argument: named, seeded streams, so that the same seed gives the same run, byte for byte. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of chance. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
  /** A whole number in [0, n). */
  below(n: number): number;
  /** True with the given chance, 0 to 1. */
  chance(ratio: number): boolean;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
  /** A stream of its own, which draws the same whatever else the others draw. */
  stream(name: string): Random;
}

/** The finishing mix of MurmurHash3 (Appleby): every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** FNV-1a, 32 bits, and a finishing mix: a name and a seed make the seed of a stream. */
function hash(seed: number, name: string): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** Draws passed over at the start: seeds that are near each other give first draws that are. */
const WARM_UP_DRAWS = 8;

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(mix(seed | 0));
  for (let i = 0; i < WARM_UP_DRAWS; i++) generator.next();
  let spare: number | null = null;
  const next = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  return {
    next,
    below: (n) => Math.floor(next() * n),
    chance: (ratio) => next() < ratio,
    normal() {
      if (spare !== null) {
        const kept = spare;
        spare = null;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    stream: (name) => seededRandom(hash(seed, name)),
  };
}
