/** The report of a day in words, for the console and the command line: two tables, as wide as their names. */
import type { AgentReport, CampaignReport, DayReport } from './schemas-report.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `7:05:09` */
function span(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
const breaks = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([reason, ms]) => `${reason} ${span(ms)}`)
    .join(', ');

/** Columns as wide as their widest cell; the first to the left, figures to the right, the last as long as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        if (column === row.length - 1) return cell;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

const CAMPAIGN = [
  'Campaign',
  'Calls',
  'Live',
  'Talked',
  'Abandoned',
  '%',
  'Talk',
  'Wait',
  'min/h',
  'Callbacks',
  'Codes',
];
const campaignCells = (one: CampaignReport): string[] => [
  ...[one.name, ...[one.attempts, one.live, one.connected, one.abandoned].map(String), percent(one.abandonRatio)],
  ...[span(one.talkMs), span(one.meanWaitMs), one.talkMinutesPerHour.toFixed(1)],
  `${one.callbacksOpen} open, ${one.callbacksOverdue} overdue`,
  counts(one.codes),
];

const AGENT = ['Agent', 'Logged in', 'Worked', 'Ready', 'Talked', 'Talk', 'Wrap-up', 'min/h', 'Breaks', 'Codes'];
const agentCells = (one: AgentReport): string[] => [
  ...[one.name, span(one.loggedInMs), span(one.workedMs), span(one.readyMs), String(one.connected), span(one.talkMs)],
  ...[span(one.wrapUpMs), one.talkMinutesPerHour.toFixed(1), breaks(one.breaks), counts(one.codes)],
];

export function reportText({ date, timeZone, campaigns, agents }: DayReport): string {
  const lines = [
    `${date} (${timeZone})`,
    '',
    ...(campaigns.length === 0 ? ['No campaigns.'] : table([CAMPAIGN, ...campaigns.map(campaignCells)])),
    '',
    ...(agents.length === 0 ? ['Nobody was at work.'] : table([AGENT, ...agents.map(agentCells)])),
  ];
  return `${lines.join('\n')}\n`;
}
