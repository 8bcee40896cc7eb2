/** The one store outside React: everything writes here, the screen subscribes once and is told at most so often. */
import { type Clock, every, type Timer } from '@outdial/shared';
import type { ConsoleState } from './state.ts';

export interface StoreOptions {
  clock: Clock;
  /** At most so many frames a second for what comes in by itself; keys are shown at once. */
  framesPerSecond?: number;
}

export class Store {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #tick: Timer;
  #state: ConsoleState;
  #dirty = false;

  constructor(initial: ConsoleState, { clock, framesPerSecond = 4 }: StoreOptions) {
    this.#state = initial;
    this.#clock = clock;
    this.#tick = every(clock, 1_000 / framesPerSecond, () => this.#onTick());
  }

  readonly get = (): ConsoleState => this.#state;

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes the change; the screen shows it with the next tick. */
  update(change: (state: ConsoleState) => ConsoleState): void {
    const next = change(this.#state);
    if (next === this.#state) return;
    this.#state = next;
    this.#dirty = true;
  }

  /** Takes the change and shows it at once: for keys. */
  updateNow(change: (state: ConsoleState) => ConsoleState): void {
    this.update((state) => change({ ...state, nowMs: this.#clock.nowMs() }));
    this.#notify();
  }

  close(): void {
    this.#tick.cancel();
    this.#listeners.clear();
  }

  #onTick(): void {
    const nowMs = this.#clock.nowMs();
    const before = this.#state;
    this.#state = expire({ ...before, nowMs });
    // Timers count in seconds: without news the screen changes once a second.
    const expired = this.#state.ui !== before.ui;
    if (this.#dirty || expired || Math.floor(nowMs / 1_000) !== Math.floor(before.nowMs / 1_000)) this.#notify();
  }

  #notify(): void {
    this.#dirty = false;
    for (const listener of this.#listeners) listener();
  }
}

/** Notices and the chance to undo go when their time is over. */
function expire(state: ConsoleState): ConsoleState {
  const { notice, undo } = state.ui;
  const noticeOver = notice !== null && notice.untilMs <= state.nowMs;
  const undoOver = undo !== null && undo.untilMs <= state.nowMs;
  if (!noticeOver && !undoOver) return state;
  return { ...state, ui: { ...state.ui, notice: noticeOver ? null : notice, undo: undoOver ? null : undo } };
}
