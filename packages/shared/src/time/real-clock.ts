/** The wall clock: the one place in which the core's time comes from the machine. */
import type { Clock } from './clock.ts';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, action) {
    const handle = setTimeout(action, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};
