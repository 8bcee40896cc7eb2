/** `outdial amd --explain`: a recording as a timeline in the terminal, with what the detector saw at each moment. */
import type { ScreeningEvent } from '../screening/screening.ts';
import { Detector } from './detector.ts';
import { FRAME_MS, FRAME_SAMPLES } from './frame-analysis.ts';

const BARS = ' ▁▂▃▄▅▆▇█';
const LOUDEST_DBFS = -6;
const QUIETEST_DBFS = -66;
/** The level is drawn so many rows high. */
const LEVEL_ROWS = 3;
/** Columns before the call: the names of the rows. */
const MARGIN = 9;

/** One column: a stretch of the call. */
interface Column {
  levelDbfs: number;
  speech: boolean;
  tone: boolean;
  /** Chances of a machine and of a person; null once it is decided, and before anything has been said. */
  machine: number | null;
  person: number | null;
}

/** A share from 0 to 1 as a block: anything above 0 is seen. */
const block = (share: number): string =>
  BARS[Math.max(0, Math.min(BARS.length - 1, Math.ceil(share * (BARS.length - 1) - 0.25)))] ?? ' ';

/** One row of the level, `row` counted from the bottom. */
function levelCell(column: Column, row: number): string {
  const height = (dbfs: number): number =>
    Math.max(0, Math.min(1, (dbfs - QUIETEST_DBFS) / (LOUDEST_DBFS - QUIETEST_DBFS))) * LEVEL_ROWS;
  return block(height(column.levelDbfs) - row);
}

/** A scale with a mark at every second that finds room. */
function scale(columns: number, columnMs: number): string {
  const line = new Array<string>(columns).fill(' ');
  for (let second = 0; second * 1000 < columns * columnMs; second++) {
    const at = Math.round((second * 1000) / columnMs);
    const text = `${second}s`;
    if (at + text.length <= columns && (at === 0 || line[at - 1] === ' '))
      for (let i = 0; i < text.length; i++) line[at + i] = text[i] ?? ' ';
  }
  return line.join('');
}

/** An arrow at a column with its words on the side that has room; as many rows as it takes that none covers another. */
function pointers(marks: readonly { readonly at: number; readonly text: string }[], columns: number): string[] {
  const rows: string[][] = [];
  for (const { at, text } of marks) {
    const right = `▲ ${text}`;
    const fits = at + right.length <= columns;
    const words = fits ? right : `${text} ▲`.slice(-columns);
    const from = fits ? at : Math.max(0, at + 1 - words.length);
    const free = (row: readonly string[]): boolean =>
      row.slice(Math.max(0, from - 1), from + words.length + 1).every((cell) => cell === ' ');
    let row = rows.find(free);
    if (row === undefined) {
      row = new Array<string>(columns).fill(' ');
      rows.push(row);
    }
    for (let i = 0; i < words.length; i++) row[from + i] = words[i] ?? ' ';
  }
  return rows.map((row) => row.join(''));
}

/**
 * Lines of no more than `width` columns: level, words, tones, the chances of a machine and of a person until the verdict, arrows at
 * verdict and beeps; then why. Nothing after the verdict has a bearing on it.
 */
export function timeline(samples: Int16Array, width = 100): string[] {
  const frames = Math.floor(samples.length / FRAME_SAMPLES);
  const room = Math.max(20, width - MARGIN);
  const perColumn = Math.max(1, Math.ceil(frames / room));
  const columns: Column[] = Array.from({ length: Math.ceil(frames / perColumn) }, () => ({
    levelDbfs: -96,
    speech: false,
    tone: false,
    machine: null,
    person: null,
  }));
  const marks: { at: number; text: string }[] = [];
  const said: string[] = [];
  const tones = new Set<string>();
  const detector = new Detector();
  const columnOf = (atMs: number): number =>
    Math.max(0, Math.min(columns.length - 1, Math.floor(atMs / FRAME_MS / perColumn)));
  const hear = (event: ScreeningEvent): void => {
    if (event.type === 'beep') {
      marks.push({ at: columnOf(event.atMs), text: `beep at ${event.atMs} ms` });
      return;
    }
    const { label, decisionMs, confidence, reasons } = event.verdict;
    marks.push({ at: columnOf(decisionMs - 1), text: `${label} after ${decisionMs} ms` });
    said.push(`${label}, confidence ${confidence.toFixed(2)}:`, ...reasons.map((reason) => `  ${reason}`));
  };
  for (let frame = 0; frame < frames; frame++) {
    const decided = detector.decided;
    detector.push(samples, frame * FRAME_SAMPLES, hear);
    const column = columns[Math.floor(frame / perColumn)];
    if (column === undefined) continue;
    const view = detector.view();
    column.levelDbfs = Math.max(column.levelDbfs, view.levelDbfs);
    column.speech ||= view.speech;
    column.tone ||= view.tone !== null;
    if (view.tone !== null) tones.add(view.tone);
    if (decided || view.words === 0) continue;
    column.machine = Math.max(column.machine ?? 0, view.machineEvidence);
    // Whether it is a person is asked in silence alone.
    if (!view.speech) column.person = Math.max(column.person ?? 0, detector.personEvidence);
  }
  const row = (name: string, draw: (column: Column) => string): string =>
    `${name.padEnd(MARGIN)}${columns.map(draw).join('')}`.trimEnd();
  const chance = (value: number | null): string => (value === null ? ' ' : block(Math.max(0.02, value)));
  const levels = Array.from({ length: LEVEL_ROWS }, (_, i) =>
    row(i === 1 ? 'level' : '', (column) => levelCell(column, LEVEL_ROWS - 1 - i)),
  );
  return [
    `${' '.repeat(MARGIN)}${scale(columns.length, perColumn * FRAME_MS)}`.trimEnd(),
    ...levels,
    row('words', (column) => (column.speech ? '━' : '·')),
    ...(tones.size > 0 ? [row('tone', (column) => (column.tone ? '~' : ' '))] : []),
    row('machine', (column) => chance(column.machine)),
    row('person', (column) => chance(column.person)),
    ...pointers(marks, columns.length).map((line) => `${' '.repeat(MARGIN)}${line}`.trimEnd()),
    ...(said.length > 0 ? said : [`undecided at the end (${frames * FRAME_MS} ms)`]),
  ];
}
