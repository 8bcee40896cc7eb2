/** What goes between the pool's owner and its workers: a task and its result, by tag. */
import type { PacingTask, PacingTaskResult } from '../pacing/index.ts';
import type { ScreeningEvent } from '../screening/screening.ts';

/** Three numbers a call: its slot, the slot's generation, and how many frames lie in the slot's inbox. */
export const SCREEN_FIELDS = 3;

export type WorkerTask =
  | { readonly type: 'screen'; readonly calls: Int32Array }
  | { readonly type: 'decide'; readonly tasks: readonly PacingTask[] };

/** `index` counts the calls of the batch. */
export interface ScreenedEvent {
  readonly index: number;
  readonly event: ScreeningEvent;
}

export type WorkerResult =
  | { readonly type: 'screened'; readonly frames: number; readonly events: readonly ScreenedEvent[] }
  | { readonly type: 'decided'; readonly results: readonly PacingTaskResult[] };

/** What every worker is given at its start. */
export interface WorkerStart {
  readonly memory: SharedArrayBuffer;
}

/** What a worker was given, out of its thread's data: piscina hands it over inside its own. */
export function startData(data: unknown): WorkerStart {
  const found = Array.isArray(data) ? data.find((part) => (part as WorkerStart | null)?.memory !== undefined) : data;
  return found as WorkerStart;
}
