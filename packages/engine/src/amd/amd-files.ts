/** `outdial amd FILES…`: what the detector makes of recordings, one line a file; t = 0 is the answer. */
import { readFile } from 'node:fs/promises';
import { readWav } from '@outdial/shared';
import type { DetectorLabel, Verdict } from '../screening/screening.ts';
import { Detector, hearAll } from './detector.ts';
import { timeline } from './timeline.ts';

/** A line of `outdial amd --json`. */
export interface AmdLine {
  readonly file: string;
  readonly label: DetectorLabel;
  readonly decisionMs: number;
  readonly beepMs: number | null;
  readonly beepAll: readonly number[];
  readonly confidence: number;
  readonly sitKind?: Verdict['sitKind'];
  readonly reasons: readonly string[];
  /** With `explain`: the call as lines of text. */
  readonly timeline?: readonly string[];
}

export interface AmdOptions {
  /** Draws each call as a timeline. */
  readonly explain?: boolean;
  /** Columns of the timeline, 100 unless told. */
  readonly width?: number;
}

/** A file that could not be heard, in words that say what to do. */
export interface AmdFailure {
  readonly file: string;
  readonly error: string;
}

/** Hears samples (8 kHz) from the answer on. */
export function classify(file: string, samples: Int16Array): AmdLine {
  const beepAll: number[] = [];
  let verdict: Verdict | null = null;
  hearAll(new Detector(), samples, (event) => {
    if (event.type === 'beep') beepAll.push(event.atMs);
    else verdict ??= event.verdict;
  });
  const lengthMs = Math.round(samples.length / 8);
  const { label, decisionMs, confidence, sitKind, reasons }: Verdict = verdict ?? {
    label: 'unknown',
    decisionMs: lengthMs,
    confidence: 0,
    reasons: [`undecided at the end of the recording (${lengthMs} ms)`],
  };
  const kind = sitKind === undefined ? {} : { sitKind };
  return { file, label, decisionMs, beepMs: beepAll[0] ?? null, beepAll, confidence, ...kind, reasons };
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the WAV files in it',
  EACCES: 'this user may not read it',
  ERR_FS_FILE_TOO_LARGE: 'over 2 GiB; cut out the first minute (sox IN.wav OUT.wav trim 0 60)',
};

function inWords(cause: unknown): string {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  const known = typeof code === 'string' ? UNREADABLE[code] : undefined;
  return known ?? (cause instanceof Error ? cause.message : String(cause));
}

/** Hears the files in order; a bad one gives a failure and the others go on. */
export async function* amd(files: readonly string[], options: AmdOptions = {}): AsyncGenerator<AmdLine | AmdFailure> {
  for (const file of files) {
    try {
      const { samples } = readWav(await readFile(file));
      const line = classify(file, samples);
      yield options.explain === true ? { ...line, timeline: timeline(samples, options.width) } : line;
    } catch (cause) {
      yield { file, error: inWords(cause) };
    }
  }
}
