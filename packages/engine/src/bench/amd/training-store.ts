/** What a training run made, kept in the cache folder: the calls as rows, and the forests; a later run may go on from there. */
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Forest } from './boosting.ts';
import type { CallRows } from './rows.ts';

export class TrainingStore {
  readonly #at: string;
  readonly #again: boolean;
  readonly #keepForests: boolean;

  /** With `again` what is there is taken; `keepForests` is false where the features are not all of them. */
  constructor(cache: string, name: string, again: boolean, keepForests: boolean) {
    mkdirSync(cache, { recursive: true });
    this.#at = join(cache, name);
    this.#again = again;
    this.#keepForests = keepForests;
  }

  calls(make: () => Iterable<CallRows>): CallRows[] {
    const [rowsPath, callsPath] = [`${this.#at}-rows.f32`, `${this.#at}-calls.jsonl`];
    if (!(this.#again && existsSync(callsPath))) {
      rmSync(callsPath, { force: true });
      const file = openSync(rowsPath, 'w');
      for (const { rows, ...call } of make()) {
        writeSync(file, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
        appendFileSync(callsPath, `${JSON.stringify({ ...call, length: rows.length })}\n`);
      }
      closeSync(file);
    }
    const file = openSync(rowsPath, 'r');
    const calls = readFileSync(callsPath, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): CallRows => {
        const { length, ...call } = JSON.parse(line) as Omit<CallRows, 'rows'> & { length: number };
        const rows = new Float32Array(length);
        readSync(file, new Uint8Array(rows.buffer));
        return { ...call, rows };
      });
    closeSync(file);
    return calls;
  }

  forest(name: string, grow: () => Forest): Forest {
    const path = `${this.#at}-${name}.json`;
    if (this.#again && this.#keepForests && existsSync(path)) {
      const { depth, bias, features, thresholds, leaves } = JSON.parse(readFileSync(path, 'utf8')) as {
        readonly [Key in keyof Forest]: Forest[Key] extends number ? number : readonly number[];
      };
      return {
        depth,
        bias,
        features: Uint8Array.from(features),
        thresholds: Float32Array.from(thresholds, (value) => value ?? Number.POSITIVE_INFINITY),
        leaves: Float32Array.from(leaves),
      };
    }
    const forest = grow();
    const { depth, bias, features, thresholds, leaves } = forest;
    // JSON has no infinity: it becomes null, and is taken back as such.
    const plain = { depth, bias, features: [...features], thresholds: [...thresholds], leaves: [...leaves] };
    if (this.#keepForests) writeFileSync(path, JSON.stringify(plain));
    return forest;
  }
}
