/** `outdial amd --explain`: a recording as a timeline in the terminal, with what the detector saw at each moment. */
import type { ScreeningEvent } from '../screening/screening.ts';
import { Detector } from './detector.ts';
import { FRAME_MS, FRAME_SAMPLES } from './frame-analysis.ts';

const BARS = ' ▁▂▃▄▅▆▇█';
const LOUDEST_DBFS = -6;
const QUIETEST_DBFS = -66;

/** One column: a stretch of the call. */
interface Column {
  levelDbfs: number;
  speech: boolean;
  tone: boolean;
  evidence: number;
  mark: string;
}

const bar = (levelDbfs: number): string => {
  const share = (levelDbfs - QUIETEST_DBFS) / (LOUDEST_DBFS - QUIETEST_DBFS);
  return BARS[Math.max(0, Math.min(BARS.length - 1, Math.round(share * (BARS.length - 1))))] ?? ' ';
};

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

/**
 * Lines of text, `width` columns of call each: level, speech, tones, evidence for a machine (0 to 9, tenths of certainty), and marks
 * (`V` the verdict, `b` a beep); then the verdict with its reasons. Nothing after the verdict has a bearing on it.
 */
export function timeline(samples: Int16Array, width = 100): string[] {
  const frames = Math.floor(samples.length / FRAME_SAMPLES);
  const perColumn = Math.max(1, Math.ceil(frames / width));
  const columns: Column[] = Array.from({ length: Math.ceil(frames / perColumn) }, () => ({
    levelDbfs: -96,
    speech: false,
    tone: false,
    evidence: 0,
    mark: ' ',
  }));
  const said: string[] = [];
  const detector = new Detector();
  const mark = (atMs: number, sign: string): void => {
    const column = columns[Math.min(columns.length - 1, Math.floor(atMs / FRAME_MS / perColumn))];
    if (column !== undefined) column.mark = sign;
  };
  const hear = (event: ScreeningEvent): void => {
    if (event.type === 'beep') {
      mark(event.atMs, 'b');
      said.push(`beep at ${event.atMs} ms`);
      return;
    }
    const { label, decisionMs, confidence, reasons } = event.verdict;
    mark(decisionMs - 1, 'V');
    said.push(
      `${label} after ${decisionMs} ms (confidence ${confidence.toFixed(2)})`,
      ...reasons.map((reason) => `  ${reason}`),
    );
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
    if (!decided) column.evidence = Math.max(column.evidence, view.words > 0 ? view.machineEvidence : 0);
  }
  const row = (name: string, draw: (column: Column) => string): string =>
    `${name.padEnd(9)}${columns.map(draw).join('')}`;
  return [
    `${' '.repeat(9)}${scale(columns.length, perColumn * FRAME_MS)}`,
    row('level', (column) => bar(column.levelDbfs)),
    row('speech', (column) => (column.speech ? '━' : ' ')),
    row('tone', (column) => (column.tone ? '~' : ' ')),
    row('machine', (column) => (column.evidence < 0.05 ? '·' : String(Math.min(9, Math.floor(column.evidence * 10))))),
    row('', (column) => column.mark),
    ...(said.some((line) => line.includes(' after '))
      ? said
      : [...said, `undecided at the end (${frames * FRAME_MS} ms)`]),
  ];
}
