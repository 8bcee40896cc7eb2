/** How one far end behaves, told exactly: what tests and demonstrations ask of a carrier for a certain number. */
import type { EndCause } from './port.ts';

/** What takes the call. A `human` speaks and pauses, the others sound as their name says. */
export type Party = 'human' | 'machine' | 'fax' | 'modem' | 'sit' | 'busy' | 'ringback' | 'silence' | 'noise';

/** What a network answers where nobody takes the call. */
export type RefusalCause = Extract<
  EndCause,
  'busy' | 'unavailable' | 'invalid-number' | 'rejected' | 'congestion' | 'failed'
>;

export interface Press {
  /** Since the answer. */
  readonly afterMs: number;
  readonly digit: string;
}

export interface FarEnd {
  /** Since the call arrives; null: it never rings. */
  readonly ringsAfterMs: number | null;
  /** Since the call arrives: an announcement or tones before any answer; null: none. */
  readonly earlyMediaAfterMs?: number | null;
  readonly end:
    | {
        readonly does: 'answer';
        /** Since the call arrives. */
        readonly afterMs: number;
        readonly party?: Party;
        /** Since the answer, whatever happens meanwhile; without it the far end stays until it is hung up. */
        readonly hangsUpAfterMs?: number;
        readonly presses?: readonly Press[];
      }
    | { readonly does: 'refuse'; readonly afterMs: number; readonly cause: RefusalCause }
    | { readonly does: 'nothing' };
}
