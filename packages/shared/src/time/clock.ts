/** Time as an argument: what the core may know of time, on the wall clock and on a virtual one alike. */

/** A timer that has been set; cancelling one that has fired or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the Unix epoch (on a virtual clock: since the epoch that the run was given). */
  nowMs(): number;
  /** Runs `action` once, `delayMs` from now (a negative delay counts as 0), in the order in which equal times were set. */
  after(delayMs: number, action: () => void): Timer;
}

/** Runs `action` every `periodMs`, first one period from now, until the timer is cancelled. */
export function every(clock: Clock, periodMs: number, action: () => void): Timer {
  let cancelled = false;
  let timer: Timer;
  const arm = (): void => {
    timer = clock.after(periodMs, () => {
      if (cancelled) return;
      arm();
      action();
    });
  };
  arm();
  return {
    cancel() {
      cancelled = true;
      timer.cancel();
    },
  };
}
