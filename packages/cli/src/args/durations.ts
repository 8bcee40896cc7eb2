/** Durations on the command line: `250ms`, `60s`, `10m`, `8h`. */
import { UsageError } from './usage-error.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds. Throws UsageError where the text is no duration; `option` is named in it. */
export function parseDurationMs(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  if (match === null || unitMs === undefined) {
    throw new UsageError(`${option} takes a duration such as 250ms, 60s, 10m or 8h, not "${text}".`);
  }
  return Number(match[1]) * unitMs;
}
