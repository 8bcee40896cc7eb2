/** Everything that the classifier looks at, gathered frame by frame: words and pauses (of anybody and of the nearest), levels, sound, tones. */
import { Activity, ANY_SPEECH, NEAR_SPEECH } from './activity.ts';
import type { FrameFacts } from './frame-analysis.ts';
import { Levels } from './levels.ts';
import { LineStory } from './line-story.ts';
import { Statistics } from './statistics.ts';
import type { StateCursor, Stored } from './stored.ts';
import type { ToneRun } from './tone-runs.ts';

const WORDS = [
  'onset',
  'greeting',
  'speech',
  'words',
  'word',
  'silence',
  'longest word',
  'longest pause',
  'last pause',
  'first word',
  'pauses',
  'speech share',
] as const;
const pair = (name: string): string[] => [`${name}, mean`, `${name}, deviation`];

/** The names of the features, in order. Times are frames of 20 ms, levels dB. */
export const FEATURES: readonly string[] = [
  'elapsed',
  ...WORDS.map((name) => `any ${name}`),
  ...WORDS.map((name) => `near ${name}`),
  'near share',
  'floor',
  'peak',
  'peak over floor',
  'now under peak',
  'moment under peak',
  'word under peak',
  'phrase under peak',
  'least',
  ...[
    'speech level',
    'speech level step',
    'speech slope',
    'speech crossings',
    'speech tonality',
    'speech slope step',
    'speech curve',
  ].flatMap(pair),
  ...['line level', 'line slope', 'line curve', 'level before speech'].flatMap(pair),
  'digital silence',
  'voiced share',
  'syllables',
  'syllables a second',
  'tone frames',
  'since tone',
  'tone length',
  'tone frequency',
  'start level',
  'floor over start',
  'lead-in over start',
  'lead-in',
  'floor over lead-in',
  'moment over lead-in',
];

/** Is this run a steady tone, as nobody sings it? */
const isSteady = (run: ToneRun): boolean => run.frames >= 4 && run.jitter < 0.012 && run.gainDb > 13;
/** And is this one, in noise? It is no speech then, and nothing else follows. */
const isSteadyInNoise = (run: ToneRun): boolean => run.frames >= 5 && run.jitter < 0.012;

/** Fainter than this nobody is heard, dBFS. */
const FAINT_DBFS = -66;

export class Evidence implements Stored {
  readonly levels = new Levels();
  readonly any = new Activity(ANY_SPEECH);
  readonly near = new Activity(NEAR_SPEECH);
  readonly #statistics = new Statistics();
  readonly #line = new LineStory();
  /** Frames that stood out from a line so quiet that they were too faint to be counted for speech. */
  faintFrames = 0;
  #frames = 0;
  #toneFrames = 0;
  /** Frames since a steady tone, its length and frequency; −1, 0, 0 before the first. */
  #sinceTone = -1;
  #toneLength = 0;
  #toneHz = 0;

  /** `run` is of pure tones, `noisy` of such as noise may be on. */
  push(facts: FrameFacts, run: ToneRun, noisy: ToneRun): void {
    const tone = isSteady(run) ? run.frames : 0;
    const nobody = tone > 0 || !isSteadyInNoise(noisy) ? tone : noisy.frames;
    this.levels.push(facts.levelDbfs);
    this.any.push(this.levels, nobody);
    this.near.push(this.levels, nobody);
    const { nowDbfs, floorDbfs } = this.levels;
    if (this.any.loud) this.levels.raisePeak(nowDbfs);
    else if (nobody === 0 && nowDbfs > Math.max(FAINT_DBFS, floorDbfs + ANY_SPEECH.aboveFloorDb)) this.faintFrames += 1;
    this.#statistics.push(facts, this.levels.nowDbfs, this.any.loud, this.any.onsetFrames >= 0, this.levels.momentDbfs);
    this.#line.push(this.levels.nowDbfs, this.any.onsetFrames);
    this.#frames += 1;
    if (tone > 0) {
      this.#toneFrames += tone === 4 ? 4 : 1;
      this.#sinceTone = 0;
      this.#toneLength = tone;
      this.#toneHz = run.hz;
    } else if (this.#sinceTone >= 0) this.#sinceTone += 1;
  }

  /** How unsteady the line was before anybody spoke, dB. */
  get unrestDb(): number {
    return this.#statistics.unrestDb;
  }

  /** Frames that were part of a steady tone. */
  get toneFrames(): number {
    return this.#toneFrames;
  }

  /** Writes the {@link FEATURES}. */
  fill(features: Float64Array): void {
    const { floorDbfs, peakDbfs, nowDbfs, momentDbfs, wordDbfs, phraseDbfs, leastDbfs } = this.levels;
    features[0] = this.#frames;
    let i = fillWords(this.any, this.#frames, features, 1);
    i = fillWords(this.near, this.#frames, features, i);
    features[i++] = this.near.speechFrames / Math.max(1, this.any.speechFrames);
    features[i++] = floorDbfs;
    features[i++] = peakDbfs;
    features[i++] = peakDbfs - floorDbfs;
    features[i++] = peakDbfs - nowDbfs;
    features[i++] = peakDbfs - momentDbfs;
    features[i++] = peakDbfs - wordDbfs;
    features[i++] = peakDbfs - phraseDbfs;
    features[i++] = leastDbfs;
    i = this.#statistics.fill(features, i);
    features[i++] = this.#statistics.syllables / Math.max(10, this.any.greetingFrames);
    features[i++] = this.#toneFrames;
    features[i++] = this.#sinceTone;
    features[i++] = this.#toneLength;
    features[i++] = this.#toneHz;
    this.#line.fill(features, i, floorDbfs, momentDbfs);
  }

  visit(cursor: StateCursor): void {
    this.levels.visit(cursor);
    this.any.visit(cursor);
    this.near.visit(cursor);
    this.#statistics.visit(cursor);
    this.#line.visit(cursor);
    this.faintFrames = cursor.number(this.faintFrames);
    this.#frames = cursor.number(this.#frames);
    this.#toneFrames = cursor.number(this.#toneFrames);
    this.#sinceTone = cursor.number(this.#sinceTone);
    this.#toneLength = cursor.number(this.#toneLength);
    this.#toneHz = cursor.number(this.#toneHz);
  }
}

function fillWords(activity: Activity, frames: number, features: Float64Array, at: number): number {
  let i = at;
  features[i++] = activity.onsetFrames < 0 ? frames : activity.onsetFrames;
  features[i++] = activity.greetingFrames;
  features[i++] = activity.speechFrames;
  features[i++] = activity.words;
  features[i++] = activity.wordFrames;
  features[i++] = activity.silenceFrames;
  features[i++] = activity.longestWordFrames;
  features[i++] = activity.longestPauseFrames;
  features[i++] = activity.lastPauseFrames;
  features[i++] = activity.firstWordFrames;
  features[i++] = activity.pauses;
  features[i++] = activity.speechFrames / Math.max(1, activity.greetingFrames);
  return i;
}
