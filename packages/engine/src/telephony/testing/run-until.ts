/** Virtual time to an exact moment. */
import type { VirtualClock } from '@outdial/shared';

/**
 * Runs everything up to `untilMs` and nothing after it. An event of its own at that moment bounds the clock's last
 * step, which would otherwise pass over timers that were cancelled and run the next live one, however late that is.
 */
export function runUntil(clock: VirtualClock, untilMs: number): void {
  clock.after(untilMs - clock.nowMs(), () => undefined);
  clock.runUntil(untilMs);
}
