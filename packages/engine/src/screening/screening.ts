/** Screening: what the engine asks of the detector for one call, wherever the detector runs. */
import type { CallId } from '@outdial/shared';

/** Signed linear samples, 8 kHz mono, 20 ms: 160 of them. */
export type AudioFrame = Int16Array;

export type DetectorLabel =
  | 'human'
  | 'machine'
  | 'fax'
  | 'modem'
  | 'sit'
  | 'busy'
  | 'ringback'
  | 'silence'
  | 'noise'
  | 'unknown';

/** What answered. `decisionMs` is audio since the answer; `confidence` is 0 to 1. */
export interface Verdict {
  readonly label: DetectorLabel;
  readonly decisionMs: number;
  readonly confidence: number;
  readonly sitKind?: 'no-circuit' | 'intercept' | 'vacant-code' | 'reorder' | 'unknown';
  readonly reasons: readonly string[];
}

/** One verdict a call, but that `ringback` may be followed by what answers then; beeps (`atMs`: where one began) as often as there are. */
export type ScreeningEvent =
  | { readonly type: 'verdict'; readonly verdict: Verdict }
  | { readonly type: 'beep'; readonly atMs: number };

/** What the detector sees just now, for the console. */
export interface DetectorView {
  readonly elapsedMs: number;
  readonly levelDbfs: number;
  readonly floorDbfs: number;
  readonly speech: boolean;
  /** The tone under way in words, such as `425 Hz`. */
  readonly tone: string | null;
  readonly words: number;
  readonly greetingMs: number;
  readonly silenceMs: number;
  /** The chance that this is a machine, 0 to 1, as the classifier has it. */
  readonly machineEvidence: number;
  readonly decided: boolean;
}

/** What a contact rule says about screening. */
export interface ScreeningRule {
  /** How many machines may reach an agent to save one person from being hung up on: 3 unless told; more is more careful. */
  readonly machinesPerPerson?: number;
  /** A call without a verdict by then is unknown and goes to an agent; 6500 unless told. */
  readonly maximumMs?: number;
}

export interface ScreeningSession {
  push(frame: AudioFrame): void;
  view(): DetectorView;
  /** No event comes after this. */
  close(): void;
}

/** Screening that reads the call's audio where it lies: no frame passes through the engine. */
export interface AttachedSession {
  /** Frames of the call that have been heard. */
  readonly frames: number;
  view(): DetectorView;
  /** No event comes after this. */
  close(): void;
}

export interface Screening {
  open(callId: CallId, listener: (event: ScreeningEvent) => void, rule?: ScreeningRule): ScreeningSession;
  /** Where the detector can reach the audio by itself; null where this call must be opened and its frames pushed. */
  attach?(callId: CallId, listener: (event: ScreeningEvent) => void): AttachedSession | null;
  /** Frames that the detector has heard, over all calls. */
  readonly framesScreened: number;
  close(): Promise<void>;
}
