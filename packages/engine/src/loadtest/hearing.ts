/** What the detector says of a recording, heard whole: the detector is causal, so it holds for every call that sounds so. */
import { Detector } from '../amd/detector.ts';
import type { DetectorView, ScreeningEvent } from '../screening/screening.ts';
import type { AudioFrame } from '../telephony/port.ts';
import type { Opening } from '../telephony/simulated/voice.ts';

/** What the detector said at the end of a frame (from 1), and what it saw then. */
interface Said {
  readonly frame: number;
  readonly event: ScreeningEvent;
  readonly view: DetectorView;
}

export interface Hearing {
  /** In order; the verdict comes last. */
  readonly told: readonly Said[];
  /** Frames that the detector was given. */
  readonly frames: number;
  /** Whether the recording decides: it neither ends before a verdict nor rings (then somebody may still come). */
  readonly decides: boolean;
}

/** A recording that repeats is heard so long at most: ten seconds. */
const MOST_FRAMES = 500;

export function hear(sound: Opening): Hearing {
  const detector = new Detector();
  const told: Said[] = [];
  const length = sound.repeats ? MOST_FRAMES : sound.recording.frames.length;
  let frames = 0;
  let verdict: string | null = null;
  while (frames < length && verdict === null) {
    const frame = frameOf(sound, frames);
    frames += 1;
    detector.push(frame, 0, (event) => {
      told.push({ frame: frames, event, view: detector.view() });
      if (event.type === 'verdict') verdict = event.verdict.label;
    });
  }
  return { told, frames, decides: verdict !== null && verdict !== 'ringback' };
}

const SILENCE: AudioFrame = new Int16Array(160);

export function frameOf({ recording: { frames } }: Opening, index: number): AudioFrame {
  return frames[index % frames.length] ?? SILENCE;
}
