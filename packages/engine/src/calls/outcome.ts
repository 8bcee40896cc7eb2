/**
 * What an attempt came to: how the call ended, whether it was answered and what the detector heard make one outcome.
 *
 * | answered | cause | heard | outcome |
 * | --- | --- | --- | --- |
 * | no | busy, ring-timeout, unavailable, … | – | `UNANSWERED` |
 * | no | one that leaves it open | SIT or busy tone in the early media | what the tone says |
 * | yes | any | the detector's label | `ANSWERED` |
 *
 * *Abandoned* is not an outcome: it is what became of a `live` one.
 */
import type { Outcome } from '@outdial/shared';
import type { EndCause } from '../telephony/port.ts';

/** The detector's labels; SIT of the kind "no circuit" stands apart, because it speaks of the network and not of the number. */
export const HEARD = [
  'human',
  'machine',
  'fax',
  'modem',
  'sit',
  'sit-no-circuit',
  'busy',
  'ringback',
  'silence',
  'noise',
  'unknown',
] as const;
export type Heard = (typeof HEARD)[number];

export interface CallEnding {
  readonly cause: EndCause;
  readonly answered: boolean;
  /** Null where nothing was judged: screening off, or the call ended first. */
  readonly heard: Heard | null;
}

/** What the campaign's rule makes of an answer in which nobody speaks; both are `live` unless it says otherwise. */
export interface QuietRule {
  readonly silence?: Outcome;
  readonly noise?: Outcome;
}

export interface JudgedOutcome {
  readonly outcome: Outcome;
  /** For people: why it is this one. */
  readonly because: string;
}

interface Unanswered {
  readonly outcome: Outcome;
  readonly because: string;
  /** A tone heard before the answer says more than this cause does. */
  readonly toneDecides: boolean;
}

const UNANSWERED: Readonly<Record<EndCause, Unanswered>> = {
  busy: { outcome: 'busy', because: 'the network said busy', toneDecides: false },
  'ring-timeout': { outcome: 'no-answer', because: 'nobody answered within the ring time-out', toneDecides: true },
  unavailable: { outcome: 'no-answer', because: 'the network said unavailable', toneDecides: true },
  'invalid-number': { outcome: 'invalid-number', because: 'the network knows no such number', toneDecides: true },
  rejected: { outcome: 'rejected', because: 'the person or their network declined', toneDecides: false },
  congestion: { outcome: 'operating-error', because: 'the trunk was full', toneDecides: false },
  'trunk-failure': { outcome: 'operating-error', because: 'the trunk failed', toneDecides: false },
  'hung-up-by-us': { outcome: 'cancelled', because: 'we hung up before the answer', toneDecides: true },
  'hung-up-by-contact': { outcome: 'rejected', because: 'the far end hung up before any answer', toneDecides: true },
  failed: { outcome: 'operating-error', because: 'the call could not be made', toneDecides: true },
};

/** Tones that the network plays instead of an answer; null: it says nothing about an unanswered call. */
const EARLY_TONE: Readonly<Record<Heard, Outcome | null>> = {
  human: null,
  machine: null,
  fax: null,
  modem: null,
  sit: 'invalid-number',
  'sit-no-circuit': 'operating-error',
  busy: 'busy',
  ringback: null,
  silence: null,
  noise: null,
  unknown: null,
};

/** Doubt goes to the person: what was not told to be something else counts as live. */
export const ANSWERED: Readonly<Record<Heard, Outcome>> = {
  human: 'live',
  machine: 'answering-machine',
  fax: 'fax',
  modem: 'fax',
  sit: 'invalid-number',
  'sit-no-circuit': 'operating-error',
  busy: 'busy',
  // The answer was an exchange's: it rang on behind it, and nobody came before the call ended.
  ringback: 'no-answer',
  silence: 'live',
  noise: 'live',
  unknown: 'live',
};

export function judgeOutcome(ending: CallEnding, quiet: QuietRule = {}): JudgedOutcome {
  return ending.answered ? judgeAnswered(ending.heard, quiet) : judgeUnanswered(ending);
}

function judgeAnswered(heard: Heard | null, quiet: QuietRule): JudgedOutcome {
  if (heard === null) return { outcome: 'live', because: 'answered, and not told to be a machine' };
  if (heard === 'silence' || heard === 'noise') {
    const ruled = quiet[heard];
    if (ruled !== undefined)
      return { outcome: ruled, because: `answered, ${heard} heard; the campaign's rule decides` };
  }
  return { outcome: ANSWERED[heard], because: `answered, ${heard} heard` };
}

function judgeUnanswered({ cause, heard }: CallEnding): JudgedOutcome {
  const row = UNANSWERED[cause];
  const told = row.toneDecides && heard !== null ? EARLY_TONE[heard] : null;
  if (told !== null) return { outcome: told, because: `${heard} heard before any answer` };
  return { outcome: row.outcome, because: row.because };
}
