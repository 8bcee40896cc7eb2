/** Labelled calls in a folder (`labels.jsonl` beside WAV files), and what `score.py` counts on them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '@outdial/shared';
import type { AmdLine } from '../../amd/amd-files.ts';

/** A line of `labels.jsonl`, as far as it is counted; times in milliseconds from the answer. */
export interface Label {
  readonly file: string;
  readonly label: string;
  readonly subtype: string;
  readonly background?: string;
  readonly greeting_end_ms: number | null;
  readonly beep_onset_ms: number | null;
  readonly beep_end_ms?: number;
  readonly beep_kind?: string;
}

export interface LabelledCall {
  readonly label: Label;
  readonly samples: Int16Array;
}

export function readLabelled(folder: string): LabelledCall[] {
  const lines = readFileSync(join(folder, 'labels.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const label = JSON.parse(line) as Label;
    return { label, samples: readWav(readFileSync(join(folder, label.file))).samples };
  });
}

/** A call as it was heard; `laterMs` is by how much everything in it was moved. */
export interface Heard {
  readonly label: Label;
  readonly laterMs: number;
  readonly line: Pick<AmdLine, 'label' | 'decisionMs' | 'beepAll'>;
}

/** Ratios from 0 to 1; times in milliseconds after the end of the first utterance. */
export interface Score {
  readonly lost: number;
  readonly lostShortQuiet: number;
  readonly recognised: number;
  readonly unknown: number;
  readonly machinesBy5s: number;
  readonly calledHuman: number;
  readonly faxModem: number;
  readonly sit: number;
  readonly busy: number;
  readonly ringback: number;
  readonly nobodyCalledMachine: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly beeps: number;
  readonly falseBeeps: number;
}

const TOLERANCE_MS = 150;
const QUIET = ['room_quiet', 'dtx', 'none'];
const SHORT = ['short', 'double'];

function share<T>(list: readonly T[], counts: (item: T) => boolean): number {
  return Math.round((1000 * list.filter(counts).length) / Math.max(1, list.length)) / 1000;
}

/** Between the two nearest, as `score.py` has it. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return Math.round(low + (high - low) * (place - Math.floor(place)));
}

function hitsBeep({ label, laterMs, line }: Heard): boolean {
  const { beep_onset_ms: onset, beep_end_ms: end, beep_kind: kind } = label;
  if (onset === null) return false;
  const lastMs = kind === 'double' && end !== undefined ? end - onset : 0;
  return line.beepAll.some((atMs) => {
    const byMs = atMs - laterMs - onset;
    return byMs >= -TOLERANCE_MS && byMs <= lastMs + TOLERANCE_MS;
  });
}

export function score(heard: readonly Heard[]): Score {
  const of = (...labels: string[]): Heard[] => heard.filter(({ label }) => labels.includes(label.label));
  const said =
    (...labels: string[]) =>
    ({ line }: Heard): boolean =>
      labels.includes(line.label);
  const [people, machines] = [of('human'), of('machine')];
  const lost = (one: Heard): boolean => !said('human', 'unknown')(one);
  const shortQuiet = people.filter(
    ({ label }) => SHORT.includes(label.subtype) && QUIET.includes(label.background ?? ''),
  );
  const afterMs = people
    .filter(({ line, label }) => line.label === 'human' && label.greeting_end_ms !== null)
    .map(({ line, label, laterMs }) => line.decisionMs - laterMs - (label.greeting_end_ms ?? 0));
  return {
    lost: share(people, lost),
    lostShortQuiet: share(shortQuiet, said('machine')),
    recognised: share(people, said('human')),
    unknown: share(people, said('unknown')),
    machinesBy5s: share(machines, (one) => one.line.label === 'machine' && one.line.decisionMs <= 5000),
    calledHuman: share(machines, said('human')),
    faxModem: share(of('fax', 'modem'), said('fax', 'modem')),
    sit: share(of('sit'), said('sit')),
    busy: share(of('busy'), said('busy')),
    ringback: share(of('ringback'), said('ringback')),
    nobodyCalledMachine: share(of('silence', 'noise'), said('machine')),
    medianMs: quantile(afterMs, 0.5),
    p95Ms: quantile(afterMs, 0.95),
    beeps: share(
      heard.filter(({ label }) => label.beep_onset_ms !== null),
      hitsBeep,
    ),
    falseBeeps: share(
      heard.filter(({ label }) => label.beep_onset_ms === null),
      ({ line }) => line.beepAll.length > 0,
    ),
  };
}
