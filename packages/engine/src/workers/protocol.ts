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
