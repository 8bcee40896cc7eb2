/** One campaign's page (GT-2, GT-10): state and reason, pace, calls, agents, budget, stock, averages, trends, and why. */
import type { CampaignPicture } from '@outdial/shared';
import { beside, heading, inHeight, type Row } from '../components/block.ts';
import { chart } from '../components/chart.ts';
import { tableRows } from '../components/table.ts';
import { count, percent, spoken } from '../model/format.ts';
import { recent, series, TRENDS, type Trend } from '../model/history.ts';
import { type ConsoleState, campaignOf, type TableUi } from '../model/state.ts';
import { AGENTS_TABLE } from '../tables/agents.ts';
import { blank, type Line, line, span, type Tone } from '../theme/span.ts';
import { figuresBlock, stateBlock } from './campaign-blocks.ts';
import { whyBefore, whyNow } from './why-block.ts';

const WIDE = 150;

/** Rows of "why" that stay on the smallest screen: heading and sentence. */
const LEAST_WHY = 4;

const NO_CURSOR: TableUi = { cursorId: null, cursorIndex: -1, sort: null, filter: '', marks: new Set() };

const TREND_TONES: Record<Trend, Tone> = {
  'calls a minute': 'accent',
  abandoned: 'warn',
  answered: 'ok',
  pace: 'notice',
};

const trendFigure = (trend: Trend, value: number | null): string => {
  if (value === null) return '–';
  if (trend === 'pace') return value.toFixed(2);
  return trend === 'calls a minute' ? count(value) : percent(value);
};

function trendLines(
  state: ConsoleState,
  campaign: CampaignPicture,
  trend: Trend,
  width: number,
  height: number,
): Line[] {
  const samples = state.history.get(campaign.campaignId) ?? [];
  const nowMs = state.picture?.atMs ?? state.nowMs;
  const figure = trendFigure(
    trend,
    trend === 'pace' ? campaign.pace : recent(samples, trend, state.ui.trendWindowMs, nowMs),
  );
  const label = line(span(trend.padEnd(15), 'dim'), span(figure.padStart(6), 'strong'), ' ');
  if (height <= 1) {
    const points = Math.max(1, width - 22);
    const [bars = blank] = chart(series(samples, trend, state.ui.trendWindowMs, points, nowMs), {
      height: 1,
      tone: TREND_TONES[trend],
    });
    return [[...label, ...bars]];
  }
  const values = series(samples, trend, state.ui.trendWindowMs, width, nowMs);
  return [label, ...chart(values, { height: height - 1, tone: TREND_TONES[trend] })];
}

/** Two beside two, or four below one another; higher where there is room. */
function trendsBlock(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  const title = heading(`Trends, ${spoken(state.ui.trendWindowMs)}`, width);
  const across = width >= 180 ? 4 : width >= 70 ? 2 : 1;
  const each = Math.floor((width - 2 * (across - 1)) / across);
  const down = TRENDS.length / across;
  const tall = Math.max(1, Math.min(12, Math.floor((height - 1) / down)));
  const lines: Line[] = [title];
  for (let row = 0; row < down; row += 1) {
    const blocks = TRENDS.slice(row * across, (row + 1) * across).map((trend) => ({
      lines: trendLines(state, campaign, trend, each, tall),
      width: each,
    }));
    lines.push(...beside(blocks));
  }
  return lines;
}

/** The campaign's agents, where there is room below the figures. */
function agentsBlock(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  if (height < 5) return [];
  const looked: ConsoleState = {
    ...state,
    ui: {
      ...state.ui,
      screen: { name: 'agents', campaignId: campaign.campaignId },
      faultsOnly: false,
      tables: { ...state.ui.tables, agents: { ...NO_CURSOR, sort: state.ui.tables.agents.sort } },
    },
  };
  return [heading('Agents', width), ...tableRows(looked, AGENTS_TABLE, width, height - 1).map(({ line: one }) => one)];
}

function wide(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  const left = Math.floor((width - 3) / 2);
  const right = width - 3 - left;
  const trendHeight = Math.max(3, Math.min(width >= 180 ? 11 : 12, height - 24));
  const top = height - trendHeight - 1;
  const status = stateBlock(state, campaign, left);
  const figures = [...status, blank, ...figuresBlock(state, campaign, left), blank];
  const blocks = [...figures, ...agentsBlock(state, campaign, left, top - figures.length)];
  const now = whyNow(state, campaign, right, top);
  const why = [...now, ...whyBefore(state, campaign, right, top - now.length)];
  return [
    ...beside(
      [
        { lines: inHeight(blocks, top), width: left },
        { lines: inHeight(why, top), width: right },
      ],
      3,
    ),
    blank,
    ...trendsBlock(state, campaign, width, trendHeight),
  ];
}

/** One column: the answer to "why" stands above the figures, and is cut before they are, down to its sentence. */
function narrow(state: ConsoleState, campaign: CampaignPicture, width: number, height: number): Line[] {
  const status = stateBlock(state, campaign, width);
  const figures = figuresBlock(state, campaign, width);
  const least = 1 + TRENDS.length / (width >= 70 ? 2 : 1);
  const whyHeight = Math.max(LEAST_WHY, height - status.length - figures.length - least);
  const why = whyNow(state, campaign, width, whyHeight);
  const room = height - status.length - why.length - figures.length;
  // A title without a line below it says nothing.
  const trends = room < 2 ? [] : trendsBlock(state, campaign, width, Math.max(least, Math.min(11, room)));
  const before = whyBefore(state, campaign, width, room - trends.length);
  return [...status, ...why, ...figures, ...trends, ...before];
}

export function campaignRows(state: ConsoleState, campaignId: string, width: number, height: number): Row[] {
  const campaign = campaignOf(state, campaignId);
  if (campaign === null)
    return [{ line: [span('  This campaign is not in the picture: it may have ended. Esc goes back.', 'dim')] }];
  const inside = width - 2;
  const lines = width >= WIDE ? wide(state, campaign, inside, height) : narrow(state, campaign, inside, height);
  return inHeight(lines, height).map((one) => ({ line: line(' ', ...one) }));
}
