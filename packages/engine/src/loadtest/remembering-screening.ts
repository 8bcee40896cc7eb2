/**
 * Screening for the virtual clock that hears each passage once. The detector is a pure function of the frames since the
 * answer, and the simulated carrier's frames are shared and never written: calls that sound alike share what was heard,
 * and where one goes on differently the detector hears the whole of it. The events are the detector's own, frame by frame.
 */
import type { CallId } from '@outdial/shared';
import type { AudioFrame, Screening, ScreeningEvent, ScreeningSession } from '../screening/screening.ts';

/** A passage as far as one frame, and what the detector said in that frame. */
interface Passage {
  readonly frame: AudioFrame | null;
  readonly before: Passage | null;
  /** How it went on so far; most passages go on in one way. */
  next: Passage | null;
  others: Map<AudioFrame, Passage> | null;
  events: ScreeningEvent[] | null;
}

/** Passages kept at most; past that every call is heard by itself. */
const MOST_PASSAGES = 500_000;

export class RememberingScreening implements Screening {
  readonly #inner: Screening;
  readonly #start = passage(null, null);
  #passages = 0;
  framesScreened = 0;

  constructor(inner: Screening) {
    this.#inner = inner;
  }

  /** Frames that the detector itself was given. */
  get framesAnalysed(): number {
    return this.#inner.framesScreened;
  }

  open(callId: CallId, listener: (event: ScreeningEvent) => void): ScreeningSession {
    let at: Passage | null = this.#start;
    let inner: ScreeningSession | null = null;
    let replaying = false;
    let open = true;
    const hear = (event: ScreeningEvent): void => {
      if (replaying) return;
      if (at !== null) at.events = [...(at.events ?? []), event];
      if (open) listener(event);
    };
    /** The detector hears by itself what was only remembered. */
    const awaken = (): ScreeningSession => {
      if (inner !== null) return inner;
      inner = this.#inner.open(callId, hear);
      replaying = true;
      for (const frame of framesUpTo(at)) inner.push(frame);
      replaying = false;
      return inner;
    };
    return {
      push: (frame) => {
        if (!open) return;
        this.framesScreened += 1;
        const known = at === null ? null : goesOn(at, frame);
        if (known !== null && inner === null) {
          at = known;
          if (known.events !== null) for (const event of known.events) if (open) listener(event);
          return;
        }
        const session = awaken();
        // What is known already would be written down a second time: from there on this call is only heard.
        at = at === null || known !== null ? null : this.#keep(at, frame);
        session.push(frame);
      },
      view: () => awaken().view(),
      close() {
        open = false;
        inner?.close();
      },
    };
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #keep(before: Passage, frame: AudioFrame): Passage | null {
    if (this.#passages >= MOST_PASSAGES) return null;
    this.#passages += 1;
    const kept = passage(frame, before);
    if (before.next === null) before.next = kept;
    else {
      before.others ??= new Map();
      before.others.set(frame, kept);
    }
    return kept;
  }
}

function passage(frame: AudioFrame | null, before: Passage | null): Passage {
  return { frame, before, next: null, others: null, events: null };
}

function goesOn(at: Passage, frame: AudioFrame): Passage | null {
  if (at.next?.frame === frame) return at.next;
  return at.others?.get(frame) ?? null;
}

function framesUpTo(at: Passage | null): AudioFrame[] {
  const frames: AudioFrame[] = [];
  for (let passed = at; passed !== null; passed = passed.before) if (passed.frame !== null) frames.push(passed.frame);
  return frames.reverse();
}
