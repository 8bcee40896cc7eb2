/** How the lab's far ends take a call: a script in milliseconds, and what is heard of them. */
import type { FarEnd, RefusalCause } from '../far-end.ts';
import { SILENCE, type Sound } from './sounds.ts';

export interface Plan {
  /** Since the call arrives; null: it never rings. */
  readonly ringsAfterMs: number | null;
  /** Since the call arrives; null: nothing before the answer. */
  readonly early: { readonly afterMs: number; readonly sound: Sound } | null;
  readonly end:
    | {
        readonly does: 'answer';
        /** Since the call arrives. */
        readonly afterMs: number;
        readonly sound: Sound;
        /** Since the answer; null: it stays. */
        readonly hangsUpAfterMs: number | null;
        readonly presses: readonly { readonly afterMs: number; readonly digit: string }[];
      }
    | { readonly does: 'refuse'; readonly afterMs: number; readonly status: number }
    | { readonly does: 'nothing' }
    /** Not even a provisional answer: nobody listens there. */
    | { readonly does: 'ignore' };
}

const STATUSES: Readonly<Record<RefusalCause, number>> = {
  busy: 486,
  unavailable: 480,
  'invalid-number': 404,
  rejected: 603,
  congestion: 503,
  failed: 500,
};

/** A far end of the contract as a plan: `sound` is what it says once it has answered, `early` what is heard before. */
export function planOf(farEnd: FarEnd, sound: Sound, early: Sound): Plan {
  const { ringsAfterMs, end } = farEnd;
  const earlyAfterMs = farEnd.earlyMediaAfterMs ?? null;
  return {
    ringsAfterMs,
    early: earlyAfterMs === null ? null : { afterMs: earlyAfterMs, sound: early },
    end:
      end.does === 'answer'
        ? {
            does: 'answer',
            afterMs: end.afterMs,
            sound: end.party === 'silence' ? SILENCE : sound,
            hangsUpAfterMs: end.hangsUpAfterMs ?? null,
            presses: end.presses ?? [],
          }
        : end.does === 'refuse'
          ? { does: 'refuse', afterMs: end.afterMs, status: STATUSES[end.cause] }
          : end,
  };
}

/** Picks up after a moment and says `sound`. */
export function answers(sound: Sound, afterMs = 0): Plan {
  return {
    ringsAfterMs: afterMs > 0 ? 0 : null,
    early: null,
    end: { does: 'answer', afterMs, sound, hangsUpAfterMs: null, presses: [] },
  };
}

export function refuses(status: number, afterMs = 0): Plan {
  return { ringsAfterMs: null, early: null, end: { does: 'refuse', afterMs, status } };
}
