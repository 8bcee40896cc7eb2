/** Pacing as a pure function for a stateless worker: state and news in, decision and state out, many campaigns at a time. */
import { passingPacer } from './pacer.ts';
import { PacingRoom } from './room.ts';
import type { PacerOptions, PacerState, PacingDecision, PacingObservation, PacingSnapshot } from './types.ts';

/** Everything in it is cloned between threads; `observations` are those since the last decision, in order. */
export interface PacingTask {
  readonly options: PacerOptions;
  readonly state: PacerState | null;
  readonly observations: readonly PacingObservation[];
  readonly snapshot: PacingSnapshot;
}

export interface PacingTaskResult {
  readonly decision: PacingDecision;
  readonly state: PacerState;
}

/** Does not write to the task; `room` is what to compute in, where the caller has some. */
export function decideTask(task: PacingTask, room = new PacingRoom()): PacingTaskResult {
  const pacer = passingPacer(task.options, task.state ?? undefined, room);
  for (const observation of task.observations) pacer.observe(observation);
  const decision = pacer.decide(task.snapshot);
  return { decision, state: pacer.takeState() };
}

export function decideBatch(tasks: readonly PacingTask[]): PacingTaskResult[] {
  const room = new PacingRoom();
  return tasks.map((task) => decideTask(task, room));
}
