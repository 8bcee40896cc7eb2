/** What happened so far, sampled every few seconds for eight hours: the ground of sparklines and of figures per minute. */
import type { CampaignPicture } from '@outdial/shared';

const SAMPLE_EVERY_MS = 5_000;
const KEEP_MS = 8 * 3_600_000;
const MOST_SAMPLES = KEEP_MS / SAMPLE_EVERY_MS;

/** Running totals and gauges of one campaign at one moment. */
export interface Sample {
  readonly atMs: number;
  readonly attempts: number;
  readonly live: number;
  readonly abandoned: number;
  readonly pace: number;
  /** The totals as they came; an engine that was restarted counts from zero again. */
  readonly told: { readonly attempts: number; readonly live: number; readonly abandoned: number };
}

export const TRENDS = ['calls a minute', 'abandoned', 'answered', 'pace'] as const;
export type Trend = (typeof TRENDS)[number];

/** Windows that a key walks through, 5 minutes to 8 hours. */
export const TREND_WINDOWS_MS: readonly number[] = [5 * 60_000, 30 * 60_000, 2 * 3_600_000, 8 * 3_600_000];

/** Running totals go on where the engine's start anew: its restart is no gap in a trend. */
function sampleOf(atMs: number, { totals, pace }: CampaignPicture, last: Sample | undefined): Sample {
  const told = { attempts: totals.attempts, live: totals.live, abandoned: totals.abandoned };
  if (last === undefined) return { atMs, ...told, pace, told };
  const anew = told.attempts < last.told.attempts;
  const sum = (key: keyof Sample['told']): number => last[key] + told[key] - (anew ? 0 : last.told[key]);
  return { atMs, attempts: sum('attempts'), live: sum('live'), abandoned: sum('abandoned'), pace, told };
}

/** The samples with this picture's, where one is due; the same array where none is. */
export function addSample(samples: readonly Sample[], atMs: number, campaign: CampaignPicture): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && atMs - last.atMs < SAMPLE_EVERY_MS) return samples;
  return [...samples.slice(-(MOST_SAMPLES - 1)), sampleOf(atMs, campaign, last)];
}

const value: Record<Trend, (from: Sample, to: Sample) => number | null> = {
  'calls a minute': (from, to) =>
    to.atMs === from.atMs ? null : ((to.attempts - from.attempts) * 60_000) / (to.atMs - from.atMs),
  abandoned: (from, to) => (to.live === from.live ? null : (to.abandoned - from.abandoned) / (to.live - from.live)),
  answered: (from, to) =>
    to.attempts === from.attempts ? null : (to.live - from.live) / (to.attempts - from.attempts),
  pace: (_, to) => to.pace,
};

/** `points` values over the window that ends at `nowMs`; `null` where nothing is known. */
export function series(
  samples: readonly Sample[],
  trend: Trend,
  windowMs: number,
  points: number,
  nowMs: number,
): (number | null)[] {
  const stepMs = Math.max(windowMs / points, SAMPLE_EVERY_MS);
  const shown = Math.min(points, Math.floor(windowMs / stepMs));
  // Slots stand on whole steps of time, so that a bar keeps its height while it travels left.
  // The newest sample stands at the end: the bars do not jump to and fro while the next one is waited for.
  const endMs = Math.ceil((samples.at(-1)?.atMs ?? nowMs) / stepMs) * stepMs;
  const slots: (Sample | undefined)[] = Array.from({ length: shown + 1 });
  for (const sample of samples) {
    const slot = shown - Math.floor((endMs - sample.atMs) / stepMs);
    if (slot >= 0 && slot <= shown) slots[slot] = sample;
    else if (slot < 0) slots[0] = sample;
  }
  const values: (number | null)[] = [];
  let before = slots[0];
  for (let index = 1; index <= shown; index += 1) {
    const here = slots[index];
    values.push(here === undefined ? null : before === undefined ? null : value[trend](before, here));
    if (here !== undefined) before = here;
  }
  return values;
}

/** The figure over the last `windowMs`; `null` before there are two samples in it. */
export function recent(samples: readonly Sample[], trend: Trend, windowMs: number, nowMs: number): number | null {
  const inside = samples.filter((sample) => sample.atMs >= nowMs - windowMs);
  const [from, to] = [inside[0], inside.at(-1)];
  return from === undefined || to === undefined || from === to ? null : value[trend](from, to);
}
