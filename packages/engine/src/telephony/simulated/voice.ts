/** What one party of a call sounds like, frame by frame: a clip at first, and then as its kind goes on. */
import type { Random } from '@outdial/shared';
import type { ClipKind } from '../../amd/clips.ts';
import type { Party } from '../far-end.ts';
import type { AudioFrame } from '../port.ts';
import { type LineSounds, SILENT_FRAME } from './bank.ts';
import { FRAME_MS, type Recording } from './recording.ts';

/** `speech`: bits of speech and pauses; `repeat`: the clip again; `noise`: the line's background for good. */
type GoesOn = 'speech' | 'repeat' | 'noise';

const GOES_ON: Readonly<Record<Party, GoesOn>> = {
  human: 'speech',
  machine: 'noise',
  fax: 'repeat',
  modem: 'repeat',
  sit: 'repeat',
  busy: 'repeat',
  ringback: 'repeat',
  silence: 'repeat',
  noise: 'repeat',
};

/** Frames: pauses between two bits of speech, and how long a bit may be. */
const PAUSE_FRAMES = { least: 30, spread: 140 } as const;
const SPEECH_FRAMES = { least: 20, spread: 120 } as const;

export interface VoiceStart {
  readonly party: Party;
  readonly clipDraw: number;
  /** An agent has no greeting: they begin with a pause. */
  readonly greets: boolean;
}

/**
 * A party's sound as a function of the frame's number since it began. Numbers are asked for in rising order; gaps are
 * allowed, because nothing is made while nobody listens.
 */
export class Voice {
  readonly #line: LineSounds;
  readonly #random: Random;
  readonly #kind: ClipKind;
  readonly #goesOn: GoesOn;
  readonly #clipDraw: number;
  #frames: readonly AudioFrame[] = [];
  /** The segment under way: its first frame's number, the one after its last, and where in `#frames` it starts. */
  #start = 0;
  #end = 0;
  #from = 0;
  #pausing = false;

  constructor(line: LineSounds, start: VoiceStart, random: Random) {
    this.#line = line;
    this.#random = random;
    this.#kind = start.party;
    this.#goesOn = GOES_ON[start.party];
    this.#clipDraw = start.clipDraw;
    if (start.greets) this.#clip();
  }

  frameAt(index: number): AudioFrame {
    while (index >= this.#end) this.#next();
    return this.#frames[(this.#from + index - this.#start) % this.#frames.length] ?? SILENT_FRAME;
  }

  #next(): void {
    if (this.#goesOn === 'repeat') this.#clip();
    else if (this.#goesOn === 'noise') this.#segment(this.#line.noise, 0, Number.POSITIVE_INFINITY);
    else if (this.#pausing) this.#speak();
    else this.#pause();
  }

  #clip(): void {
    const { frames } = this.#line.pick(this.#kind, this.#clipDraw);
    this.#segment(frames, 0, Math.max(1, frames.length));
    this.#pausing = false;
  }

  #pause(): void {
    const { noise } = this.#line;
    const frames = PAUSE_FRAMES.least + this.#random.below(PAUSE_FRAMES.spread);
    this.#segment(noise, this.#random.below(noise.length), frames);
    this.#pausing = true;
  }

  #speak(): void {
    const { frames, soundFrom, soundTo } = this.#line.pick('human', this.#random.next());
    const length = Math.min(soundTo - soundFrom, SPEECH_FRAMES.least + this.#random.below(SPEECH_FRAMES.spread));
    this.#segment(frames, soundFrom, Math.max(1, length));
    this.#pausing = false;
  }

  #segment(frames: readonly AudioFrame[], from: number, length: number): void {
    this.#frames = frames;
    this.#start = this.#end;
    this.#end = this.#start + length;
    this.#from = from;
  }
}

/** What a party sounds like from its first frame on: a recording, once or over and over. */
export interface Opening {
  readonly recording: Recording;
  readonly repeats: boolean;
}

export function openingOf(line: LineSounds, party: Party, clipDraw: number): Opening {
  return { recording: line.pick(party, clipDraw), repeats: GOES_ON[party] === 'repeat' };
}

/** How long a person speaks at the answer, in milliseconds: to the end of the sound in their clip. */
export function greetingMs(line: LineSounds, clipDraw: number): number {
  return line.pick('human', clipDraw).soundTo * FRAME_MS;
}
