/** Keeps the newest view where answers to commands and the event stream overtake each other. */
import type { AgentView } from '@outdial/shared';

export interface NewestView {
  get(): AgentView | null;
  /** Takes `view` unless it is older than the one at hand; says whether it was taken. */
  offer(view: AgentView): boolean;
  /** Whatever comes next is taken: a restarted server may count from the beginning. */
  restart(): void;
}

export function createNewestView(): NewestView {
  let newest: AgentView | null = null;
  let takeAnything = true;
  return {
    get: () => newest,
    offer(view) {
      const older =
        newest !== null &&
        !takeAnything &&
        (view.nowMs < newest.nowMs || (view.nowMs === newest.nowMs && view.version < newest.version));
      if (older) return false;
      takeAnything = false;
      newest = view;
      return true;
    },
    restart() {
      takeAnything = true;
    },
  };
}
