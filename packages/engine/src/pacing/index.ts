/** Pacing: how many calls to launch now. */
export { decideBatch, decideTask, type PacingTask, type PacingTaskResult } from './decide-task.ts';
export { PacerOptionError } from './options.ts';
export { createPacer } from './pacer.ts';
export type { PacingReasons, PacingRule } from './reasons.ts';
export { explain } from './sentence.ts';
export type {
  Pacer,
  PacerOptions,
  PacerState,
  PacingDecision,
  PacingObservation,
  PacingSnapshot,
} from './types.ts';
