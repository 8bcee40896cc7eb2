/**
 * Screening for the virtual clock that hears each recording once, and whole: what the detector says of it, and in which
 * frame, is told at that moment of every call that sounds so. A recording that does not decide is heard frame by frame.
 */
import type { CallId, Clock, Timer } from '@outdial/shared';
import { Detector } from '../amd/detector.ts';
import type {
  AttachedSession,
  DetectorView,
  Screening,
  ScreeningEvent,
  ScreeningRule,
  ScreeningSession,
} from '../screening/screening.ts';
import type { KnownOpening } from '../telephony/simulated/openings.ts';
import { FRAME_MS, type Recording } from '../telephony/simulated/recording.ts';
import type { Opening } from '../telephony/simulated/voice.ts';
import { frameOf, type Hearing } from './hearing.ts';

export interface HearingAheadParts {
  readonly clock: Clock;
  /** Hears a recording, here or on another thread; waits for it. */
  readonly hear: (sound: Opening) => Hearing;
  /** The detector frame by frame. */
  readonly inner: Screening;
  /** Null where nothing is known ahead. */
  readonly sound: (callId: CallId) => KnownOpening | null;
}

export class HearingAhead implements Screening {
  readonly #parts: HearingAheadParts;
  readonly #heard = new Map<Recording, Hearing>();
  readonly #open = new Set<Known>();
  #framesClosed = 0;
  #framesAhead = 0;

  constructor(parts: HearingAheadParts) {
    this.#parts = parts;
  }

  /** Frames of calls, whether the detector was given them or knew the recording. */
  get framesScreened(): number {
    let frames = this.#framesClosed + this.#parts.inner.framesScreened;
    for (const session of this.#open) frames += session.frames;
    return frames;
  }

  /** Frames that the detector itself was given. */
  get framesAnalysed(): number {
    return this.#framesAhead + this.#parts.inner.framesScreened;
  }

  open(callId: CallId, listener: (event: ScreeningEvent) => void, rule?: ScreeningRule): ScreeningSession {
    return this.#parts.inner.open(callId, listener, rule);
  }

  attach(callId: CallId, listener: (event: ScreeningEvent) => void): AttachedSession | null {
    const sound = this.#parts.sound(callId);
    if (sound === null || sound.recording.name === null) return null;
    const hearing = this.#hearing(sound);
    if (!hearing.decides) return null;
    const session = new Known(this.#parts.clock, sound, hearing, listener, () => {
      if (this.#open.delete(session)) this.#framesClosed += session.frames;
    });
    this.#open.add(session);
    return session;
  }

  close(): Promise<void> {
    return this.#parts.inner.close();
  }

  #hearing(sound: Opening): Hearing {
    const known = this.#heard.get(sound.recording);
    if (known !== undefined) return known;
    const hearing = this.#parts.hear(sound);
    this.#heard.set(sound.recording, hearing);
    this.#framesAhead += hearing.frames;
    return hearing;
  }
}

/** One call whose sound, and what the detector says of it, is known ahead. */
class Known implements AttachedSession {
  readonly #clock: Clock;
  readonly #sound: KnownOpening;
  readonly #told: Hearing['told'];
  readonly #listener: (event: ScreeningEvent) => void;
  readonly #closed: () => void;
  #timer: Timer | null = null;

  constructor(
    clock: Clock,
    sound: KnownOpening,
    { told }: Hearing,
    listener: (event: ScreeningEvent) => void,
    closed: () => void,
  ) {
    this.#clock = clock;
    this.#sound = sound;
    this.#told = told;
    this.#listener = listener;
    this.#closed = closed;
    this.#tell(0);
  }

  get frames(): number {
    return Math.max(0, Math.floor((this.#clock.nowMs() - this.#sound.beganMs) / FRAME_MS));
  }

  /** At the moments at which something is told it is known as well; between them it is heard again. */
  view(): DetectorView {
    const { frames } = this;
    const said = this.#told.find(({ frame }) => frame === frames);
    if (said !== undefined) return said.view;
    const detector = new Detector();
    for (let i = 0; i < frames; i++) detector.push(frameOf(this.#sound, i), 0, () => undefined);
    return detector.view();
  }

  close(): void {
    this.#timer?.cancel();
    this.#closed();
  }

  #tell(index: number): void {
    const next = this.#told[index];
    if (next === undefined) return;
    const dueMs = this.#sound.beganMs + next.frame * FRAME_MS;
    this.#timer = this.#clock.after(dueMs - this.#clock.nowMs(), () => {
      this.#tell(index + 1);
      this.#listener(next.event);
    });
  }
}
