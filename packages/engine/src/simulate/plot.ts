/** A chart of one run as SVG: calls in flight, occupancy and the share abandoned over time. */
import type { Sample } from './floor.ts';

const WIDTH = 960;
const PANEL = 150;
const LEFT = 60;
const TOP = 34;
const GAP = 44;

interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** A line to compare with, such as the cap. */
  readonly line?: number;
}

/** `samples` come once a minute; `target` is the cap on the share abandoned, 0 to 1. */
export function plotRun(title: string, samples: readonly Sample[], target: number): string {
  const curves: readonly Curve[] = [
    { title: 'Calls in flight', unit: '', values: samples.map((sample) => sample.inFlight) },
    {
      title: 'Occupancy',
      unit: ' %',
      values: samples.map((sample) => (sample.loggedIn === 0 ? 0 : (100 * sample.busy) / sample.loggedIn)),
    },
    {
      title: 'Abandoned so far, of live answers',
      unit: ' %',
      values: samples.map((sample) => (sample.live === 0 ? 0 : (100 * sample.abandoned) / sample.live)),
      line: 100 * target,
    },
  ];
  const hours = (samples.at(-1)?.atS ?? 0) / 3600;
  const height = TOP + curves.length * (PANEL + GAP);
  const panels = curves.map((curve, i) => panel(curve, TOP + i * (PANEL + GAP) + 16, hours));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15">${escaped(title)}</text>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}

function panel(curve: Curve, y: number, hours: number): string {
  const highest = Math.max(1, curve.line ?? 0, ...curve.values) * 1.05;
  const width = WIDTH - LEFT - 20;
  const at = (value: number): number => y + PANEL - (PANEL * value) / highest;
  const step = width / Math.max(1, curve.values.length - 1);
  const points = curve.values.map((value, i) => `${(LEFT + i * step).toFixed(1)},${at(value).toFixed(1)}`).join(' ');
  const cap =
    curve.line === undefined
      ? ''
      : `<line x1="${LEFT}" x2="${LEFT + width}" y1="${at(curve.line)}" y2="${at(curve.line)}" stroke="#c33" stroke-dasharray="5 4"/>`;
  return [
    `<text x="${LEFT}" y="${y - 6}">${curve.title}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${width}" height="${PANEL}" fill="none" stroke="#bbb"/>`,
    `<text x="${LEFT - 6}" y="${y + 10}" text-anchor="end">${highest.toFixed(0)}${curve.unit}</text>`,
    `<text x="${LEFT - 6}" y="${y + PANEL}" text-anchor="end">0${curve.unit}</text>`,
    `<text x="${LEFT + width}" y="${y + PANEL + 14}" text-anchor="end">${hours.toFixed(1)} h</text>`,
    cap,
    `<polyline fill="none" stroke="#1f5fa8" stroke-width="1.2" points="${points}"/>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
