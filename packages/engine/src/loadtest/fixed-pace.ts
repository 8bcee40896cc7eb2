/** Pacing that does as it is told: a fixed number of calls a second, or a fixed number under way. */
import { createPacer, type PacingTask, type PacingTaskResult } from '../pacing/index.ts';
import type { PacingService } from '../workers/index.ts';
import type { LoadPace } from './options.ts';

export function fixedPace(pace: Exclude<LoadPace, { kind: 'auto' }>): PacingService {
  let lastMs: number | null = null;
  let owed = 0;
  const launchOf = ({ snapshot }: PacingTask): number => {
    const { ringingMs, screeningMs, waitingMs } = snapshot.calls;
    if (pace.kind === 'concurrent-calls') {
      const underWay = ringingMs.length + screeningMs.length + waitingMs.length + snapshot.agents.talkingMs.length;
      return Math.max(0, Math.round(pace.calls) - underWay);
    }
    owed += (pace.calls * (snapshot.nowMs - (lastMs ?? snapshot.nowMs - 250))) / 1_000;
    lastMs = snapshot.nowMs;
    const launch = Math.floor(owed);
    owed -= launch;
    return launch;
  };
  const decide = (task: PacingTask): PacingTaskResult => {
    const pacer = createPacer({ mode: 'progressive' });
    const { reasons } = pacer.decide({ ...task.snapshot, paused: true });
    const launch = launchOf(task);
    return {
      decision: { launch, reasons: { ...reasons, rule: 'lines-per-agent', wanted: launch } },
      state: pacer.state(),
    };
  };
  return { decide: (tasks, done) => done(tasks.map(decide)) };
}
