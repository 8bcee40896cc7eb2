/**
 * Times that the product promises are promised on a machine that has nothing else to do: here they are allowed as much more
 * as the program takes longer to start just now than it does there.
 */
import { run } from './program.ts';

/** `outdial --version` on two quiet cores. */
const QUIET_START_MS = 400;

/** From 1 on. */
export async function slowness(): Promise<number> {
  const startMs = performance.now();
  await run(['--version']);
  return Math.max(1, (performance.now() - startMs) / QUIET_START_MS);
}

/** The promise on this machine: `before` and `after` what was measured. */
export const allowed = (promisedMs: number, before: number, after: number): number =>
  promisedMs * Math.max(before, after);
